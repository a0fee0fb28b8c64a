import type { components } from '@/api/schema.gen'
import { words } from '@/locales'
import { printed } from '@/locales/printed'
import type { MoneyRow, ScoreItem } from './sheet'

export type SheetColumn = components['schemas']['SheetColumn']
export type SheetFinding = components['schemas']['SheetFinding']

/** A column of a table of texts. */
export interface Column<T> {
  key: keyof T & string
  title: string
  number?: boolean
  long?: boolean
}

/** The columns of a score table: those of all, those the process asks for, and those in which something stands. */
export function itemColumns(items: ScoreItem[], asked: SheetColumn[] = []): Column<ScoreItem>[] {
  const has = (key: keyof ScoreItem & string) => items.some((i) => i[key])
  const wants = (key: 'second' | 'unit' | 'target' | 'actual' | 'reason') => asked.includes(key) || has(key)
  const levels = wants('second')
  return [
    { key: 'group', title: words.sheet.group },
    ...(levels ? [{ key: 'second' as const, title: printed.item.second }] : []),
    { key: 'name', title: levels ? printed.item.name : words.sheet.item },
    ...(wants('unit') ? [{ key: 'unit' as const, title: printed.item.unit }] : []),
    ...(wants('target') ? [{ key: 'target' as const, title: printed.item.target }] : []),
    ...(wants('actual') ? [{ key: 'actual' as const, title: printed.item.actual }] : []),
    { key: 'weight', title: words.sheet.weight, number: true },
    { key: 'score', title: words.sheet.score, number: true },
    ...(wants('reason') ? [{ key: 'reason' as const, title: printed.item.reason, long: true }] : []),
    ...(!asked.includes('reason') || has('stated') ? [{ key: 'stated' as const, title: words.sheet.said, long: true }] : []),
  ]
}

/** The columns of the rows about money. */
export function moneyColumns(): Column<MoneyRow>[] {
  const say = printed.money
  return [
    { key: 'name', title: say.name },
    { key: 'initial', title: say.initial, number: true },
    { key: 'full_year', title: say.full_year, number: true },
    { key: 'executed', title: say.executed, number: true },
    { key: 'weight', title: say.weight, number: true },
    { key: 'rate', title: say.rate },
    { key: 'score', title: say.score, number: true },
    { key: 'reason', title: say.reason, long: true },
  ]
}

/** What was found at a cell such as items.3.reason. */
export const foundAt = (findings: SheetFinding[], cell: string) => findings.filter((f) => f.cell === cell)

/** What was found of a row and stands at none of the columns shown. */
export function foundBeside(findings: SheetFinding[], row: string, shown: string[]): SheetFinding[] {
  return findings.filter((f) => f.cell.startsWith(row + '.') && !shown.includes(f.cell.slice(row.length + 1)))
}
