import { describe, expect, it } from 'vitest'
import { amount, categoryLines, findSources, percent, readCategories, type YearSource } from './rollup'

const source = (more: Partial<YearSource>): YearSource => ({ filing_id: 'rf-1', number: '2025-00001', unit_id: 'a', unit_name: '甲校', version: 1, digest: 'ab', ...more })

describe('the roll-up over units', () => {
  it('reads categories line by line, each unit once', () => {
    expect(readCategories('a 教育\n\nb，卫生 医院\n')).toEqual({ categories: [{ unit_id: 'a', category: '教育' }, { unit_id: 'b', category: '卫生 医院' }] })
    expect(readCategories('a 教育\nb')).toEqual({ wrong: 2 })
    expect(readCategories('a 教育\na 卫生')).toEqual({ wrong: 2 })
    expect(categoryLines([source({ category: '教育' }), source({}), source({ category: '教育' })])).toBe('a 教育')
  })

  it('divides money exactly', () => {
    expect(percent(source({ budget_yuan: '19877600', executed_yuan: '19528200' }))).toBe('98.24')
    expect(percent(source({ budget_yuan: '3', executed_yuan: '0.000001' }))).toBe('0.00')
    expect(percent(source({ budget_yuan: '400', executed_yuan: '-100' }))).toBe('-25.00')
    expect(percent(source({ budget_yuan: '0', executed_yuan: '1' }))).toBe('')
    expect(percent(source({}))).toBe('')
    expect(['860.2', '1000', '0.001', '-1234.5'].map(amount)).toEqual(['860.20', '1,000.00', '0.001', '-1,234.50'])
  })

  it('finds by name, number and category, and what spent little', () => {
    const list = [source({ number: '2025-00002', unit_name: '乙院', category: '卫生', budget_yuan: '10', executed_yuan: '8.9999' }), source({ unstated: 'rate' })]
    expect(findSources(list, '', 'all').map((s) => s.number)).toEqual(['2025-00001', '2025-00002'])
    expect(findSources(list, '卫生', 'all')).toHaveLength(1)
    expect(findSources(list, '', 'low')).toEqual([list[0]])
    expect(findSources(list, '', 'unstated')).toEqual([list[1]])
  })
})
