import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { audit } from '@/locales/audit'
import AuditPage from './AuditPage.vue'

vi.mock('@/element/button', () => ({ ElButton: { template: '<button type="button"><slot /></button>' } }))

const at = (n: number) => `2026-03-01T09:${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}+08:00`
const entries = Array.from({ length: 60 }, (_, i) => ({
  seq: i + 1, at: at(i + 1), type: i === 40 ? 'attempt_refused' : 'task_claimed', type_title: i === 40 ? '尝试被拒绝' : '签收任务', actor: 'a', actor_name: '办公室主任',
  rule: 'casbin:task/claim/unit', rule_text: '岗位权限', policy_version: 'p1', request_id: 'r', data: {}, prev_hash: 'before', hash: `hash-${i + 1}`,
}))
const why = {
  entry: entries[40], action: 'claim', action_title: '签收', reason: 'not_candidate', reason_text: '此事项须由承担指定角色的人员办理。', rule: 'casbin:task/claim/unit',
  rule_text: '岗位权限', policy_version: 'p1', policy_in_code: true, needed: ['办公室'], could: [],
}
const asked: string[] = []
let mayLookBack = true

function answers(url: URL): unknown {
  if (url.pathname.endsWith('/audit/outline')) {
    return {
      evaluation: { id: 'e', title: '某项自评', year: 2025, unit_name: '某中心', state: 'running', started_at: at(0) }, sealed: true, may_look_back: mayLookBack, may_take_dossier: mayLookBack,
      stages: [{ id: 's', title: '自查', tasks: [{ id: 't', title: '填报', person: true }] }],
    }
  }
  if (url.pathname.endsWith('/changes')) return { changes: [{ table: '任务', column: '办理人', before: '', after: '办公室主任' }] }
  if (url.pathname.endsWith('/journal')) return { entries: url.searchParams.get('after') === '0' ? entries : [] }
  if (url.pathname.endsWith('/why-refused')) return why
  if (url.pathname.endsWith('/workflow')) return { runs: [] }
  return {}
}

beforeEach(() => {
  asked.length = 0
  mayLookBack = true
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }))
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url, 'http://localhost')
    asked.push(url.pathname + url.search)
    return new Response(JSON.stringify(answers(url)), { headers: { 'Content-Type': 'application/json' } })
  })
})
afterEach(() => { vi.unstubAllGlobals() })

async function opened(query: string) {
  const page = { template: '<p />' }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/evaluations/:id/audit', name: 'audit', component: page }, { path: '/evaluations/:id', name: 'evaluation', component: page }, { path: '/administration', name: 'administration', component: page }],
  })
  await router.push('/evaluations/e/audit' + query)
  const wrapper = mount(AuditPage, { props: { id: 'e' }, global: { plugins: [router] }, attachTo: document.body })
  await flushPromises()
  return { wrapper, router }
}

it('lists entries in pages and opens one on demand, with its link in the address', async () => {
  const { wrapper, router } = await opened('')
  expect(wrapper.findAll('tbody tr')).toHaveLength(25)
  expect(wrapper.text()).toContain(audit.timeline.page(1, 3))
  expect(asked.some((a) => a.endsWith('/changes'))).toBe(false)
  await wrapper.find('button.opens').trigger('click')
  await flushPromises()
  expect(wrapper.find('ins').text()).toBe('办公室主任')
  expect(wrapper.text()).toContain('hash-1')
  expect(router.currentRoute.value.query).toEqual({ entry: '1' })
  wrapper.unmount()
})

it('leads a link to an entry to its page, and a filter back to the first', async () => {
  const { wrapper, router } = await opened('?entry=41')
  expect(wrapper.text()).toContain(audit.timeline.page(2, 3))
  expect(wrapper.text()).toContain('hash-41')
  await wrapper.findAll('select')[2]?.setValue('only')
  await flushPromises()
  expect(wrapper.findAll('button.opens')).toHaveLength(1)
  expect(router.currentRoute.value.query).toMatchObject({ refused: 'only' })
  expect(router.currentRoute.value.query.page).toBeUndefined()
  const ask = wrapper.findAll('button').find((b) => b.text() === audit.timeline.why)
  await ask?.trigger('click')
  await flushPromises()
  expect(wrapper.text()).toContain('当时答复办理人')
  expect(asked).toContain('/api/v1/evaluations/e/answers/why-refused?entry=41')
  expect(router.currentRoute.value.query).toMatchObject({ tab: 'answers', question: 'refused', refusal: '41' })
  wrapper.unmount()
})

it('goes from tab to tab with the arrows, and offers no look back to who may not', async () => {
  const { wrapper } = await opened('')
  await wrapper.find('[role=tab][aria-selected=true]').trigger('keydown', { key: 'ArrowLeft' })
  await flushPromises()
  expect(wrapper.find('[role=tab][aria-selected=true]').text()).toBe(audit.tabs.export)
  expect(wrapper.text()).toContain(audit.export.dossier)
  wrapper.unmount()
  mayLookBack = false
  const other = await opened('?tab=past')
  expect(other.wrapper.findAll('[role=tab]').map((t) => t.text())).not.toContain(audit.tabs.past)
  expect(other.wrapper.find('[role=tab][aria-selected=true]').text()).toBe(audit.tabs.journal)
  expect(asked.some((a) => a === '/api/v1/evaluations/e')).toBe(false)
  other.wrapper.unmount()
})
