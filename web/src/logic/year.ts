import { weekday } from '@/logic/time'

/** A day of a year as a calendar draws it. */
export interface YearDay {
  on: string
  day: number
  /** Nobody works: by the notice, or because it is a Saturday or a Sunday. */
  rest: boolean
  /** What a notice rules: the name of the holiday; empty where the week decides. */
  name: string
  /** A Saturday or a Sunday that is worked. */
  makeUp: boolean
  provisional: boolean
}

export interface YearMonth {
  month: number
  /** Weeks from Monday; undefined beside the month. */
  weeks: Array<Array<YearDay | undefined>>
}

interface Ruled {
  date: string
  name: string
  off: boolean
}

/** The months of a year: days that a notice rules, and from when on the rest may still change. */
export function monthsOfYear(year: number, ruled: readonly Ruled[], provisionalFrom?: string): YearMonth[] {
  const days = new Map(ruled.map((d) => [d.date, d]))
  return Array.from({ length: 12 }, (_, n) => ({ month: n + 1, weeks: weeksOf(year, n + 1, days, provisionalFrom) }))
}

function weeksOf(year: number, month: number, days: Map<string, Ruled>, provisionalFrom?: string): YearMonth['weeks'] {
  const weeks: YearMonth['weeks'] = []
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  for (let day = 1; day <= last; day++) {
    const on = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
    const column = (weekday(on) + 6) % 7
    if (day === 1 || column === 0) weeks.push(Array.from({ length: 7 }, () => undefined))
    const rule = days.get(on)
    const week = weeks[weeks.length - 1] as Array<YearDay | undefined>
    week[column] = {
      on, day, rest: rule ? rule.off : column > 4, name: rule?.name ?? '', makeUp: rule ? !rule.off : false,
      provisional: !rule && provisionalFrom !== undefined && on >= provisionalFrom,
    }
  }
  return weeks
}

/** An empty table of holidays, headed as the server reads it; with the mark by which Excel knows UTF-8. */
export const holidayTemplate = 'data:text/csv;charset=utf-8,' + encodeURIComponent('\ufeff日期,类型,名称,依据,备注\r\n')
