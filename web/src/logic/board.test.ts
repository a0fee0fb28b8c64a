import { describe, expect, it } from 'vitest'
import { lines, reached, tally, type BoardRow } from './board'

const points = [{ on: '2026-08-05', planned: 1, settled: 0 }, { on: '2026-08-07', planned: 1, settled: 1 }, { on: '2026-08-12', planned: 3, settled: 1 }]

describe('a board', () => {
  it('tells how far it is on a day', () => {
    expect(reached(points, '2026-08-10')).toEqual({ planned: 1, settled: 1, all: 3 })
    expect(reached([], '2026-08-10')).toEqual({ planned: 0, settled: 0, all: 0 })
  })
  it('draws what was done until today and what is planned to the end', () => {
    expect(lines(points, '2026-08-10')).toEqual({
      days: ['2026-08-05', '2026-08-07', '2026-08-10', '2026-08-12'], planned: [1, 1, 1, 3], settled: [0, 1, 1, null],
    })
    expect(lines([], '2026-08-10').days).toEqual([])
  })
  it('counts its cells, the worst first', () => {
    const row = { cells: [{ state: 'done' }, { state: 'late' }, { state: 'done' }] } as unknown as BoardRow
    expect(tally([row])).toEqual([{ state: 'late', count: 1 }, { state: 'done', count: 2 }])
  })
})
