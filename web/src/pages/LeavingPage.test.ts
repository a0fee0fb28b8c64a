import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { people } from '@/people'
import { me, type Me } from '@/session'
import LeavingPage from './LeavingPage.vue'

// The button alone: its style sheet is nothing for a test.
vi.mock('@/element/button', () => ({
  ElButton: { props: ['nativeType'], template: '<button :type="nativeType ?? \'button\'"><slot /></button>' },
}))

const person = (id: string) => ({ id, name: '职' + id, post: '职' + id, unit_id: 'u', unit_name: '中心' })
const problem = { type: '', title: '所选人员须回避', status: 409, code: 'conflict', reason: 'person_excluded', request_id: '' }
let sent: { path: string; key: string | null; body: unknown }[] = []

beforeEach(() => {
  sent = []
  people.value = []
  me.value = { person: person('h'), roles: [{ role: 'unit_head', title: '主要负责人', unit_id: 'u' }] } as unknown as Me
  vi.stubGlobal('fetch', async (request: Request) => {
    const path = new URL(request.url).pathname
    if (request.method === 'POST') sent.push({ path, key: request.headers.get('Idempotency-Key'), body: await request.json() })
    const task = { id: 't1', title: '提交报告' }
    const body = path === '/api/v1/people' ? { people: ['a', 'b'].map(person), departments: [] } : { results: [{ task_id: 't1', done: true, task }, { task_id: 't2', done: false, problem }] }
    return new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } })
  })
})
afterEach(() => vi.unstubAllGlobals())

async function open() {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: LeavingPage }, { path: '/tasks/:id', name: 'task', component: LeavingPage }] })
  await router.push('/')
  const view = mount(LeavingPage, { global: { plugins: [router] } })
  await flushPromises()
  return view
}

it('moves the tasks of who leaves and tells what became of each', async () => {
  const view = await open()
  await view.find('form').trigger('submit')
  expect(view.findAll('.complaint').map((e) => e.text())).toEqual(['请选择人员', '', '必须填写。'])
  await view.find('#leaver').setValue('a')
  await view.find('#person').setValue('a')
  await view.find('#reason').setValue(' 调离 ')
  await view.find('form').trigger('submit')
  expect(view.findAll('.complaint').map((e) => e.text())).toEqual(['', '不能改派给离职人员本人。', ''])
  expect(sent).toEqual([])
  await view.find('#person').setValue('b')
  await view.find('form').trigger('submit')
  await flushPromises()
  expect(sent).toMatchObject([{ path: '/api/v1/people/a/reassignments', body: { person: 'b', reason: '调离' } }])
  expect(sent[0]?.key).toBeTruthy()
  expect(view.text()).toContain('办成1项，未办成1项。')
  expect(view.findAll('tbody tr').map((e) => e.text())).toEqual(['提交报告已办成', 't2所选人员须回避'])
  view.unmount()
})

it('gives them back to the candidates when nobody is named', async () => {
  const view = await open()
  await view.find('#leaver').setValue('b')
  await view.find('#reason').setValue('调离')
  await view.find('form').trigger('submit')
  await flushPromises()
  expect(sent[0]?.body).toEqual({ reason: '调离' })
  view.unmount()
})

it('is not for everybody', async () => {
  me.value = { person: person('c'), roles: [{ role: 'section', title: '科室', unit_id: 'u' }] } as unknown as Me
  const view = await open()
  expect(view.find('form').exists()).toBe(false)
  expect(view.text()).toContain('离职改派由本单位办公室或者主要负责人办理。')
  view.unmount()
})
