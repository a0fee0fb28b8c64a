import { describe, expect, it } from 'vitest'
import { late, ruleOf, standing, type Disclosure } from './disclosure'

const rule: Disclosure = {
  id: 'accounts', title: '部门决算公开', basis: '预算法第十四条', within: 20, unit: 'days', state: 'open', status: '期限内待公开',
  days: 0, days_left: 15, workdays_left: 11, provisional: false,
}

describe('what has to be made public', () => {
  it('says the time once', () => {
    expect(ruleOf(rule)).toBe('20日内；预算法第十四条')
    expect(ruleOf({ ...rule, basis: '财政部门批复后 20 日内公开（预算法第十四条）' })).toBe('财政部门批复后 20 日内公开（预算法第十四条）')
  })
  it('says how many days and working days are left', () => {
    expect(standing(rule)).toBe('还有15日（其中工作日11日）')
    expect(standing({ ...rule, days_left: 0, workdays_left: 0 })).toBe('今日截止')
    expect(late(rule)).toBe(false)
  })
  it('says by how much it was late', () => {
    const missed: Disclosure = { ...rule, state: 'missed', status: '逾期未公开（超过 3 日）', days: 3, days_left: 0, workdays_left: 0 }
    expect(standing(missed)).toBe('逾期未公开（超过 3 日）')
    expect(late(missed)).toBe(true)
    expect(late({ ...missed, state: 'kept' })).toBe(false)
  })
})
