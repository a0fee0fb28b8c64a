import { describe, expect, it } from 'vitest'
import { isBlock, oneLine, place, plainNumber, readBlock, take, type Cell } from './block'

type Table = Record<string, string>
const cell = (title: string, kind: Cell<Table>['kind'] = 'number', more: Partial<Cell<Table>> = {}): Cell<Table> => ({ title, kind, most: 10, put: (to, text) => ({ ...to, [title]: text }), ...more })

describe('a block from a spreadsheet', () => {
  it.each([
    ['a\tb\nc\td\n', [['a', 'b'], ['c', 'd']]],
    ['1\r\n2\r\n', [['1'], ['2']]],
    ['"甲\n乙"\t"说""好"""\n', [['甲\n乙', '说"好"']]],
    ['\t2', [['', '2']]],
    ['只有一格', [['只有一格']]],
  ])('%j is read cell by cell', (text, rows) => expect(readBlock(text)).toEqual(rows))

  it.each([['98.5', false], ['98.5\n', false], ['1\t2', true], ['1\n2', true]])('%j is one: %s', (text, block) => expect(isBlock(text)).toBe(block))

  it.each([['1,234.50', '1234.50'], [' 98.24% ', '98.24'], ['９９．３３', '99.33'], ['−３', '-3'], ['九十', '九十'], ['', '']])('%j becomes %j', (text, number) => expect(plainNumber(text)).toBe(number))
})

describe('a cell of several lines', () => {
  it.each([['接入部门数\n（个）', '接入部门数（个）'], ['by the end \n of May', 'by the end of May'], [' 一行 ', '一行']])('%j becomes %j', (text, line) => expect(oneLine(text)).toBe(line))
})

describe('a block laid over a table', () => {
  it('is taken as a whole, and leaves what an empty cell stands upon', () => {
    const table = [[cell('a'), cell('b', 'text')], [cell('c'), cell('d', 'text')]]
    const placed = place(readBlock('1,000\t原因\n\t说明'), table, 0, 0)
    expect(placed.every((p) => !p.problem)).toBe(true)
    expect(take(placed, { c: '5' })).toEqual({ a: '1000', b: '原因', c: '5', d: '说明' })
  })

  it('begins where it is pasted', () => {
    const table = [[cell('a'), cell('b')], [cell('c'), cell('d')]]
    expect(take(place([['7']], table, 1, 1), {})).toEqual({ d: '7' })
  })

  it('tells of each cell what is wrong, and then takes nothing', () => {
    const table = [[cell('a'), cell('b', 'text', { most: 2 })], [undefined, cell('d', 'text', { disabled: true })]]
    const placed = place(readBlock('一百\t太长了\n5\t字\n6\t7'), table, 0, 0)
    expect(placed.map((p) => p.problem)).toEqual(['“一百”不是数字。', '超过2个字符。', '这一格不能填写。', '这一格不能填写。', '超出表格，没有对应的格。', '超出表格，没有对应的格。'])
    expect(take(placed, { a: '1' })).toEqual({ a: '1' })
  })
})
