import { afterEach, expect, it, vi } from 'vitest'
import type { Sheet } from '@/logic/sheet'
import { useScheme } from './useScheme'

const { get, post } = vi.hoisted(() => ({ get: vi.fn(), post: vi.fn() }))
vi.mock('@/api/client', () => ({ server: { GET: get, POST: post }, answer: (sent: Promise<unknown>) => sent }))

const sheet: Sheet = { figures: [], items: [{ group: '产出指标', name: '培训人数' }], money: [{ name: '年度资金总额', executed: '190' }] }

afterEach(() => vi.clearAllMocks())

async function loaded() {
  get.mockResolvedValueOnce({ scheme: 'national-project@2' }).mockResolvedValueOnce({ name: 'national-project', version: 2 })
  const it = useScheme('e1')
  await it.load()
  return it
}

it('asks for the score of all that the form says, in its evaluation', async () => {
  const { scores, wrong, compute } = await loaded()
  post.mockResolvedValueOnce({ scores: { subjects: [] }, problems: [] })
  await compute(sheet)
  expect(post).toHaveBeenCalledWith('/api/v1/evaluations/{evaluationId}/score', { params: { path: { evaluationId: 'e1' } }, body: { sheet } })
  expect(scores.value).toEqual({ subjects: [] })
  expect(wrong.value).toEqual([])
})

it('says what is wrong and keeps the score that there was', async () => {
  const { scores, wrong, compute } = await loaded()
  post.mockResolvedValueOnce({ scores: { subjects: [] }, problems: [] }).mockResolvedValueOnce({ problems: [{ path: '/items/0/id', reason: 'item_unknown', message: '方案没有这个指标。' }] })
  await compute(sheet)
  await compute(sheet)
  expect(wrong.value).toEqual(['方案没有这个指标。'])
  expect(scores.value).toEqual({ subjects: [] })
})

it('asks nothing where the process names no scheme', async () => {
  get.mockResolvedValueOnce({})
  const { load, compute } = useScheme('e1')
  await load()
  await compute(sheet)
  expect(post).not.toHaveBeenCalled()
})
