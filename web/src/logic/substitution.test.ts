import { expect, it } from 'vitest'
import { askComplaints, askOf, inForce, mayEnd, standingOf, type Substitution } from './substitution'

const one = (more: Partial<Substitution> = {}): Substitution => ({
  id: 's1', principal: 'a', principal_name: '甲', substitute: 'b', substitute_name: '乙', from_on: '2026-03-01', to_on: '2026-03-05', reason: '出差', state: 'confirmed', version: 1, ...more,
})

it('lets somebody act on the days of a confirmed one, first and last too', () => {
  for (const day of ['2026-03-01', '2026-03-05']) expect(inForce([one()], 'b', day)).toHaveLength(1)
  for (const day of ['2026-02-28', '2026-03-06']) expect(inForce([one()], 'b', day)).toEqual([])
  expect(inForce([one()], 'a', '2026-03-02')).toEqual([])
  expect(inForce([one({ state: 'asked' }), one({ state: 'ended' })], 'b', '2026-03-02')).toEqual([])
  expect(inForce([one(), one({ id: 's2', process: 'p' }), one({ id: 's3', principal: 'c' })], 'b', '2026-03-02').map((s) => s.principal)).toEqual(['a', 'c'])
})

it('tells where one stands', () => {
  expect([one({ state: 'asked' }), one(), one({ state: 'ended' })].map((s) => standingOf(s, '2026-03-05'))).toEqual(['待确认', '已确认', '已终止'])
  expect(standingOf(one(), '2026-03-06')).toBe('已到期')
  expect(standingOf(one({ state: 'ended' }), '2026-03-06')).toBe('已终止')
})

it('can be ended by who has a part in it, and by who confirms', () => {
  expect([mayEnd(one(), 'a', false), mayEnd(one(), 'b', false), mayEnd(one(), 'c', false), mayEnd(one(), 'c', true), mayEnd(one({ state: 'ended' }), 'a', true)]).toEqual([true, true, false, true, false])
})

it('is asked for once all is filled in', () => {
  const draft = { substitute: 'b', from: '2026-03-01', to: '2026-03-01', process: '', reason: ' 出差 ' }
  expect(askComplaints(draft)).toEqual({})
  expect(askOf(draft)).toEqual({ substitute: 'b', from_on: '2026-03-01', to_on: '2026-03-01', reason: '出差' })
  expect(askOf({ ...draft, process: 'p' }).process).toBe('p')
  expect(askOf({ ...draft, principal: 'c' }).principal).toBe('c')
  expect(Object.keys(askComplaints({ substitute: '', from: '', to: '2026-02-30', process: '', reason: ' ' })).sort()).toEqual(['from_on', 'reason', 'substitute', 'to_on'])
  expect(askComplaints({ ...draft, to: '2026-02-28' })).toEqual({ to_on: '结束日期不能早于开始日期。' })
})
