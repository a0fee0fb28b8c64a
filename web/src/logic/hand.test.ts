import { expect, it } from 'vitest'
import { handOf, opinionOf } from './hand'

it('tells who did it, else who has it, and for whom', () => {
  expect(handOf({})).toBe('')
  expect(handOf({ assignee_name: '甲' })).toBe('甲')
  expect(handOf({ assignee_name: '甲', done_by_name: '乙', on_behalf_of_name: '甲' })).toBe('乙（代甲）')
  expect(handOf({ on_behalf_of_name: '甲' })).toBe('')
})

it('words why a task was cancelled, and leaves what people wrote', () => {
  expect(opinionOf({ state: 'cancelled', opinion: 'reopened' })).toContain('重新下达')
  expect(opinionOf({ state: 'completed', opinion: 'reopened' })).toBe('reopened')
  expect(opinionOf({ state: 'cancelled', opinion: 'unheard_of' })).toBe('unheard_of')
  expect(opinionOf({ state: 'open' })).toBe('')
})
