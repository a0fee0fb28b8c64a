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
