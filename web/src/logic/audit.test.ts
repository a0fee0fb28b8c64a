import { expect, it } from 'vitest'
import { actorsOf, exactTime, happenedAt, kindsOf, instantIn, instantOf, clockOf, microsecond, momentAt, momentsOf, namedOf, pagesOf, principalsOf, sortedOut, wanted, type Candidate, type Entry } from './audit'

const entry = (seq: number, at: string, type = 'task_claimed', actor = 'a') => ({ seq, at, type, type_title: type, actor, actor_name: '职' + actor, data: {}, prev_hash: '', hash: '' }) as Entry
const list = [
  entry(1, '2026-03-01T09:00:00.000001+08:00', 'started'),
  entry(2, '2026-03-01T09:00:00.000001+08:00', 'stage_opened', 'system'),
  entry(3, '2026-03-01T10:00:00+08:00', 'attempt_refused', 'b'),
  entry(4, '2026-03-02T00:00:00+08:00'),
]
const all = { actor: '', behalf: '', type: '', task: '', item: '', action: '', refused: '', from: '', to: '' }

it('stops once at what happened together', () => {
  expect(momentsOf(list).map((m) => m.seq)).toEqual([2, 3, 4])
  expect(momentsOf([])).toEqual([])
})

it('tells all that happened together, the cause first', () => {
  const told = happenedAt([...list, entry(5, '2026-03-02T00:00:00+08:00'), entry(6, '2026-03-02T00:00:00+08:00', 'task_opened')], list[3] as (typeof list)[number])
  expect(told.entries.map((e) => e.seq)).toEqual([4, 5, 6])
  expect(told.titles).toEqual(['task_claimed', 'task_opened'])
})

it('finds entries by who, kind, refusal and civil day in Beijing', () => {
  const found = (f: object) => wanted(list, { ...all, ...f }).map((e) => e.seq)
  expect(found({})).toEqual([1, 2, 3, 4])
  expect(found({ actor: 'b' })).toEqual([3])
  expect(found({ type: 'started' })).toEqual([1])
  expect(found({ refused: 'only' })).toEqual([3])
  expect(found({ refused: 'without' })).toEqual([1, 2, 4])
  expect(found({ to: '2026-03-01' })).toEqual([1, 2, 3])
  expect(found({ from: '2026-03-02' })).toEqual([4])
  const more = [...list, { ...entry(5, '2026-03-03T00:00:00+08:00', 'attempt_refused', 'c'), on_behalf_of: 'a', on_behalf_of_name: '职a', task: 't1', item: 'p1', action: 'claim', action_title: '签收' } as Entry]
  const among = (f: object) => wanted(more, { ...all, ...f }).map((e) => e.seq)
  for (const f of [{ behalf: 'a' }, { task: 't1' }, { item: 'p1' }, { action: 'claim' }]) expect(among(f)).toEqual([5])
  expect(among({ behalf: 'b' })).toEqual([])
  expect(principalsOf(more)).toEqual([{ id: 'a', name: '职a' }])
  expect(namedOf(more, (e) => e.action, (e) => e.action_title)).toEqual([{ id: 'claim', name: '签收' }])
  expect(namedOf(more, (e) => e.item, () => undefined)).toEqual([{ id: 'p1', name: 'p1' }])
})

it('names people and kinds once, without the system', () => {
  expect(actorsOf(list).map((a) => a.id)).toEqual(['a', 'b'])
  expect(kindsOf(list).map((k) => k.type)).toEqual(['attempt_refused', 'stage_opened', 'started', 'task_claimed'])
})

it('tells instants to the second in Beijing', () => {
  expect(exactTime('2026-02-28T16:00:05Z')).toBe('2026年3月1日 00:00:05')
  expect(exactTime(undefined)).toBe('')
})

it('sorts candidates out by how near they came', () => {
  const c = (allowed: boolean, reason = '') => ({ person_id: reason, name: '', roles: [], allowed, rule: '', rule_text: '', reason }) as Candidate
  const out = sortedOut([c(true), c(false, 'duty_conflict'), c(false, 'role_missing'), c(false, 'not_candidate'), c(false, 'task_not_claimed')])
  expect([out.allowed.length, out.kept.length, out.without.length]).toEqual([1, 2, 2])
})

it('finds the last moment that is not after an instant', () => {
  const moments = momentsOf(list)
  expect(momentAt(moments, '2026-03-01T08:59:59+08:00')).toBe(-1)
  expect(momentAt(moments, '2026-03-01T09:00:00+08:00')).toBe(-1)
  expect(momentAt(moments, '2026-03-01T01:00:00.000001Z')).toBe(0)
  expect(momentAt(moments, '2026-03-01T10:00:00.5+08:00')).toBe(1)
  expect(momentAt(moments, '2027-01-01T00:00:00Z')).toBe(2)
  expect(microsecond('2026-03-01T09:00:00.000001+08:00') - microsecond('2026-03-01T01:00:00Z')).toBe(1)
})

it('takes a second of the clock whole, but nothing that is still to come', () => {
  expect(clockOf('2026-03-01T01:00:05.123456Z')).toBe('2026-03-01T09:00:05')
  const later = new Date('2026-03-02T00:00:00Z')
  expect(instantOf('2026-03-01T09:00:05', later)).toBe('2026-03-01T09:00:05.999999+08:00')
  expect(instantOf('2026-03-01T09:00', later)).toBe('2026-03-01T09:00:00.999999+08:00')
  expect(instantOf('2026-03-02T08:00:00', later)).toBe(later.toISOString())
})

it('reads an instant of the address in full, whoever typed it', () => {
  expect(instantIn('2030-03-01T09:00:00.000001+08:00')).toBe('2030-03-01T09:00:00.000001+08:00')
  expect(instantIn('2030-03-01T01:00:00Z')).toBe('2030-03-01T01:00:00Z')
  expect(instantIn('2030-03-01T09:00:00 08:00')).toBe('2030-03-01T09:00:00+08:00')
  expect(instantIn('2030-03-01 09:00')).toBe('2030-03-01T09:00:00+08:00')
  expect(instantIn('2030-03-01')).toBe('2030-03-01T00:00:00+08:00')
  for (const none of [undefined, '', 'yesterday', '2030', '2030-13-41', '2030-03-01T09']) expect(instantIn(none)).toBe('')
})

it('has one page at least', () => {
  expect([pagesOf(0, 25), pagesOf(25, 25), pagesOf(26, 25)]).toEqual([1, 1, 2])
})
