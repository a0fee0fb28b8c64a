import { isDate } from '@/logic/time'

const written = [
  /^(\d{4})(\d{2})(\d{2})$/,
  /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/,
]

/** The civil date that somebody wrote, as officials write dates; undefined where there is none. */
export function readDate(text: string): string | undefined {
  // Digits and signs of a Chinese keyboard count as what they stand for.
  const plain = text.normalize('NFKC').trim().replace(/。/g, '.')
  for (const way of written) {
    const [, year, month, day] = way.exec(plain) ?? []
    if (!year || !month || !day) continue
    const civil = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    return isDate(civil) ? civil : undefined
  }
  return undefined
}

/** The second of the clock that somebody wrote after a date, such as 2026-08-05T09:30:00. */
export function readMoment(text: string): string | undefined {
  const [, on, hour, minute, second = '00'] = /^(.*?)[\sT]+(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text.normalize('NFKC').trim()) ?? []
  const civil = on && readDate(on)
  if (!civil || !hour || !minute || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  return `${civil}T${hour.padStart(2, '0')}:${minute}:${second}`
}

/** A second of the clock as it is written: 2026-08-05 09:30:00. */
export function writtenMoment(clock: string): string {
  return clock.replace('T', ' ')
}
