import { expect, it } from 'vitest'
import { monthsOfYear } from '@/logic/year'

const ruled = [
  { date: '2026-01-01', name: '元旦', off: true },
  { date: '2026-01-04', name: '元旦', off: false },
]
const all = (year: number, from?: string) => monthsOfYear(year, ruled, from).flatMap((m) => m.weeks.flat()).filter((d) => d !== undefined)

it('draws every day of a year once, in weeks from Monday', () => {
  expect(all(2026).length).toBe(365)
  expect(all(2028).length).toBe(366)
  const january = monthsOfYear(2026, ruled)[0]
  expect(january?.weeks[0]?.map((d) => d?.day)).toEqual([undefined, undefined, undefined, 1, 2, 3, 4])
})

it('rests by the notice first, and else by the week', () => {
  const by = new Map(all(2026).map((d) => [d.on, d]))
  expect(by.get('2026-01-01')).toMatchObject({ rest: true, name: '元旦', makeUp: false })
  expect(by.get('2026-01-04')).toMatchObject({ rest: false, makeUp: true })
  expect(by.get('2026-01-05')).toMatchObject({ rest: false, name: '' })
  expect(by.get('2026-01-10')).toMatchObject({ rest: true, name: '' })
})

it('marks what may still change, and never a day that a notice rules', () => {
  const by = new Map(all(2026, '2026-01-01').map((d) => [d.on, d.provisional]))
  expect(by.get('2026-01-01')).toBe(false)
  expect(by.get('2026-01-02')).toBe(true)
  expect(all(2026, '2026-12-29').filter((d) => d.provisional).map((d) => d.on)).toEqual(['2026-12-29', '2026-12-30', '2026-12-31'])
})
