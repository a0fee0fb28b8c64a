import { describe, expect, it } from 'vitest'
import { foundAt, foundBeside, itemColumns, type SheetFinding } from './column'

const keys = (...args: Parameters<typeof itemColumns>) => itemColumns(...args).map((c) => c.key)

describe('the columns of a score table', () => {
  it('are those of points where a process asks for no more', () => {
    expect(keys([{ group: '产出', name: '数量' }])).toEqual(['group', 'name', 'weight', 'score', 'stated'])
  })
  it('are those of the common form where it does', () => {
    expect(keys([], ['second', 'unit', 'target', 'actual', 'reason'])).toEqual(['group', 'second', 'name', 'unit', 'target', 'actual', 'weight', 'score', 'reason'])
  })
  it('show whatever is written, asked for or not', () => {
    expect(keys([{ group: '产出', name: '数量', target: '10', stated: '按期' }], ['reason'])).toEqual(['group', 'name', 'target', 'weight', 'score', 'reason', 'stated'])
  })
})

describe('findings', () => {
  const found = (cell: string): SheetFinding => ({ cell, code: 'missing_reason', message: '没有写原因。', demanded: true })
  const list = [found('items.1.reason'), found('items.11.reason'), found('items.1.parent'), found('')]
  it('stand at their cell', () => {
    expect(foundAt(list, 'items.1.reason')).toEqual([list[0]])
  })
  it('stand at their row where their column is not shown', () => {
    expect(foundBeside(list, 'items.1', ['reason'])).toEqual([list[2]])
  })
})
