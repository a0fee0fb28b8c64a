import { expect, it } from 'vitest'
import { emptyItem, itemsOf, rowMessage, startComplaints, startOf, type StartDraft } from './start'

function draft(): StartDraft {
  return {
    process: 'overall-self-evaluation', title: ' 整体支出绩效自评 ', year: '2019', startOn: '2020-08-05', receiver: 'finance-bureau',
    items: [{ id: 'citizen-window', kind: 'project', title: '自助终端', department: 'coordination', amount: '469', unit: 'wan' }],
    parameters: { self_check_amount: '1000000' },
  }
}
const defaults = { self_check_amount: '1000000' }

it('asks with amounts in yuan, without parameters that stay as they are', () => {
  expect(startComplaints(draft())).toEqual({})
  expect(startOf(draft(), defaults)).toEqual({
    process: 'overall-self-evaluation', title: '整体支出绩效自评', year: 2019, start_on: '2020-08-05', day_milliseconds: 86_400_000, receiver_id: 'finance-bureau',
    items: [{ id: 'citizen-window', kind: 'project', title: '自助终端', department_id: 'coordination', amount_yuan: '4690000' }],
  })
})

it('names a parameter that was changed', () => {
  expect(startOf({ ...draft(), parameters: { self_check_amount: ' 500000 ' } }, defaults).parameters).toEqual([{ name: 'self_check_amount', value: '500000' }])
})

it('says what is wrong, by the field', () => {
  const wrong = { ...draft(), process: '', title: ' ', year: '19', startOn: '2020-02-30', receiver: '', parameters: { self_check_amount: '很多' } }
  wrong.items = [...wrong.items, { ...emptyItem(wrong.items), id: 'citizen-window' }]
  expect(Object.keys(startComplaints(wrong)).sort()).toEqual(['items.1.amount_yuan', 'items.1.department_id', 'items.1.id', 'items.1.title', 'parameters.self_check_amount', 'process', 'receiver_id', 'start_on', 'title', 'year'])
})

it.each([['', 'amount'], ['-5', 'amount'], ['4,690,000', 'amount']])('refuses %j as an amount', (amount) => {
  const wrong = draft()
  wrong.items = wrong.items.map((i) => ({ ...i, amount }))
  expect(startComplaints(wrong)).toEqual({ 'items.0.amount_yuan': '应填写数字，最多两位小数。' })
})

it('gives a new item a number that is free', () => {
  const first = emptyItem([])
  const second = emptyItem([first])
  expect(emptyItem([second]).id).not.toBe(second.id)
  expect([first.id, second.id]).toEqual(['item-1', 'item-2'])
})

it('puts at the row what the server says of no column that is shown', () => {
  const said = { 'items.1.department_id': '甲。', 'items.1.unit_id': '乙。', 'items.1': '丙。', 'items.11': '丁。', title: '戊。' }
  expect(rowMessage(said, 1)).toBe('乙。 丙。')
  expect(rowMessage(said, 0)).toBe('')
})

it('adds the projects of a list, and says whose department it does not know', () => {
  const departments = [{ id: 'hotline', unit_id: 'centre', name: '热线科' }]
  const list = [
    { name: '12345热线', department: '热线科', amount_yuan: '4690000', remark: '' },
    { name: '大厅运行', department: '业务科', amount_yuan: '1', remark: '' },
    { name: '自助终端', department: '业务科', amount_yuan: '2.5', remark: '' },
  ]
  const read = itemsOf([...draft().items, emptyItem(draft().items)], list, departments)
  expect(read.unknown).toEqual(['业务科'])
  expect(read.items.map((i) => [i.id, i.title, i.department, i.amount, i.unit])).toEqual([
    ['citizen-window', '自助终端', 'coordination', '469', 'wan'],
    ['item-2', '12345热线', 'hotline', '4690000', 'yuan'],
    ['item-3', '大厅运行', '', '1', 'yuan'],
    ['item-4', '自助终端', '', '2.5', 'yuan'],
  ])
})
