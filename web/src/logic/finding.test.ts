import { expect, it } from 'vitest'
import { findingsOf, type Finding } from './finding'

const finding = (row?: string): Finding => ({ code: 'rate_mismatch', field: 'rate', message: 'm', ...(row ? { row } : {}) })

it('findingsOf takes the findings of a row however it is spaced or wide, never those of the whole table', () => {
  const all = [finding('三公经费 控制率'), finding('（一）产出'), finding()]
  expect(findingsOf(all, '三公经费控制率')).toEqual([all[0]])
  expect(findingsOf(all, '(一)产出')).toEqual([all[1]])
  expect(findingsOf(undefined, 'x')).toEqual([])
})
