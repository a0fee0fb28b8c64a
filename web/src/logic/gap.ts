import type { components } from '@/api/schema.gen'

export type GapReading = components['schemas']['GapReading']
export type Scheme = components['schemas']['Scheme']

/** Something about a review gap that the source leaves open, and how it can be taken. */
export interface OpenChoice {
  name: string
  title: string
  /** None means any number. */
  options: { value: string; title: string }[]
}

/** What is to be chosen before the gap can be settled. */
export function openChoices(reading: GapReading, scheme: Scheme): OpenChoice[] {
  return reading.choices.map(({ name, title }) => ({
    name,
    title,
    options: (scheme.choices?.find((c) => c.name === name)?.options ?? []).map((o) => ({ value: String(o.value), title: String(o.title ?? o.value) })),
  }))
}

/** What was chosen so far, as the reading is asked for; undefined when nothing was. */
export function chosenText(chosen: Record<string, string>): string | undefined {
  const said = Object.entries(chosen).filter(([, value]) => value.trim())
  return said.length ? said.map(([name, value]) => `${name}=${value.trim()}`).join(',') : undefined
}

/** What is sent to settle it; undefined while something is left open. Nothing is assumed. */
export function settlement(reading: GapReading, chosen: Record<string, string>): components['schemas']['SettleReviewGap'] | undefined {
  const choices = reading.choices.map(({ name }) => ({ name, value: chosen[name]?.trim() ?? '' }))
  if (choices.some((c) => !c.value)) return undefined
  return { scheme: reading.scheme, version: reading.version, choices }
}

/** What a settled gap means for a place in the ranking; '' without one. */
export function gapNote(row: components['schemas']['RankedFiling']): '' | 'outdated' | 'counted' | 'beside' {
  if (row.gap_deduction === undefined) return ''
  if (row.gap_outdated) return 'outdated'
  return row.counted ? 'counted' : 'beside'
}
