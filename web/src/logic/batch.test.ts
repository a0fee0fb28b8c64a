import { expect, it } from 'vitest'
import { batchActions, batchOf, outcomes } from './batch'

const row = (id: string, state: string) => ({ id, title: '任务' + id, version: 3, state })
const rows = [row('a', 'open'), row('b', 'claimed'), row('c', 'completed')]

it('offers what the rows allow', () => {
  expect(batchActions([])).toEqual([])
  expect(batchActions([row('c', 'completed')])).toEqual([])
  expect(batchActions([row('a', 'open')])).toEqual(['claim'])
  expect(batchActions(rows)).toEqual(['claim', 'approve', 'complete'])
})

it('sends the rows that the action can be about, with the version that was seen', () => {
  expect(batchOf('claim', rows, '多余')).toEqual({ action: 'claim', tasks: [{ id: 'a', version: 3 }] })
  expect(batchOf('approve', rows, ' 同意 ')).toEqual({ action: 'approve', opinion: '同意', tasks: [{ id: 'b', version: 3 }] })
})

it('tells what became of each', () => {
  const problem = { type: '', title: '任务已被签收', detail: '请刷新。', status: 409, code: 'conflict' as const, reason: 'x', request_id: '' }
  expect(outcomes([{ task_id: 'a', done: true }, { task_id: 'b', done: false, problem }, { task_id: 'z', done: false }], { a: '任务a', b: '任务b' })).toEqual([
    { id: 'a', title: '任务a', done: true, text: '已办成' },
    { id: 'b', title: '任务b', done: false, text: '任务已被签收：请刷新。' },
    { id: 'z', title: 'z', done: false, text: '未办成' },
  ])
})
