import type { components } from '@/api/schema.gen'
import { words } from '@/locales'

export type Entry = components['schemas']['JournalEntry']
export type Candidate = components['schemas']['AuditCandidate']

const second = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
})

/** An instant to the second in Beijing time: 2020年8月5日 09:30:15. */
export function exactTime(rfc3339: string | undefined): string {
  if (!rfc3339) return ''
  const p = Object.fromEntries(second.formatToParts(new Date(rfc3339)).map((x) => [x.type, x.value]))
  return words.format.dateTime(words.format.date(Number(p.year), Number(p.month), Number(p.day)), `${p.hour}:${p.minute}:${p.second}`)
}

/**
 * The moments a slider stops at: the last entry of each instant, for what
 * happened in the same microsecond happened together.
 */
export function momentsOf(entries: Entry[]): Entry[] {
  return entries.filter((e, i) => entries[i + 1]?.at !== e.at)
}

/** What happened at a moment: its entries, and each kind once, the first first. */
export function happenedAt(entries: Entry[], moment: Entry): { entries: Entry[]; titles: string[] } {
  const together = entries.filter((e) => e.at === moment.at)
  return { entries: together, titles: [...new Set(together.map((e) => e.type_title))] }
}

/** Those who acted in entries, each once, by name. */
export function actorsOf(entries: Entry[]): { id: string; name: string }[] {
  const known = new Map<string, string>()
  for (const e of entries) {
    if (e.actor !== 'system') known.set(e.actor, e.actor_name)
    if (e.on_behalf_of) known.set(e.on_behalf_of, e.on_behalf_of_name ?? e.on_behalf_of)
  }
  return [...known].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'))
}

/** The kinds of entries, each once, by title. */
export function kindsOf(entries: Entry[]): { type: string; title: string }[] {
  const known = new Map(entries.map((e) => [e.type, e.type_title]))
  return [...known].map(([type, title]) => ({ type, title })).sort((a, b) => a.title.localeCompare(b.title, 'zh-CN'))
}

/** Those for whom others acted, each once, by name. */
export function principalsOf(entries: Entry[]): { id: string; name: string }[] {
  return actorsOf(entries).filter((a) => entries.some((e) => e.on_behalf_of === a.id))
}

/** The values of a kind in entries, each once, by title; what has no title goes by its id. */
export function namedOf(entries: Entry[], of: (e: Entry) => string | undefined, title: (e: Entry, id: string) => string | undefined): { id: string; name: string }[] {
  const known = new Map<string, string>()
  for (const e of entries) {
    const id = of(e)
    if (id) known.set(id, title(e, id) ?? id)
  }
  return [...known].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'))
}

export interface Wanted { actor: string; behalf: string; type: string; task: string; item: string; action: string; refused: string; from: string; to: string }

/** The entries that a filter wants; dates are civil dates in Beijing, both included. */
export function wanted(entries: Entry[], f: Wanted): Entry[] {
  const from = f.from ? Date.parse(f.from + 'T00:00:00+08:00') : -Infinity
  const to = f.to ? Date.parse(f.to + 'T24:00:00+08:00') : Infinity
  return entries.filter((e) => {
    const at = Date.parse(e.at)
    const refused = e.type === 'attempt_refused'
    return (!f.actor || e.actor === f.actor || e.on_behalf_of === f.actor) && (!f.type || e.type === f.type)
      && (!f.behalf || e.on_behalf_of === f.behalf) && (!f.task || e.task === f.task) && (!f.item || e.item === f.item) && (!f.action || e.action === f.action)
      && (f.refused !== 'only' || refused) && (f.refused !== 'without' || !refused) && at >= from && at < to
  })
}

/** Candidates by how near they came: who could, who was kept from it, who had no role for it. */
export function sortedOut(list: Candidate[]): { allowed: Candidate[]; kept: Candidate[]; without: Candidate[] } {
  const roleless = (c: Candidate) => c.reason === 'role_missing' || c.reason === 'not_candidate'
  return {
    allowed: list.filter((c) => c.allowed),
    kept: list.filter((c) => !c.allowed && !roleless(c)),
    without: list.filter((c) => !c.allowed && roleless(c)),
  }
}

/** An instant in microseconds, as the journal stamps it. */
export function microsecond(rfc3339: string): number {
  const fraction = /\.(\d+)/.exec(rfc3339)?.[1] ?? ''
  return Date.parse(rfc3339.replace(/\.\d+/, '')) * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6))
}

/**
 * The instant that an address names, in full; '' for none. What somebody typed
 * may lack the zone, which is that of Beijing, or have lost the plus sign of one.
 */
export function instantIn(typed: string | undefined): string {
  const parts = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[-+ ]\d\d:\d\d)?)?$/.exec(typed ?? '')
  if (!parts) return ''
  const [, day, minute, second, zone] = parts
  const full = `${day}T${minute ?? '00:00'}${second ?? ':00'}${zone?.replace(' ', '+') ?? '+08:00'}`
  return Number.isFinite(microsecond(full)) ? full : ''
}

/** The last moment that is not after an instant; -1 before the first. */
export function momentAt(moments: Entry[], at: string): number {
  const limit = microsecond(at)
  const behind = moments.findIndex((m) => microsecond(m.at) > limit)
  return (behind < 0 ? moments.length : behind) - 1
}

/** An instant on the clock of Beijing, as a field for date and time has it. */
export function clockOf(rfc3339: string): string {
  return new Date(Date.parse(rfc3339) + 8 * 3_600_000).toISOString().slice(0, 19)
}

/** The end of the second that a clock in Beijing shows, but nothing that is still to come. */
export function instantOf(clock: string, now: Date): string {
  const told = clock.length === 16 ? clock + ':00' : clock
  return Date.parse(told + '.999+08:00') > now.getTime() ? now.toISOString() : told + '.999999+08:00'
}

/** How many pages a list has, at least one. */
export function pagesOf(count: number, size: number): number {
  return Math.max(Math.ceil(count / size), 1)
}
