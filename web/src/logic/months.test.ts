import { describe, expect, it } from 'vitest'
import { monthsOf } from './months'

describe('the calendar of a plan', () => {
  it('begins its weeks on Monday and its months anew', () => {
    const days = ['2026-08-30', '2026-08-31', '2026-09-01'].map((on) => ({ on, workday: on !== '2026-08-30' }))
    const stage = {
      id: 's', title: '自查', opens_on: '2026-08-30', due_on: '2026-09-01', workdays: 2, due_on_rest_day: false,
      entries: [{ kind: 'reminder' as const, at: '', on: '2026-08-31', to: '', never_sent: false }, { kind: 'reminder' as const, at: '', on: '2026-08-30', to: '', never_sent: true }],
    }
    const months = monthsOf({ title: '', calendar_version: '', provisional: false, stages: [stage], days })
    expect(months.map((m) => m.month)).toEqual([8, 9])
    expect(months[0]?.weeks.length).toBe(2)
    expect(months[0]?.weeks[0]?.[6]).toMatchObject({ day: 30, rest: true, marks: [{ kind: 'opens' }] })
    expect(months[0]?.weeks[1]?.[0]?.marks).toEqual([{ kind: 'reminder', title: '自查' }])
    expect(months[1]?.weeks[0]?.[1]?.marks).toEqual([{ kind: 'due', title: '自查' }])
  })
})
