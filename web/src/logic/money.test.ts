import { describe, expect, it } from 'vitest'
import { isDecimal, shift, toYuan, wan, yuan } from './money'

describe('money', () => {
  it.each([
    ['4690000', '4,690,000', '469'],
    ['19877600', '19,877,600', '1,987.76'],
    ['0', '0', '0'],
    ['5', '5', '0.0005'],
    ['0.50', '0.50', '0.00005'],
    ['-3060000', '-3,060,000', '-306'],
    ['999999999999999999.99', '999,999,999,999,999,999.99', '99,999,999,999,999.999999'],
  ])('%s yuan', (amount, inYuan, inWan) => {
    expect(yuan(amount)).toBe(inYuan)
    expect(wan(amount)).toBe(inWan)
  })

  it('takes what was typed in 万元 without losing a digit that a float would', () => {
    expect(toYuan('469', 'wan')).toBe('4690000')
    expect(toYuan('1987.76', 'wan')).toBe('19877600')
    expect(toYuan('0.07', 'wan')).toBe('700')
    expect(toYuan('900719925474099.3', 'wan')).toBe('9007199254740993000')
    expect(toYuan('12.5', 'yuan')).toBe('12.5')
  })

  it('shifts there and back', () => {
    for (const text of ['1', '10.01', '123456789.123', '-0.5']) expect(shift(shift(text, 4), -4)).toBe(text)
    expect(shift('-0', -4)).toBe('0')
  })

  it.each([['98.24', true], ['-1', true], ['1,000', false], ['1e5', false], ['', false], ['.5', false], ['1.1234567', false], ['1234567890123456789', false]])('isDecimal(%s) is %s', (text, expected) => {
    expect(isDecimal(text)).toBe(expected)
  })

  it('leaves alone what is no figure', () => {
    expect(yuan('未公布')).toBe('未公布')
    expect(shift('', 4)).toBe('')
  })
})
