import type { components } from '@/api/schema.gen'
import { words } from '@/locales'
import { release } from '@/locales/release'

export type Disclosure = components['schemas']['Disclosure']

/** Whether the time was or is not kept. */
export function late(d: Disclosure): boolean {
  return d.state === 'late' || d.state === 'missed'
}

/** How a disclosure stands: while its time runs, how much of it is left. */
export function standing(d: Disclosure): string {
  const say = release.disclosure
  if (d.state !== 'open') return d.status
  return d.days_left === 0 ? say.lastDay : say.left(d.days_left, d.workdays_left)
}

/** The rule with its time, said once: many a basis names the time itself. */
export function ruleOf(d: Disclosure): string {
  const within = release.disclosure.within(d.within, d.unit)
  return d.basis.replace(/\s+/g, '').includes(within) ? d.basis : within + words.semicolon + d.basis
}
