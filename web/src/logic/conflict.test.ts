import { describe, expect, it } from 'vitest'
import { differences, merged, reading, type Content } from './conflict'

const content = (fields: Record<string, string>, more: Partial<Content> = {}): Content => ({ submission: { fields: Object.entries(fields).map(([name, value]) => ({ name, value })) }, ...more })
const base = content({ a: '甲', b: '乙', c: '丙' })

describe('a draft that was changed in two places', () => {
  it('proposes what only one changed and asks about what both did', () => {
    const mine = content({ a: '甲一', b: '乙一', c: '丙' })
    const theirs = content({ a: '甲', b: '乙二', c: '丙二' }, { opinion: '同意' })
    expect(differences(base, mine, theirs).map((d) => [d.key, d.choice])).toEqual([['field.a', 'mine'], ['field.b', ''], ['field.c', 'theirs'], ['opinion', 'theirs']])
    expect(merged(mine, theirs, [{ key: 'field.a', choice: 'mine' }, { key: 'field.b', choice: 'theirs' }, { key: 'field.c', choice: 'mine' }, { key: 'opinion', choice: 'theirs' }])).toEqual(
      content({ a: '甲一', b: '乙二', c: '丙' }, { opinion: '同意' }),
    )
  })

  it('takes away what the other took away', () => {
    const theirs = content({ a: '甲', c: '丙' })
    expect(differences(base, base, theirs)).toEqual([{ key: 'field.b', mine: '乙', theirs: undefined, choice: 'theirs' }])
    expect(merged(base, theirs, [{ key: 'field.b', choice: 'theirs' }])).toEqual(theirs)
  })

  it('finds nothing where both are the same', () => {
    expect(differences(base, content({ a: '新' }), content({ a: '新' }))).toEqual([])
  })

  it('tells the rows of a scheme apart, and keeps the rest of a sheet', () => {
    const sheet = (rows: object[], more = {}): Content => ({ submission: { sheet: { figures: [{ name: '率', kind: 'ratio', stated: '1', digits: 2 }], items: [], scores: { total: '9', items: rows, ...more } } } }) as Content
    const mine = sheet([{ id: 'x', declared: '1' }, { id: 'y', declared: '2' }])
    const theirs = sheet([{ id: 'x', declared: '3' }])
    expect(differences(sheet([]), mine, theirs).map((d) => [d.key, d.choice])).toEqual([['scores.x', ''], ['scores.y', 'mine']])
    expect(merged(mine, theirs, [{ key: 'scores.x', choice: 'theirs' }, { key: 'scores.y', choice: 'mine' }])).toEqual(sheet([{ id: 'x', declared: '3' }, { id: 'y', declared: '2' }]))
  })

  it('decides file by file about what is public', () => {
    const cleared = (open: boolean): Content => ({ submission: { clearance: { digest: 'd', files: [{ path: 'a.pdf', public: open }, { path: 'b.pdf', public: true }] } } }) as Content
    expect(differences(cleared(true), cleared(true), cleared(false)).map((d) => d.key)).toEqual(['clearance.a.pdf'])
    expect(merged(cleared(true), cleared(false), [{ key: 'clearance.a.pdf', choice: 'theirs' }])).toEqual(cleared(false))
  })
})

it('reads a value out line by line', () => {
  expect(reading([{ person: 'p1', role: 'chair' }, { person: 'p2', role: 'chair' }], (id) => ({ p1: '主任', p2: '科长', chair: '组长' })[id] ?? id)).toBe('主任，组长\n科长，组长')
  expect(reading({ id: 'x', inputs: { actual: '98' }, declared: '10', reason: '' })).toBe('98，10')
  expect(reading(undefined)).toBe('')
})
