import { expect, it } from 'vitest'
import { readDate } from './date'

it('reads a date as officials write it', () => {
  for (const text of ['2026-08-05', '2026-8-5', ' 2026/8/5 ', '2026.08.05', '2026年8月5日', '2026 年 8 月 5 日', '20260805', '２０２６－０８－０５', '2026。8。5']) {
    expect(readDate(text), text).toBe('2026-08-05')
  }
})

it('takes nothing for a date that is none', () => {
  for (const text of ['', '2026', '2026-02-30', '08/05/2026', '2026-13-01', '8月5日', '2026-08-05 09:00', '26-8-5']) {
    expect(readDate(text), text).toBeUndefined()
  }
})
