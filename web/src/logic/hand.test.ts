import { expect, it } from 'vitest'
import { handOf } from './hand'

it('tells who did it, else who has it, and for whom', () => {
  expect(handOf({})).toBe('')
  expect(handOf({ assignee_name: '甲' })).toBe('甲')
  expect(handOf({ assignee_name: '甲', done_by_name: '乙', on_behalf_of_name: '甲' })).toBe('乙（代甲）')
  expect(handOf({ on_behalf_of_name: '甲' })).toBe('')
})
