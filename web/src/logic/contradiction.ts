import type { components } from '@/api/schema.gen'
import type { Sheet } from './sheet'

export type Contradiction = components['schemas']['Contradiction']
export type SheetAnswer = components['schemas']['SheetAnswer']

/** An answer is about the very figures that it repeats. */
export function answers(a: SheetAnswer, c: Contradiction): boolean {
  const same = (x?: string, y?: string) => (x ?? '') === (y ?? '')
  return a.code === c.code && a.field === c.field && same(a.row, c.row) && same(a.stated, c.stated) && same(a.computed, c.computed)
}

export function reasonFor(sheet: Sheet, c: Contradiction): string {
  return sheet.answers?.find((a) => answers(a, c))?.reason ?? ''
}

/** The sheet with the reason for one contradiction; the others stay. */
export function withReason(sheet: Sheet, c: Contradiction, reason: string): Sheet {
  const rest = (sheet.answers ?? []).filter((a) => !answers(a, c))
  const { code, row, field, stated, computed } = c
  const mine = { code, field, ...(row ? { row } : {}), ...(stated ? { stated } : {}), ...(computed ? { computed } : {}), reason }
  return { ...sheet, answers: [...rest, mine] }
}

/** The answers to what still contradicts itself, with something in them. */
export function standing(sheet: Sheet, found: Contradiction[] | undefined): SheetAnswer[] {
  return (sheet.answers ?? []).filter((a) => a.reason.trim() && (!found || found.some((c) => answers(a, c))))
}
