import type { components } from '@/api/schema.gen'
import { lines } from './filing'
import { shift, yuan } from './money'

export type YearTotals = components['schemas']['YearTotals']
export type YearSource = components['schemas']['YearSource']
export type YearSum = components['schemas']['YearSum']
export type SourceFilter = 'all' | 'unstated' | 'low'

/** The categories of units, one a line, or the first line that is none. */
export function readCategories(text: string): { categories: components['schemas']['UnitCategory'][] } | { wrong: number } {
  const categories: components['schemas']['UnitCategory'][] = []
  const seen = new Set<string>()
  for (const [i, line] of lines(text).entries()) {
    const [, unit_id, category] = /^([^\s,，]+)[\s,，]+(.+)$/.exec(line) ?? []
    if (!unit_id || !category || category.length > 60 || seen.has(unit_id)) return { wrong: i + 1 }
    seen.add(unit_id)
    categories.push({ unit_id, category })
  }
  return { categories }
}

/** The lines that readCategories reads. */
export const categoryLines = (sources: YearSource[]): string => [...new Set(sources.filter((s) => s.category).map((s) => `${s.unit_id} ${s.category}`))].join('\n')

/** Yuan with at least two places, as money is written; none is cut. */
export function amount(text: string): string {
  const [whole = '', fraction = ''] = text.split('.')
  return yuan(`${whole}.${fraction.padEnd(2, '0')}`)
}

/** A decimal text as whole units of its twelfth decimal: exact, and comparable. */
const exact = (text: string): bigint => BigInt(shift(text, 12).split('.')[0] ?? '0')

/** What a source spent of its budget in percent to two places, cut from nothing but text. */
export function percent(s: YearSource): string {
  if (!s.budget_yuan || !s.executed_yuan || exact(s.budget_yuan) === 0n) return ''
  const budget = exact(s.budget_yuan)
  const part = exact(s.executed_yuan) * 10_000n
  const minus = part < 0n !== budget < 0n
  const size = (n: bigint) => (n < 0n ? -n : n)
  const rounded = (size(part) * 2n + size(budget)) / (size(budget) * 2n)
  const digits = String(rounded).padStart(3, '0')
  return (minus && rounded > 0n ? '-' : '') + digits.slice(0, -2) + '.' + digits.slice(-2)
}

/** Whether less than nine tenths of a budget was spent. */
const low = (s: YearSource): boolean => !!s.budget_yuan && !!s.executed_yuan && exact(s.executed_yuan) * 10n < exact(s.budget_yuan) * 9n

/** The sources that a search finds, by number. */
export function findSources(sources: YearSource[], text: string, filter: SourceFilter): YearSource[] {
  const wanted = text.trim().toLowerCase()
  return sources
    .filter((s) => filter === 'all' || (filter === 'low' ? low(s) : !!s.unstated))
    .filter((s) => !wanted || [s.unit_name, s.unit_id, s.number, s.category ?? '', s.digest].some((t) => t.toLowerCase().includes(wanted)))
    .sort((a, b) => a.number.localeCompare(b.number))
}
