import { words } from '@/locales'

const zone = 'Asia/Shanghai'

const parts = new Intl.DateTimeFormat('zh-CN', {
  timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
})

function partsOf(at: Date): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(at).map((p) => [p.type, p.value]))
}

/** The civil date in Beijing of an instant, such as 2020-08-05. */
export function civilDate(at: Date): string {
  const p = partsOf(at)
  return `${p.year}-${p.month}-${p.day}`
}

/** An instant as people read it, in Beijing time: 2020年8月5日 09:30. */
export function dateTime(rfc3339: string | undefined): string {
  if (!rfc3339) return ''
  const at = new Date(rfc3339)
  const p = partsOf(at)
  return words.format.dateTime(dateWords(civilDate(at)), `${p.hour}:${p.minute}`)
}

/**
 * The end of a day as people read it: a deadline at 24:00, which is the first
 * instant of the next day, is told by its day; one at an hour with its hour.
 */
export function deadline(rfc3339: string | undefined): string {
  if (!rfc3339) return ''
  const said = dateTime(rfc3339)
  if (!said.endsWith(' 00:00')) return said
  return dateWords(civilDate(new Date(Date.parse(rfc3339) - 1)))
}

/** A civil date as people read it: 2020年8月5日. */
export function dateWords(civil: string | undefined): string {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(civil ?? '')
  return m ? words.format.date(Number(m[1]), Number(m[2]), Number(m[3])) : (civil ?? '')
}

/** The day of the week of a civil date, Sunday being 0. */
export function weekday(civil: string): number {
  return new Date(civil + 'T00:00:00Z').getUTCDay()
}

/** The days from one civil date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to + 'T00:00:00Z') - Date.parse(from + 'T00:00:00Z')) / 86_400_000)
}

/** Whether a text is a civil date that there is. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(text + 'T00:00:00Z')
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}
