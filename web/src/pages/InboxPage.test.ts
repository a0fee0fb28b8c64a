import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { me, type Me } from '@/session'
import { FakeSource, fakeEvents } from '@/testing/events'
import InboxPage from './InboxPage.vue'

// The button alone: its style sheet is nothing for a test.
vi.mock('@/element/button', () => ({
  ElButton: { props: ['nativeType'], template: '<button :type="nativeType ?? \'button\'"><slot /></button>' },
}))

const counts = { mine: 1, claimable: 1000, done: 0, overdue: 0, today: 0, copied: 2, watched: 0, by_me_for_others: 0 }
const task = {
  id: 't1', evaluation_id: 'ev-1', evaluation_title: '自评', unit_id: 'u1', unit_name: '服务中心', stage: 's1', stage_title: '自查', step: 'submit',
  title: '道路 · 提交', state: 'claimed', priority: 'urgent', round: 1, due_on: '2026-03-01', due_at: '2026-03-02T00:00:00+08:00',
  opened_at: '2026-01-01T00:00:00+08:00', overdue: false, version: 2,
}
const mineView = { id: 'v1', title: '我的急件', box: 'mine', filter: { priority: 'urgent' }, position: 0, mine: true, version: 1 }
const theirView = { id: 'v2', title: '全科待办', box: 'claimable', filter: { text: '道路' }, position: 0, mine: false, owner_name: '主任', version: 1 }

let asked: string[] = []
let sent: { method: string; path: string; body: unknown }[] = []

beforeEach(() => {
  asked = []
  sent = []
  fakeEvents()
  me.value = { roles: [{ role: 'unit_office', title: '办公室', unit_id: 'u1' }] } as unknown as Me
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname, search } = new URL(request.url)
    if (request.method === 'GET') asked.push(pathname + decodeURIComponent(search))
    else sent.push({ method: request.method, path: pathname, body: request.method === 'POST' ? await request.json() : undefined })
    const answers: Record<string, unknown> = {
      '/api/v1/tasks': search.includes('nothing') ? { tasks: [] } : { tasks: [task], next_cursor: 'next' },
      '/api/v1/tasks/counts': counts,
      '/api/v1/tasks/batch': { results: [{ task_id: 't1', done: false, problem: { type: '', title: '不能这样办理', detail: '请用“办理”。', status: 409, code: 'conflict', reason: 'wrong_decision', request_id: '' } }] },
      '/api/v1/views': request.method === 'GET' ? { views: [mineView, theirView] } : mineView,
    }
    return request.method === 'DELETE' ? new Response(null, { status: 204 }) : new Response(JSON.stringify(answers[pathname]), { headers: { 'Content-Type': 'application/json' } })
  })
})
afterEach(() => vi.unstubAllGlobals())

async function open(query = '') {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/inbox', name: 'inbox', component: InboxPage },
      { path: '/tasks/:id', name: 'task', component: { template: '<p />' } },
      { path: '/evaluations/:id', name: 'evaluation', component: { template: '<p />' } },
    ],
  })
  await router.push('/inbox' + query)
  const view = mount(InboxPage, { global: { plugins: [router] } })
  await flushPromises()
  return { view, router }
}

it('shows every box with its count, and the tasks of one', async () => {
  const { view } = await open('?box=copied')
  expect(view.findAll('.boxes a').map((a) => a.text().replace(/\s+/g, ' '))).toEqual(['待办 1', '待签收 999+', '逾期 0', '今日到期 0', '已办 0', '抄送我的 2', '关注 0', '代办 0'])
  expect(asked).toContain('/api/v1/tasks?box=copied&limit=20')
  expect(view.find('tbody').text()).toContain('道路 · 提交')
  expect(view.find('tbody').text()).toContain('紧急')
  view.unmount()
})

