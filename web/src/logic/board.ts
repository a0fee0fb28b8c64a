import type { components } from '@/api/schema.gen'

export type Board = components['schemas']['Board']
export type BoardRow = components['schemas']['BoardRow']
export type CellState = components['schemas']['BoardCell']['state']

export const cellStates: CellState[] = ['late', 'returned', 'due_soon', 'in_time', 'not_begun', 'done', 'skipped', 'stopped', 'elsewhere']

/** How many cells there are of each state, of those there are any of. */
export function tally(rows: BoardRow[]): Array<{ state: CellState; count: number }> {
  const cells = rows.flatMap((r) => r.cells)
  return cellStates.map((state) => ({ state, count: cells.filter((c) => c.state === state).length })).filter((t) => t.count > 0)
}

/** How far things are on a day: the last point that is not after it. */
export function reached(points: Board['progress'], day: string): { planned: number; settled: number; all: number } {
  const before = points.filter((p) => p.on <= day)
  const at = before[before.length - 1]
  return { planned: at?.planned ?? 0, settled: points[points.length - 1]?.settled ?? 0, all: points[points.length - 1]?.planned ?? 0 }
}

/** The points of what was done: no later than today, where the line ends. */
export function lines(points: Board['progress'], day: string): { days: string[]; planned: number[]; settled: Array<number | null> } {
  const days = points.map((p) => p.on)
  if (points.length > 0 && !days.includes(day) && day > (days[0] ?? '')) days.push(day)
  days.sort()
  const at = (on: string, of: 'planned' | 'settled'): number => {
    const before = points.filter((p) => p.on <= on)
    return before[before.length - 1]?.[of] ?? 0
  }
  return { days, planned: days.map((d) => at(d, 'planned')), settled: days.map((d) => (d <= day ? at(d, 'settled') : null)) }
}
