import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Sheet } from '@/logic/sheet'
import { useContradictions } from './useContradictions'

const post = vi.hoisted(() => vi.fn())
vi.mock('@/api/client', () => ({ server: { POST: post }, answer: (sent: Promise<unknown>) => sent }))

const sheet: Sheet = { figures: [], items: [] }
const said = (row: string) => ({ contradictions: [{ code: 'figure_mismatch', row, field: 'stated', stated: '1', computed: '2', message: '' }], findings: [] })

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it('does not believe an answer about a sheet that was changed meanwhile', async () => {
  const { found, look, ask } = useContradictions()
  post.mockImplementationOnce(() => new Promise((done) => setTimeout(() => done(said('old')), 100)))
  post.mockImplementationOnce(() => Promise.resolve(said('new')))
  void ask(sheet, '', '')
  look(sheet, '97', '优')
  await vi.advanceTimersByTimeAsync(200)
  expect(found.value, 'the old answer has come, and is about nothing that is there').toBeUndefined()
  await vi.advanceTimersByTimeAsync(500)
  expect(found.value?.map((c) => c.row)).toEqual(['new'])
})
