import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { FakeSource, fakeEvents } from '@/testing/events'
import WorkbenchPage from './WorkbenchPage.vue'

// The button alone: its style sheet is nothing for a test.
vi.mock('@/element/button', () => ({ ElButton: { template: '<button type="button"><slot /></button>' } }))

const counts = { mine: 2, claimable: 1, done: 0, overdue: 1, today: 1, copied: 0, watched: 0, by_me_for_others: 0 }
const row = (id: string, state = 'claimed') => ({
  id, evaluation_id: 'ev-1', evaluation_title: '自评', unit_id: 'u1', unit_name: '服务中心', stage: 's1', stage_title: '自查', step: 'submit', title: '任务' + id, state,
  priority: 'normal', round: 1, due_on: '2026-03-01', due_at: '2026-03-02T00:00:00+08:00', opened_at: '2026-01-01T00:00:00+08:00', overdue: false, version: 1,
})
const boxes: Record<string, unknown[]> = { overdue: [row('1')], today: [row('2', 'open')], mine: [row('1'), row('3')], claimable: [row('2', 'open')] }
let full = true

beforeEach(() => {
  full = true
  fakeEvents()
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname, searchParams } = new URL(request.url)
    const answers: Record<string, unknown> = {
      '/api/v1/tasks': { tasks: full ? boxes[searchParams.get('box') ?? ''] : [] },
      '/api/v1/tasks/counts': full ? counts : { ...counts, mine: 0, claimable: 0, overdue: 0, today: 0 },
      '/api/v1/evaluations': { evaluations: full ? [{ id: 'ev-1', title: '2025年度自评', year: 2025, unit_id: 'u1', unit_name: '服务中心', state: 'running', started_at: '2026-01-01T00:00:00Z' }] : [] },
    }
    return new Response(JSON.stringify(answers[pathname]), { headers: { 'Content-Type': 'application/json' } })
  })
})
afterEach(() => vi.unstubAllGlobals())

async function open() {
  const to = { template: '<p />' }
  const routes = ['inbox', 'task', 'evaluation', 'evaluations'].map((name) => ({ path: `/${name}/:id?`, name, component: to }))
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', name: 'workbench', component: WorkbenchPage }, ...routes] })
  await router.push('/')
  const view = mount(WorkbenchPage, { global: { plugins: [router] } })
  await flushPromises()
  return view
}

it('leads from every number into the inbox, and shows each task once', async () => {
  const view = await open()
  expect(view.findAll('.tiles a').map((a) => [a.text().replace(/\s+/g, ' '), a.attributes('href')])).toEqual([
    ['逾期 1', '/inbox?box=overdue'], ['今日到期 1', '/inbox?box=today'], ['待办 2', '/inbox?box=mine'], ['待签收 1', '/inbox?box=claimable'], ['抄送我的 0', '/inbox?box=copied'], ['关注 0', '/inbox?box=watched'],
  ].map(([text, href]) => [text?.replace(' ', ''), href]))
  expect(view.findAll('[data-task]').map((r) => r.attributes('data-task'))).toEqual(['1', '2', '3'])
  expect(view.findAll('h2').map((h) => h.text())).toEqual(['逾期和今日到期', '其他待办', '我参与的自评'])
  expect(view.find('[data-task="2"] button').text(), 'what is due today can be claimed here').toBe('签收')
  expect(view.text()).toContain('2025年度自评')
  view.unmount()
})

it('takes the counts that the server tells', async () => {
  const view = await open()
  FakeSource.open()[0]?.opens()
  FakeSource.open()[0]?.says('inbox', { ...counts, mine: 41 })
  await view.vm.$nextTick()
  expect(view.findAll('.tiles a')[2]?.text()).toContain('41')
  view.unmount()
})

it('says so when there is nothing to do', async () => {
  full = false
  const view = await open()
  expect(view.text()).toContain('没有需要您办理的任务')
  expect(view.text()).toContain('没有正在进行的自评')
  view.unmount()
})
