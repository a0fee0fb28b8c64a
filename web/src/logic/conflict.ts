import type { components } from '@/api/schema.gen'
import { work } from '@/locales/work'
import type { Submission } from './form'

/** What a draft holds: what is to be handed in, and an opinion. */
export type Content = components['schemas']['CompleteTask']

type Sheet = NonNullable<Submission['sheet']>
type Row = Record<string, unknown> & { id: string }

/** One thing that two drafts have differently. An empty choice must be made. */
export interface Difference {
  key: string
  mine: unknown
  theirs: unknown
  choice: 'mine' | 'theirs' | ''
}

/**
 * differences tells in what two contents differ, against what both began with:
 * what only one of them changed is proposed, what both changed is asked.
 */
export function differences(base: Content, mine: Content, theirs: Content): Difference[] {
  const [b, m, t] = [flat(base), flat(mine), flat(theirs)]
  const same = (x: unknown, y: unknown) => JSON.stringify(x) === JSON.stringify(y)
  return [...new Set([...m.keys(), ...t.keys()])]
    .filter((key) => !same(m.get(key), t.get(key)))
    .map((key) => ({ key, mine: m.get(key), theirs: t.get(key), choice: same(m.get(key), b.get(key)) ? 'theirs' : same(t.get(key), b.get(key)) ? 'mine' : '' }))
}

/** The content in which each difference is settled as it was chosen. */
export function merged(mine: Content, theirs: Content, chosen: Pick<Difference, 'key' | 'choice'>[]): Content {
  const out = flat(mine)
  const other = flat(theirs)
  for (const { key, choice } of chosen) {
    if (choice !== 'theirs') continue
    if (other.has(key)) out.set(key, other.get(key))
    else out.delete(key)
  }
  return whole(out)
}

// A content as one list: a field, the list of members, a table or a row by the
// scheme each under a key of its own.
function flat({ submission: s, opinion, ...rest }: Content): Map<string, unknown> {
  const out = new Map<string, unknown>()
  for (const f of s?.fields ?? []) out.set('field.' + f.name, f.value)
  if (s?.members?.length) out.set('members', s.members)
  if (s?.sheet?.figures?.length) out.set('figures', s.sheet.figures)
  if (s?.sheet?.items?.length) out.set('items', s.sheet.items)
  if (s?.sheet?.scores) {
    const { items, ...other } = s.sheet.scores
    for (const row of (items ?? []) as Row[]) out.set('scores.' + row.id, row)
    if (Object.keys(other).length) out.set('scores', other)
  }
  for (const f of s?.clearance?.files ?? []) out.set('clearance.' + f.path, f)
  if (s?.clearance) out.set('clearance', s.clearance.digest)
  if (opinion) out.set('opinion', opinion)
  for (const [name, value] of Object.entries(rest)) out.set('rest.' + name, value)
  return out
}

function whole(parts: Map<string, unknown>): Content {
  const under = (prefix: string) => [...parts].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value] as const)
  const fields = under('field.').map(([name, value]) => ({ name, value: String(value) }))
  const sheet = sheetOf(parts, under('scores.').map(([, row]) => row))
  const digest = parts.get('clearance')
  const submission = {
    ...(fields.length ? { fields } : {}),
    ...(parts.has('members') ? { members: parts.get('members') } : {}),
    ...(sheet ? { sheet } : {}),
    ...(digest === undefined ? {} : { clearance: { digest, files: under('clearance.').map(([, file]) => file) } }),
  } as Submission
  return { ...Object.fromEntries(under('rest.')), submission, ...(parts.has('opinion') ? { opinion: String(parts.get('opinion')) } : {}) }
}

function sheetOf(parts: Map<string, unknown>, rows: unknown[]): Sheet | undefined {
  const rest = parts.get('scores') as Record<string, unknown> | undefined
  if (!parts.has('figures') && !parts.has('items') && !rest && !rows.length) return undefined
  const scores = rest || rows.length ? { scores: { ...rest, items: rows } } : {}
  return { figures: parts.get('figures') ?? [], items: parts.get('items') ?? [], ...scores } as Sheet
}

/** A value as people read it: the texts that stand in it, line by line. */
export function reading(value: unknown, nameOf: (id: string) => string = (id) => id): string {
  if (value === undefined || value === null || value === '') return ''
  if (typeof value === 'boolean') return value ? '✓' : '✗'
  if (Array.isArray(value)) return value.map((v) => reading(v, nameOf)).filter(Boolean).join('\n')
  if (typeof value === 'object') return work.conflict.row(Object.entries(value).filter(([name]) => name !== 'id').map(([, v]) => reading(v, nameOf).replace(/\n/g, ' ')).filter(Boolean))
  return nameOf(String(value))
}
