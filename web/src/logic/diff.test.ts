import { describe, expect, it } from 'vitest'
import { diff, hunks } from './diff'

const marks = (before: string, after: string): string[] => diff(before, after).map((l) => ({ same: ' ', added: '+', removed: '-' })[l.kind] + l.text)

describe('a difference', () => {
  it('is the fewest lines', () => {
    expect(marks('a\nb\nc', 'a\nc')).toEqual([' a', '-b', ' c'])
    expect(marks('a\nc', 'a\nb\nc')).toEqual([' a', '+b', ' c'])
    expect(marks('a\nb', 'a\nx')).toEqual([' a', '-b', '+x'])
    expect(marks('same', 'same')).toEqual([' same'])
  })
  it('numbers lines as the text they stand in', () => {
    expect(diff('a\nb\nc\nd', 'a\nc\nx\nd').map((l) => l.line)).toEqual([1, 2, 2, 3, 4])
  })
  it('shows what changed with its surroundings', () => {
    const before = Array.from({ length: 20 }, (_, n) => `line ${n}`).join('\n')
    const shown = hunks(diff(before, before.replace('line 10', 'changed')), 1)
    expect(shown.map((l) => l?.text ?? '…')).toEqual(['line 9', 'line 10', 'changed', 'line 11'])
    expect(hunks(diff(before, before))).toEqual([])
  })
})
