import { expect, it } from 'vitest'
import { appointedRoles, limitsOf, membersComplaints, toggled } from './member'

const role = (id: string, held_by: 'unit' | 'appointment', minimum?: number, maximum?: number) => ({ id, title: id, held_by, ...(minimum ? { minimum } : {}), ...(maximum ? { maximum } : {}) })
const chair = role('chair', 'appointment', 1, 1)
const member = role('member', 'appointment', 2)

it('lets a list give the appointed roles only', () => {
  expect(appointedRoles([role('section', 'unit'), chair, member])).toEqual([chair, member])
})

it('tells the numbers that a role takes', () => {
  expect([chair, member, role('a', 'appointment', 1, 3), role('b', 'appointment', undefined, 2), role('c', 'appointment')].map(limitsOf)).toEqual(['（限1人）', '（至少2人）', '（1至3人）', '（至多2人）', ''])
})

it('complains of too few and of too many', () => {
  const list = [{ person: 'a', role: 'chair' }, { person: 'b', role: 'chair' }, { person: 'a', role: 'member' }]
  expect(membersComplaints(list, [chair, member])).toEqual(['chair至多1人。', 'member至少2人。'])
  expect(membersComplaints([...list.slice(1), { person: 'b', role: 'member' }], [chair, member])).toEqual([])
})

it('adds an appointment and takes it away, leaving the others', () => {
  const one = toggled([], 'a', 'chair')
  const both = toggled(one, 'a', 'member')
  expect(both).toEqual([{ person: 'a', role: 'chair' }, { person: 'a', role: 'member' }])
  expect(toggled(both, 'a', 'chair')).toEqual([{ person: 'a', role: 'member' }])
})
