import { describe, expect, it } from 'vitest'
import { letters, missingParts } from './part'

describe('letters', () => {
  it.each([
    ['', 0],
    ['存在问题。', 5],
    ['支出 98.24 万元', 5],
    ['GB/T 9704', 4],
    [' \n\t', 0],
  ])('counts %j as %i', (text, n) => {
    expect(letters(text)).toBe(n)
  })
})

it('missingParts lists the mandatory parts without text', () => {
  const part = (name: string, required = true) => ({ name, title: name.toUpperCase(), kind: 'part' as const, required })
  const form = [part('a'), part('b'), part('c', false), { ...part('d'), kind: 'text' as const }]
  expect(missingParts(form, { a: 'x', b: '  ' })).toEqual([{ name: 'b', title: 'B' }])
})
