import { expect, it } from 'vitest'
import { civilDate, dateTime, dateWords, daysBetween, deadline, isDate, weekday } from './time'

it('tells instants in Beijing time, wherever the browser is', () => {
  expect(dateTime('2020-08-04T16:05:00Z')).toBe('2020年8月5日 00:05')
  expect(dateTime(undefined)).toBe('')
  expect(civilDate(new Date('2020-12-31T15:59:59Z'))).toBe('2020-12-31')
  expect(civilDate(new Date('2020-12-31T16:00:00Z'))).toBe('2021-01-01')
})

it('tells a deadline at 24:00 by its own day', () => {
  expect(deadline('2020-08-12T16:00:00Z')).toBe('2020年8月12日')
  expect(deadline('2020-12-31T16:00:00Z')).toBe('2020年12月31日')
  expect(deadline('2020-08-12T09:00:00+08:00')).toBe('2020年8月12日 09:00')
  expect(deadline(undefined)).toBe('')
})

it('tells dates in words', () => {
  expect(dateWords('2020-08-05')).toBe('2020年8月5日')
  expect(dateWords('')).toBe('')
})

it('counts days over the end of a leap February', () => {
  expect(daysBetween('2020-02-28', '2020-03-01')).toBe(2)
  expect(daysBetween('2021-02-28', '2021-03-01')).toBe(1)
})

it.each([['2020-02-29', true], ['2021-02-29', false], ['2020-13-01', false], ['2020-8-5', false], ['', false]])('isDate(%s) is %s', (text, expected) => {
  expect(isDate(text)).toBe(expected)
})

it.each([['2026-12-01', 2], ['2026-03-01', 0], ['2024-02-29', 4]])('%s is day %d of the week', (civil, day) => {
  expect(weekday(civil)).toBe(day)
})
