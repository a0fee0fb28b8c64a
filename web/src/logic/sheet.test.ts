import { describe, expect, it } from 'vitest'
import { emptyFigure, operandsOf, parseSheet, tidySheet } from './sheet'

const good = { figures: [{ name: '完成率', kind: 'ratio', stated: '98.24', operands: ['1952.82', '1987.76'], digits: 2 }], items: [{ group: '预算执行', name: '完成率', stated: '98.24%' }] }

describe('parseSheet', () => {
  it('reads what the contract says', () => {
    expect(parseSheet(JSON.stringify(good))).toEqual({ sheet: good })
  })

  it.each([
    ['not JSON', '{', '不是有效的JSON内容。'],
    ['a list', '[]', '应为含有figures和items两个列表的对象。'],
    ['nothing', 'null', '应为含有figures和items两个列表的对象。'],
    ['no items', '{"figures":[]}', '应为含有figures和items两个列表的对象。'],
    ['a kind that there is not', JSON.stringify({ figures: [{ name: 'a', kind: 'guess', stated: '' }], items: [] }), '数据表第1行缺少名称、计算方法或者填报数。'],
    ['a kind that every object has', JSON.stringify({ figures: [{ name: 'a', kind: 'toString', stated: '' }], items: [] }), '数据表第1行缺少名称、计算方法或者填报数。'],
    ['a figure as a number', JSON.stringify({ figures: [{ name: 'a', kind: 'sum', stated: 5 }], items: [] }), '数据表第1行缺少名称、计算方法或者填报数。'],
    ['operands that are numbers', JSON.stringify({ figures: [{ name: 'a', kind: 'sum', stated: '5', operands: [5] }], items: [] }), '数据表第1行的原始数据应为加引号的数字。'],
    ['a column too many', JSON.stringify({ figures: [], items: [{ group: 'a', name: 'b', points: '1' }] }), '第1行有不认识的栏目“points”。'],
    ['an item without name', JSON.stringify({ figures: [], items: [good.items[0], { group: 'a' }] }), '评分表第2行缺少一级指标或者指标。'],
  ])('refuses %s', (_, text, complaint) => {
    expect(parseSheet(text)).toEqual({ complaint })
  })
})

it('parts operands at spaces and commas of either width', () => {
  expect(operandsOf(' 1952.82  1987.76,3，4、5 ')).toEqual(['1952.82', '1987.76', '3', '4', '5'])
  expect(operandsOf('  ')).toEqual([])
})

it('leaves out what was left empty, and what the kind does not need', () => {
  const days = { ...emptyFigure(), name: '公开用时', kind: 'days_between' as const, operands: ['1'], from: '2019-02-02', to: '2019-02-18' }
  const tidy = tidySheet({ figures: [days], items: [{ group: 'a', name: 'b', weight: '', score: '5', stated: '' }] })
  expect(tidy).toEqual({ figures: [{ name: '公开用时', kind: 'days_between', stated: '', digits: 2, from: '2019-02-02', to: '2019-02-18' }], items: [{ group: 'a', name: 'b', score: '5' }] })
})

it('keeps what stands above a printed form, and no row of money without a name', () => {
  const tidy = tidySheet({ figures: [], items: [], about: { project: '污水处理', department: '' }, money: [{ name: '年度资金总额', executed: '190', rate: '' }, { name: '', executed: '1' }] })
  expect(tidy).toEqual({ figures: [], items: [], about: { project: '污水处理' }, money: [{ name: '年度资金总额', executed: '190' }] })
  expect(tidySheet({ figures: [], items: [], about: {}, money: [] })).toEqual({ figures: [], items: [] })
})
