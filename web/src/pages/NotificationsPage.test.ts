import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { h, type SetupContext } from 'vue'
import NotificationsPage from './NotificationsPage.vue'

// The real one brings style sheets, which only a bundler reads.
vi.mock('@/element/button', () => ({ ElButton: (_: unknown, { slots }: SetupContext) => h('button', slots.default?.()) }))

const settings = {
  version: 2, mail: 'single', digest_hour: 0,
  media: [{ medium: 'mail', title: '电子邮件' }],
  choices: [{ kind: 'urged', title: '催办', media: ['mail'] }, { kind: 'copied', title: '抄送', media: [] }],
}
const json = (body: unknown) => new Response(JSON.stringify(body), { status: 200, headers: { 'Content-Type': 'application/json' } })

afterEach(() => {
  vi.restoreAllMocks()
})

/** A server that knows my settings and my calendar, and remembers what was sent. */
function serve() {
  const sent: { method: string; path: string; match: string | null; body: unknown }[] = []
  vi.spyOn(window, 'fetch').mockImplementation(async (r) => {
    const request = r as Request
    const path = new URL(request.url).pathname
    const text = await request.text()
    if (request.method !== 'GET') {
      sent.push({ method: request.method, path, match: request.headers.get('If-Match'), body: text ? JSON.parse(text) : undefined })
    }
    if (request.method === 'DELETE') return new Response(null, { status: 204 })
    if (path.endsWith('/calendar-feed')) {
      return json(request.method === 'POST' ? { active: true, created_at: '2026-03-02T09:00:00+08:00', path: '/calendar/secret.ics' } : { active: false })
    }
    return json(request.method === 'PUT' ? { ...settings, version: 3 } : settings)
  })
  return sent
}

it('saves what was chosen over the version that was seen', async () => {
  const sent = serve()
  const page = mount(NotificationsPage)
  await flushPromises()
  const boxes = page.findAll('table input[type=checkbox]')
  expect(boxes.map((b) => (b.element as HTMLInputElement).checked)).toEqual([true, false])
  expect(boxes[0]?.attributes('aria-label')).toBe('“催办”用电子邮件通知')
  await boxes[1]?.setValue(true)
  await page.find('input[value=digest]').setValue()
  await page.find('form').trigger('submit')
  await flushPromises()
  expect(sent).toEqual([{
    method: 'PUT', path: '/api/v1/me/notifications', match: '"2"',
    body: { choices: [{ kind: 'urged', media: ['mail'] }, { kind: 'copied', media: ['mail'] }], mail: 'digest', digest_hour: 8 },
  }])
  expect(page.find('form [role=status]').text()).toBe('已保存。')
})

it('shows the address of a calendar once, and ends it', async () => {
  const sent = serve()
  const page = mount(NotificationsPage)
  await flushPromises()
  const press = async (text: string) => {
    await page.findAll('button').find((b) => b.text() === text)?.trigger('click')
    await flushPromises()
  }
  await press('生成订阅地址')
  expect((page.find('input[readonly]').element as HTMLInputElement).value).toBe(window.location.origin + '/calendar/secret.ics')
  await press('停用')
  expect(page.find('input[readonly]').exists()).toBe(false)
  expect(sent.map((s) => s.method)).toEqual(['POST', 'DELETE'])
})
