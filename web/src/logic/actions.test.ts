import { describe, expect, it } from 'vitest'
import { words } from '@/locales'
import { askedComplaints, bodyOf, emptyAsked, itemsAt, menuOf, stepTitle, taskPlans, wholePlans, type Action } from './actions'

const fieldsOf = (action: Action) => (taskPlans[action] ?? { fields: [] }).fields

describe('the table of actions', () => {
  it('has words for each, its fields and its success', () => {
    for (const [action, plan] of [...Object.entries(taskPlans), ...Object.entries(wholePlans)]) {
      expect(words.action[action as Action], action).toBeTruthy()
      expect(words.act.done[action as Action], action).toMatch(/。$/)
      for (const f of plan.fields) expect(words.act.fields[f.name], f.name).toBeTruthy()
    }
  })
  it('sends a task nowhere but to the actions of the contract, each to its own', () => {
    const all = Object.values(taskPlans).map((p) => p.path)
    expect(new Set(all).size).toBe(all.length)
  })
})

describe('the menu', () => {
  it('offers what is allowed, in its own order, without what has a button elsewhere', () => {
    const allowed = (action: Action) => ({ action, allowed: true })
    const permissions = [allowed('suspend'), allowed('transfer'), allowed('claim'), allowed('mark_read'), allowed('grant_extension'), allowed('hand_back'), allowed('return'), { action: 'jump' as const, allowed: false }]
    expect(menuOf(permissions)).toEqual(['hand_back', 'transfer', 'suspend'])
    expect(menuOf(permissions, ['hand_back'])).toEqual(['transfer', 'suspend'])
  })
})

describe('what is sent', () => {
  it('is what was asked for and filled in', () => {
    const asked = { ...emptyAsked(), person: 'b', reason: '  出差 ', text: '多余', back: true }
    expect(bodyOf(fieldsOf('transfer'), asked)).toEqual({ person: 'b', reason: '出差' })
    expect(bodyOf(fieldsOf('transfer'), { ...asked, reason: '  ' })).toEqual({ person: 'b' })
    expect(bodyOf(fieldsOf('return'), asked)).toEqual({ reason: '出差', back: true })
    expect(bodyOf(fieldsOf('return'), { ...asked, to: 'previous', back: false })).toEqual({ reason: '出差', to: 'previous' })
    expect(bodyOf(fieldsOf('add_signer'), asked)).toEqual({ person: 'b', place: 'before', reason: '出差' })
    expect(bodyOf(fieldsOf('copy'), { ...asked, people: ['a', 'b'] })).toEqual({ people: ['a', 'b'], text: '多余' })
  })
  it('has a priority as a number, also the usual one', () => {
    expect(bodyOf(fieldsOf('set_priority'), { ...emptyAsked(), priority: '2' })).toEqual({ priority: 2 })
    expect(bodyOf(fieldsOf('set_priority'), emptyAsked({ priority: 0 }))).toEqual({ priority: 0 })
  })
  it('grants at first what was asked for', () => {
    expect(bodyOf(fieldsOf('grant_extension'), emptyAsked({ extension_until: '2026-03-05' }))).toEqual({ until: '2026-03-05' })
  })
})

describe('what is wrong', () => {
  it('is told for each field that is needed', () => {
    expect(askedComplaints('return', fieldsOf('return'), emptyAsked())).toEqual({ reason: '退回时必须写明意见。' })
    expect(Object.keys(askedComplaints('add_signer', fieldsOf('add_signer'), emptyAsked()))).toEqual(['person', 'reason'])
    expect(askedComplaints('copy', fieldsOf('copy'), emptyAsked())).toEqual({ people: '请至少选择一人。' })
    expect(askedComplaints('reassign', fieldsOf('reassign'), { ...emptyAsked(), reason: '离职' })).toEqual({})
  })
  it('is a date that there is not', () => {
    expect(askedComplaints('ask_extension', fieldsOf('ask_extension'), { ...emptyAsked(), until: '2026-02-30', reason: '等发票' })).toEqual({ until: '日期应写成2020-08-05的形式。' })
  })
})

describe('the steps of a matter', () => {
  const steps = [
    { to: 'self_check.submit', title: '提交', stage: 'self_check', stage_title: '科室自查', each: true },
    { to: 'compile', title: '汇总', stage: 'roll_up', stage_title: '汇总阶段', each: false },
  ]
  const items = [{ id: 'a', title: '甲', stages: ['self_check'] }, { id: 'b', title: '乙', stages: ['other'] }]
  it('are named with their stage where it is another', () => {
    expect(steps.map((s) => stepTitle(s, 'roll_up'))).toEqual(['科室自查：提交', '汇总'])
  })
  it('ask which items go back where the stage is done for each', () => {
    expect(itemsAt('self_check.submit', steps, items).map((i) => i.id)).toEqual(['a'])
    expect(itemsAt('compile', steps, items)).toEqual([])
    expect(itemsAt('', steps, items)).toEqual([])
  })
  it('send the items that were chosen', () => {
    expect(bodyOf(fieldsOf('return'), { ...emptyAsked(), reason: '不符', to: 'self_check.submit', items: ['a'] })).toEqual({ reason: '不符', to: 'self_check.submit', items: ['a'] })
  })
})
