import { work } from '@/locales/work'
import { isDecimal } from './money'

/** A cell of a T that can be filled in: what it is called, what may stand in it, and the T with it filled in. */
export interface Cell<T> {
  title: string
  /** A value may be anything; where it is a number, it is written plainly. */
  kind: 'number' | 'value' | 'text'
  most: number
  disabled?: boolean
  put: (to: T, text: string) => T
}

/** What becomes of one cell of a block. */
export interface Placed<T> {
  row: number
  column: number
  text: string
  cell?: Cell<T>
  problem: string
}

/** Reads what a spreadsheet puts on the clipboard: tabs and lines, quoted where a cell has either in it. */
export function readBlock(text: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  const source = text.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  const end = () => {
    rows[rows.length - 1]?.push(cell)
    cell = ''
  }
  for (let i = 0; i < source.length; i++) {
    const c = source.charAt(i)
    if (quoted) {
      if (c !== '"') cell += c
      else if (source.charAt(i + 1) === '"') cell += source.charAt(++i)
      else quoted = false
    } else if (c === '"' && cell === '') quoted = true
    else if (c === '\t') end()
    else if (c === '\n') {
      end()
      rows.push([])
    } else cell += c
  }
  end()
  return rows
}

/** Whether it is a block of cells rather than a text for one. */
export function isBlock(text: string): boolean {
  return /[\t\n\r]/.test(text.replace(/\r?\n$/, ''))
}

/** A number as a spreadsheet shows it: in narrow digits, without the commas between thousands and the sign of percent. */
export function plainNumber(text: string): string {
  const bare = text.normalize('NFKC').replace(/−/g, '-').replace(/[,\s]/g, '').replace(/%$/, '')
  return isDecimal(bare) ? bare : text.trim()
}

/** The lines of a cell as one, for a field that has no others: apart only where words in Latin letters meet. */
export function oneLine(text: string): string {
  return text.trim().replace(/[ \t]*\n\s*/g, (_, at: number, whole: string) => (/[\w,.;]/.test(whole.charAt(at - 1)) ? ' ' : ''))
}

/**
 * place lays a block over a table, its first cell upon (row, column). An empty
 * cell of the block leaves what stands there. Nothing is set yet.
 */
export function place<T>(block: string[][], table: (Cell<T> | undefined)[][], row: number, column: number): Placed<T>[] {
  return block.flatMap((texts, i) =>
    texts.map((raw, j) => {
      const cell = table[row + i]?.[column + j]
      const text = cell && cell.kind !== 'text' ? plainNumber(raw) : oneLine(raw)
      return { row: row + i, column: column + j, text, ...(cell ? { cell } : {}), problem: text ? wrongWith(cell, text, table[row + i] === undefined) : '' }
    }),
  )
}

function wrongWith<T>(cell: Cell<T> | undefined, text: string, outside: boolean): string {
  const say = work.sheet.paste
  if (!cell) return outside ? say.outside : say.closed
  if (cell.disabled) return say.closed
  if (cell.kind === 'number' && !isDecimal(text)) return say.number(text)
  return text.length > cell.most ? say.long(cell.most) : ''
}

/** The table with what was placed filled in; only a block without problems is taken. */
export function take<T>(placed: Placed<T>[], to: T): T {
  if (placed.some((p) => p.problem)) return to
  return placed.reduce((done, p) => (p.text && p.cell ? p.cell.put(done, p.text) : done), to)
}
