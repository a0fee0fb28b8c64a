import { describe, expect, it } from 'vitest'
import { bar, happened, named, place, ticks } from './span'

const range = { from: '2020-08-05', to: '2020-08-14' }

describe('a picture of days', () => {
  it('names the year where an axis begins, and where it changes', () => {
    const whole = (year: number, month: number, day: number) => `${year}-${month}-${day}`
    const short = (month: number, day: number) => `${month}/${day}`
    expect(named(['2019-11-05', '2019-12-25', '2020-02-14', '2020-04-04'], whole, short)).toEqual(['2019-11-5', '12/25', '2020-2-14', '4/4'])
  })
  it('counts both ends of a bar', () => {
    expect(bar('2020-08-05', '2020-08-14', range)).toEqual({ x: 0, width: 100 })
    expect(bar('2020-08-06', '2020-08-06', range)?.width).toBeCloseTo(10)
    expect(bar('2020-08-06', '2020-08-05', range)).toBeUndefined()
    expect(bar(undefined, '2020-08-05', range)).toBeUndefined()
  })
  it('leaves a day that is not in it outside', () => {
    expect(place('2020-08-15', range)).toBe(100)
    expect(place('2020-08-04', range)).toBeLessThan(0)
  })
  it('lasts until today while it is open', () => {
    expect(happened('2020-08-05', undefined, '2020-08-07')).toEqual(['2020-08-05', '2020-08-07'])
    expect(happened('2020-08-05', '2020-08-06', '2020-08-07')).toEqual(['2020-08-05', '2020-08-06'])
    expect(happened(undefined, undefined, '2020-08-07')).toBeUndefined()
  })
  it('names few days however many there are', () => {
    expect(ticks(range, 5)).toEqual(['2020-08-05', '2020-08-07', '2020-08-09', '2020-08-11', '2020-08-13'])
    expect(ticks({ from: '2020-01-01', to: '2021-12-31' }, 6).length).toBeLessThanOrEqual(6)
    expect(ticks({ from: '2020-08-05', to: '2020-08-05' }, 6)).toEqual(['2020-08-05'])
  })
})
