import { describe, expect, it } from 'vitest'
import { bureau } from '@/locales/bureau'
import { lines, opinionComplaints, pointsOf, readDuties, type ReviewedItem } from './filing'

const item = (n: number, self: string): ReviewedItem => ({ item: n, title: `i${n}`, full: '10', sides: [{ reviewer: 'self', reviewer_text: '自评', points: self }] })

it('lines leaves blank ones out', () => {
  expect(lines(' a \r\n\n b\n ')).toEqual(['a', 'b'])
})

describe('readDuties', () => {
  it('reads a unit and a day from each line', () => {
    expect(readDuties('u1 2026-04-30\n\nu2，2026-05-01\n')).toEqual({ units: [{ unit_id: 'u1', due_on: '2026-04-30' }, { unit_id: 'u2', due_on: '2026-05-01' }] })
  })
  it.each(['u1', 'u1 2026-02-30', 'u1 2026-04-30 more', '2026-04-30'])('names the line that is none: %s', (text) => {
    expect(readDuties('u0 2026-04-30\n' + text)).toEqual({ wrong: 2 })
  })
})

describe('an opinion', () => {
  const items = [item(1, '9'), item(2, '8'), item(3, '7')]
  it('needs a reason where it differs from the unit', () => {
    const said = { 1: { points: '9.0', reason: '' }, 2: { points: '6', reason: ' ' }, 3: { points: 'x', reason: '' } }
    expect(opinionComplaints(items, said)).toEqual({ 2: bureau.needWhy, 3: bureau.badPoints })
  })
  it('sends only the items that were given points', () => {
    expect(pointsOf(items, { 1: { points: ' 9 ', reason: '' }, 2: { points: '', reason: 'x' }, 3: { points: '5', reason: ' y ' } })).toEqual([{ item: 1, points: '9' }, { item: 3, points: '5', reason: 'y' }])
  })
})
