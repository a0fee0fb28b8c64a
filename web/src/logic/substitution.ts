import type { components } from '@/api/schema.gen'
import { words } from '@/locales'
import { isDate } from './time'

export type Substitution = components['schemas']['Substitution']
export type AskSubstitution = components['schemas']['AskSubstitution']

/** Those by which a person may act for somebody on a day, one for each. */
export function inForce(list: Substitution[], substitute: string, today: string): Substitution[] {
  const mine = list.filter((s) => s.substitute === substitute && s.state === 'confirmed' && s.from_on <= today && today <= s.to_on)
  return [...new Map(mine.map((s) => [s.principal, s])).values()]
}

/** Where one stands, in words: one that was confirmed also ends by itself. */
export function standingOf(s: Substitution, today: string): string {
  if (s.state !== 'ended' && s.to_on < today) return words.substitutions.over
  return words.substitutions.states[s.state]
}

/** Whether somebody may end it: who has a part in it, or who confirms. */
export function mayEnd(s: Substitution, me: string, confirms: boolean): boolean {
  return s.state !== 'ended' && (confirms || s.principal === me || s.substitute === me)
}

export interface SubstitutionDraft {
  /** For whom; oneself where it is empty. */
  principal?: string
  substitute: string
  from: string
  to: string
  process: string
  reason: string
}

export function askOf(draft: SubstitutionDraft): AskSubstitution {
  return {
    substitute: draft.substitute, from_on: draft.from, to_on: draft.to, reason: draft.reason.trim(),
    ...(draft.principal ? { principal: draft.principal } : {}),
    ...(draft.process ? { process: draft.process } : {}),
  }
}

/** What is wrong with it, by field; the fields are named as the server does. */
export function askComplaints(draft: SubstitutionDraft): Record<string, string> {
  const found: Record<string, string> = {}
  if (!draft.substitute) found.substitute = words.people.choose
  if (!isDate(draft.from)) found.from_on = words.form.date
  if (!isDate(draft.to)) found.to_on = words.form.date
  else if (draft.to < draft.from) found.to_on = words.substitutions.needDates
  if (!draft.reason.trim()) found.reason = words.form.required
  return found
}
