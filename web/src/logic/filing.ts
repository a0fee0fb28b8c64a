import type { components } from '@/api/schema.gen'
import { bureau } from '@/locales/bureau'
import { isDecimal } from './money'
import { isDate } from './time'

export type ReceivedFiling = components['schemas']['ReceivedFiling']
export type CheckPoint = components['schemas']['CheckPoint']
export type ReviewedItem = components['schemas']['ReviewedItem']
export type Reviewer = 'self' | 'department' | 'finance'

/** The lines of a text, each one thing; blank ones say nothing. */
export const lines = (text: string): string[] => text.split(/\r?\n/).map((l) => l.trim()).filter(Boolean)

/** The list of the units that have to file, one a line, or the first line that is none. */
export function readDuties(text: string): { units: components['schemas']['FilingDuty'][] } | { wrong: number } {
  const units: components['schemas']['FilingDuty'][] = []
  for (const [i, line] of lines(text).entries()) {
    const [unit_id, due_on, ...more] = line.split(/[\s,，]+/)
    if (!unit_id || !due_on || more.length || !isDate(due_on)) return { wrong: i + 1 }
    units.push({ unit_id, due_on })
  }
  return { units }
}

/** What somebody says of an item beside what the unit gave itself. */
export interface Said {
  points: string
  reason: string
}

/** What one side gave an item. */
export const sideOf = (item: ReviewedItem, reviewer: Reviewer) => item.sides.find((s) => s.reviewer === reviewer)

/** What is wrong with an opinion, by the item's place. The server looks again. */
export function opinionComplaints(items: ReviewedItem[], said: Record<number, Said>): Record<number, string> {
  const found: Record<number, string> = {}
  for (const item of items) {
    const now = said[item.item]
    const points = now?.points.trim() ?? ''
    if (!now || !points) continue
    if (!isDecimal(points) || points.startsWith('-')) found[item.item] = bureau.badPoints
    else if (!now.reason.trim() && Number(points) !== Number(sideOf(item, 'self')?.points ?? NaN)) found[item.item] = bureau.needWhy
  }
  return found
}

/** What is sent of an opinion: the items that were given points. */
export function pointsOf(items: ReviewedItem[], said: Record<number, Said>): components['schemas']['ItemPoints'][] {
  return items.flatMap(({ item }) => {
    const now = said[item]
    if (!now?.points.trim()) return []
    return [{ item, points: now.points.trim(), ...(now.reason.trim() ? { reason: now.reason.trim() } : {}) }]
  })
}

/** The points of a form check at first: what was noted before, else all open to be passed. */
export function checkPoints(filing: ReceivedFiling): CheckPoint[] {
  return filing.form_check?.length ? filing.form_check.map((p) => ({ ...p })) : bureau.checkPoints.map((name) => ({ name, passed: false }))
}
