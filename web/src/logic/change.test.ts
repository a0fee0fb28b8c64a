import { expect, it } from 'vitest'
import { groupThen, namesIn, readOut } from './change'

const term = (person: string, role: string) => ({ person, name: '名' + person, role, role_title: '职' + role, since: '2026-01-01T00:00:00Z' })
const members = [term('a', 'chair'), term('b', 'member')]

it('reads a change out by the names that are known', () => {
  const { nameOf, titleOf } = namesIn(members, [{ id: 'c', post: '科长' }, { id: 'a', post: '主任' }], [{ id: 'office', title: '办公室' }])
  expect(readOut([{ person: 'a', role: 'chair' }, { person: 'c', role: 'office' }, { person: 'x', role: 'y' }], nameOf, titleOf)).toBe('名a（职chair）、科长（办公室）、x（y）')
  expect(readOut([], nameOf, titleOf)).toBe('')
})

it('counts the group as it will be', () => {
  expect(groupThen(members, [{ person: 'b', role: 'member' }], [{ person: 'c', role: 'member' }])).toEqual([{ person: 'a', role: 'chair' }, { person: 'c', role: 'member' }])
  expect(groupThen(members, [{ person: 'b', role: 'chair' }], [])).toHaveLength(2)
})
