import { describe, expect, it } from 'vitest'
import { reasonFor, standing, withReason, type Contradiction } from './contradiction'

const rate: Contradiction = { code: 'figure_mismatch', row: '控制率', field: 'stated', stated: '55%', computed: '55.54%', message: 'm' }
const total: Contradiction = { code: 'total_mismatch', field: 'total_score', stated: '97', computed: '96', message: 'm' }
const empty = { figures: [], items: [] }

describe('withReason', () => {
  it('keeps one reason for each contradiction', () => {
    const sheet = withReason(withReason(withReason(empty, rate, 'a'), total, 'b'), rate, 'c')
    expect(sheet.answers).toEqual([
      { code: 'total_mismatch', field: 'total_score', stated: '97', computed: '96', reason: 'b' },
      { code: 'figure_mismatch', row: '控制率', field: 'stated', stated: '55%', computed: '55.54%', reason: 'c' },
    ])
    expect(reasonFor(sheet, rate)).toBe('c')
  })
  it('says nothing of other figures', () => {
    expect(reasonFor(withReason(empty, rate, 'a'), { ...rate, stated: '56%' })).toBe('')
  })
})

describe('standing', () => {
  it('leaves out what no longer contradicts itself, and empty reasons', () => {
    const sheet = withReason(withReason(empty, rate, 'a'), total, ' ')
    expect(standing(sheet, [rate, total]).map((a) => a.reason)).toEqual(['a'])
    expect(standing(sheet, [total])).toEqual([])
    expect(standing(sheet, undefined)).toHaveLength(1)
  })
})
