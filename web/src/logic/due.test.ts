import { describe, expect, it } from 'vitest'
import { dueWording } from './due'

// 24:00 of 2020-08-12 in Beijing.
const due = '2020-08-13T00:00:00+08:00'
const at = (text: string) => new Date(text)

describe('dueWording', () => {
  it.each([
    ['a week before', '2020-08-05T09:00:00+08:00', false, '剩7天', false],
    ['the evening before', '2020-08-11T23:59:59+08:00', false, '剩1天', false],
    ['the morning of the day', '2020-08-12T08:30:00+08:00', false, '今天截止，剩15小时', false],
    ['the last minutes', '2020-08-12T23:48:30+08:00', false, '今天截止，剩11分钟', false],
    ['the last second', '2020-08-12T23:59:59+08:00', false, '今天截止，剩1分钟', false],
    ['the very end', '2020-08-13T00:00:00+08:00', false, '逾期1天', true],
    ['three days late', '2020-08-15T10:00:00+08:00', true, '逾期3天', true],
    ['late by the server alone, whose clock is ahead', '2020-08-12T23:59:00+08:00', true, '已逾期', true],
  ])('%s', (_, now, overdue, text, late) => {
    expect(dueWording({ due_at: due, overdue }, at(now))).toEqual({ text, late })
  })

  it('does not depend on the zone of the instant', () => {
    expect(dueWording({ due_at: '2020-08-12T16:00:00Z', overdue: false }, at('2020-08-11T16:30:00Z')).text).toBe('今天截止，剩23小时')
  })

  it('says of what is settled only whether it was late', () => {
    const settled_at = '2020-08-14T09:00:00+08:00'
    expect(dueWording({ due_at: due, overdue: true, settled_at }, at(settled_at))).toEqual({ text: '逾期办结', late: true })
    expect(dueWording({ due_at: due, overdue: false, settled_at }, at('2021-01-01T00:00:00Z'))).toEqual({ text: '', late: false })
  })
})

it('counts the days of a rehearsal as the server does', () => {
  const now = new Date('2026-03-05T12:00:00+08:00')
  expect(dueWording({ due_at: '2026-03-05T11:59:00+08:00', overdue: true, overdue_days: 12 }, now).text).toBe('逾期12天')
})
