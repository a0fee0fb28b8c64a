import { describe, expect, it } from 'vitest'
import { chosenText, gapNote, openChoices, settlement, type GapReading, type Scheme } from './gap'

const reading = {
  scheme: 's', version: 2, title: 't', source: 'x', self: '97', review: '80', gap: '17', deduction: '3', lines: [],
  choices: [{ name: 'from', title: '从哪里起算', value: 'zero', assumed: true }, { name: 'days', title: '几日', value: '5', assumed: true }],
} as GapReading
const scheme = { choices: [{ name: 'from', title: '从哪里起算', options: [{ value: 'zero', title: '零' }, { value: 'excess' }] }, { name: 'other', title: '别的' }] } as unknown as Scheme

it('asks only for what the reading leaves open, with the options of the scheme', () => {
  expect(openChoices(reading, scheme)).toEqual([
    { name: 'from', title: '从哪里起算', options: [{ value: 'zero', title: '零' }, { value: 'excess', title: 'excess' }] },
    { name: 'days', title: '几日', options: [] },
  ])
})

it('asks with what was chosen so far', () => {
  expect(chosenText({})).toBeUndefined()
  expect(chosenText({ from: ' ', days: '' })).toBeUndefined()
  expect(chosenText({ from: 'zero', days: ' 7 ' })).toBe('from=zero,days=7')
})

describe('a settlement', () => {
  it('is none while something would be assumed', () => {
    expect(settlement(reading, { from: 'zero' })).toBeUndefined()
    expect(settlement(reading, { from: 'zero', days: ' ' })).toBeUndefined()
  })
  it('says everything that it depends on, and nothing else', () => {
    expect(settlement(reading, { from: 'excess', days: '5', other: 'x' })).toEqual({ scheme: 's', version: 2, choices: [{ name: 'from', value: 'excess' }, { name: 'days', value: '5' }] })
  })
})

it('says what a settled gap means for a place', () => {
  const row = { place: 1, tied: false, filing_id: 'f', number: 'n', unit_id: 'u', unit_name: 'u', points: '80', points_of: 'finance', result: '80', counted: false } as const
  expect(gapNote(row)).toBe('')
  expect(gapNote({ ...row, gap_deduction: '3' })).toBe('beside')
  expect(gapNote({ ...row, gap_deduction: '3', counted: true })).toBe('counted')
  expect(gapNote({ ...row, gap_deduction: '3', gap_outdated: true })).toBe('outdated')
})