it('asks for what the address says, and puts into the address what is asked for', async () => {
  const { view, router } = await open('?box=mine&stage=s1&sort=priority')
  expect(asked).toContain('/api/v1/tasks?box=mine&stage=s1&sort=priority&limit=20')
  await view.find('input[type=search]').setValue(' 道路 ')
  await view.find('form[role=search]').trigger('submit')
  await flushPromises()
  expect(router.currentRoute.value.query).toEqual({ box: 'mine', stage: 's1', sort: 'priority', text: '道路' })
  expect(asked).toContain('/api/v1/tasks?box=mine&text=道路&stage=s1&sort=priority&limit=20')
  await view.findAll('form[role=search] button')[1]?.trigger('click')
  await flushPromises()
  expect(router.currentRoute.value.query).toEqual({ box: 'mine', sort: 'priority' })
  view.unmount()
})

it('begins at the first page again when something else is asked', async () => {
  const { view, router } = await open('?box=mine')
  await view.findAll('.turner button')[1]?.trigger('click')
  await flushPromises()
  expect(asked).toContain('/api/v1/tasks?box=mine&limit=20&cursor=next')
  asked = []
  await router.push('/inbox?box=mine&text=nothing')
  await flushPromises()
  expect(asked).toContain('/api/v1/tasks?box=mine&text=nothing&limit=20')
  expect(asked.join()).not.toContain('cursor')
  expect(view.text()).toContain('没有符合条件的任务。')
  view.unmount()
})

it('goes to saved views, saves and deletes them', async () => {
  const { view, router } = await open('?box=claimable&text=道路')
  const views = view.findAll('.views li')
  expect(views.map((v) => v.find('a').attributes('aria-current'))).toEqual([undefined, 'true'])
  expect(views[1]?.text()).toContain('主任共享')
  expect(views[1]?.find('button').exists(), 'what others share cannot be deleted').toBe(false)
  await views[0]?.find('a').trigger('click')
  await flushPromises()
  expect(router.currentRoute.value.query).toEqual({ box: 'mine', priority: 'urgent' })
  await views[0]?.find('button').trigger('click')
  await flushPromises()
  expect(sent).toEqual([{ method: 'DELETE', path: '/api/v1/views/v1', body: undefined }])

  await router.push('/inbox?box=done&text=桥梁')
  await flushPromises()
  await view.find('.views > button').trigger('click')
  await view.find('.views form input').setValue('桥梁已办')
  await view.find('.views form select').setValue('section')
  await view.find('.views form').trigger('submit')
  await flushPromises()
  expect(sent[1]).toEqual({ method: 'POST', path: '/api/v1/views', body: { title: '桥梁已办', box: 'done', filter: { text: '桥梁' }, position: 1, shared_with: 'section' } })
  view.unmount()
})

it('does several tasks at once and tells what became of each', async () => {
  const { view } = await open('?box=mine')
  expect(view.find('.batch').exists()).toBe(false)
  await view.find('tbody input[type=checkbox]').setValue(true)
  expect(view.findAll('.batch button').map((b) => b.text())).toEqual(['批量同意', '批量办理'])
  await view.find('.batch input').setValue('同意。')
  await view.find('.batch button').trigger('click')
  await flushPromises()
  expect(sent).toEqual([{ method: 'POST', path: '/api/v1/tasks/batch', body: { action: 'approve', opinion: '同意。', tasks: [{ id: 't1', version: 2 }] } }])
  expect(view.find('.batch').text()).toContain('办成0项，未办成1项。')
  expect(view.find('.batch td').text()).toBe('不能这样办理：请用“办理”。')
  expect(view.find('.batch input').exists(), 'nothing is chosen any more').toBe(false)
  view.unmount()
})

it('takes the counts that the server tells and asks for the list alone', async () => {
  const { view } = await open()
  asked = []
  FakeSource.open()[0]?.opens()
  FakeSource.open()[0]?.says('inbox', { ...counts, mine: 7 })
  await flushPromises()
  expect(asked).toEqual(['/api/v1/tasks?box=mine&limit=20'])
  expect(view.find('.boxes a').text()).toContain('7')
  view.unmount()
})
