import { describe, expect, it } from 'vitest'
import { addressOf, addressOfPlace, columnsOf, narrowed, placeOf, questionOf, same, type Question } from './inbox'

describe('the address of the inbox', () => {
  it('holds the whole question', () => {
    const question: Question = {
      box: 'claimable',
      filter: { text: '道路', process: 'p', stage: 's', unit: 'u', due_from: '2026-01-01', due_to: '2026-12-31', priority: 'high', state: 'open', sort: 'priority' },
    }
    expect(questionOf(addressOf(question))).toEqual(question)
  })
  it('is read without what cannot be meant', () => {
    expect(questionOf({})).toEqual({ box: 'mine', filter: {} })
    expect(questionOf({ box: 'lost', priority: '1', state: 'x', sort: 'colour', due_to: 'soon', text: ['a', 'b'], stage: ' ', other: 'x' })).toEqual({ box: 'mine', filter: {} })
    expect(questionOf({ text: ' ' + '长'.repeat(200) }).filter.text).toHaveLength(100)
  })
  it('leaves out what is empty', () => {
    expect(addressOf({ box: 'done', filter: { text: '  ', stage: 'a' } })).toEqual({ box: 'done', stage: 'a' })
  })
  it('tells questions apart whatever the order of their parts', () => {
    expect(same({ box: 'mine', filter: { text: 'a', stage: 'b' } }, { box: 'mine', filter: { stage: 'b', text: 'a' } })).toBe(true)
    expect(same({ box: 'mine', filter: {} }, { box: 'done', filter: {} })).toBe(false)
    expect(same({ box: 'mine', filter: {} }, { box: 'mine', filter: { sort: 'due' } })).toBe(false)
  })
  it('knows an order from a condition', () => {
    expect(narrowed({ sort: 'due' })).toBe(false)
    expect(narrowed({ sort: 'due', unit: 'x' })).toBe(true)
  })
})

it.each([
  [{}, { at: '', page: 1 }],
  [{ at: 'abc', page: '3' }, { at: 'abc', page: 3 }],
  [{ at: 'abc', page: '1' }, { at: '', page: 1 }],
  [{ at: 'abc', page: 'x' }, { at: '', page: 1 }],
  [{ page: '3' }, { at: '', page: 1 }],
])('the address %j stands at %j', (query, place) => {
  expect(placeOf(query)).toEqual(place)
  expect(placeOf(addressOfPlace(place))).toEqual(place)
})

it.each([['due,evaluation', ['evaluation', 'due']], ['nonsense', undefined], ['', undefined], [undefined, undefined], ['unit,nonsense', ['unit']]])('%j names the columns %j', (text, columns) => {
  expect(columnsOf(text)).toEqual(columns)
})
