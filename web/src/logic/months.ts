import type { components } from '@/api/schema.gen'

type Plan = components['schemas']['Plan']

export interface CalendarDay {
  on: string
  day: number
  rest: boolean
  name: string
  /** What begins, ends or is told on it. */
  marks: Array<{ kind: 'opens' | 'due' | 'reminder' | 'escalation'; title: string }>
}

export interface Month {
  year: number
  month: number
  /** Weeks from Monday; undefined where the month or the plan has no day. */
  weeks: Array<Array<CalendarDay | undefined>>
}

function weekday(on: string): number {
  return (new Date(on + 'T00:00:00Z').getUTCDay() + 6) % 7
}

/** The days of a plan, month by month. */
export function monthsOf(plan: Plan): Month[] {
  const marks = new Map<string, CalendarDay['marks']>()
  const mark = (on: string, kind: CalendarDay['marks'][number]['kind'], title: string): void => {
    const list = marks.get(on) ?? []
    if (!list.some((m) => m.kind === kind && m.title === title)) list.push({ kind, title })
    marks.set(on, list)
  }
  for (const s of plan.stages) {
    mark(s.opens_on, 'opens', s.title)
    mark(s.due_on, 'due', s.title)
    for (const e of s.entries) if (e.kind !== 'overdue' && !e.never_sent) mark(e.on, e.kind, s.title)
  }
  const out: Month[] = []
  for (const d of plan.days) {
    const [year, month] = [Number(d.on.slice(0, 4)), Number(d.on.slice(5, 7))]
    let last = out[out.length - 1]
    if (!last || last.month !== month || last.year !== year) {
      last = { year, month, weeks: [] }
      out.push(last)
    }
    const column = weekday(d.on)
    let week = last.weeks[last.weeks.length - 1]
    if (!week || column === 0) {
      week = Array.from({ length: 7 }, () => undefined)
      last.weeks.push(week)
    }
    week[column] = { on: d.on, day: Number(d.on.slice(8)), rest: !d.workday, name: d.name ?? '', marks: marks.get(d.on) ?? [] }
  }
  return out
}
