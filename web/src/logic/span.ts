import type { components } from '@/api/schema.gen'
import { daysBetween } from './time'

export type Timeline = components['schemas']['Timeline']
export type TimelineStage = components['schemas']['TimelineStage']
export type TimelineItem = components['schemas']['TimelineItem']

/** A bar between two days, both counted, in percent of the picture's width. */
export interface Bar {
  x: number
  width: number
}

/** The days that a picture shows, from the first to the last. */
export interface Range {
  from: string
  to: string
}

/** The days on which anything was planned, happened or is expected. */
export function rangeOf(timeline: Timeline): Range {
  const days = timeline.stages.flatMap(({ stage, forecast }) => [stage.opens_on, stage.due_on, forecast.opens_on, forecast.ends_on]).filter((d): d is string => !!d)
  days.sort()
  return { from: days[0] ?? '', to: days[days.length - 1] ?? '' }
}

/** Where a day begins, in percent; below 0 or above 100 when it is not in the picture. */
export function place(day: string, range: Range): number {
  return (daysBetween(range.from, day) / (daysBetween(range.from, range.to) + 1)) * 100
}

/** A bar over some days; none where a day is missing. */
export function bar(from: string | undefined, to: string | undefined, range: Range): Bar | undefined {
  if (!from || !to || to < from) return undefined
  const x = place(from, range)
  return { x, width: place(to, range) + 100 / (daysBetween(range.from, range.to) + 1) - x }
}

/** What happened of something that was opened: until it was settled, or until today. */
export function happened(opened: string | undefined, settled: string | undefined, today: string): [string, string] | undefined {
  if (!opened) return undefined
  const end = settled ?? today
  return [opened, end < opened ? opened : end]
}

/** Days as an axis names them: with the year at the first and where it changes. */
export function named(days: string[], whole: (year: number, month: number, day: number) => string, short: (month: number, day: number) => string): string[] {
  return days.map((day, n) => {
    const [year = 0, month = 0, of = 0] = day.split('-').map(Number)
    return days[n - 1]?.startsWith(day.slice(0, 4)) ? short(month, of) : whole(year, month, of)
  })
}

/** The days that the axis names: at most so many, at even distances. */
export function ticks(range: Range, most: number): string[] {
  const days = daysBetween(range.from, range.to)
  const step = Math.max(1, Math.ceil((days + 1) / most))
  const out: string[] = []
  for (let n = 0; n <= days; n += step) {
    out.push(new Date(Date.parse(range.from + 'T00:00:00Z') + n * 86_400_000).toISOString().slice(0, 10))
  }
  return out
}
