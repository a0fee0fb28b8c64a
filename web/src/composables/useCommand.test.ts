import { describe, expect, it, vi } from 'vitest'
import { ProblemError, type Problem } from '@/api/problem'
import { useCommand } from './useCommand'

const problem = (status: number): Problem => ({ type: '', title: 't', status, code: 'conflict', reason: 'x', request_id: '' })

describe('useCommand', () => {
  it('uses a fresh key for every click', async () => {
    const keys: string[] = []
    const { run } = useCommand()
    const send = (key: string) => {
      keys.push(key)
      return Promise.resolve()
    }
    expect(await run(send)).toBe(true)
    expect(await run(send)).toBe(true)
    expect(new Set(keys).size).toBe(2)
  })

  it('offers to retry what got no answer, under the same key', async () => {
    vi.useFakeTimers()
    const keys: string[] = []
    const done = vi.fn()
    const { run, retry, canRetry, problem: told } = useCommand()
    const send = (key: string) => {
      keys.push(key)
      return keys.length > 3 ? Promise.resolve('made') : Promise.reject(new TypeError('network'))
    }
    const first = run(send, done)
    await vi.runAllTimersAsync()
    expect(await first).toBe(false)
    expect(told.value?.reason).toBe('unreachable')
    expect(canRetry.value).toBe(true)
    expect(await retry()).toBe(true)
    expect(done).toHaveBeenCalledWith('made')
    expect(keys).toHaveLength(4)
    expect(new Set(keys).size).toBe(1)
    expect(told.value).toBeUndefined()
    vi.useRealTimers()
  })

  it.each([[409, true], [412, true], [403, false], [422, false]])('shows %d and offers no retry', async (status, moved) => {
    const { run, canRetry, stale, problem: told } = useCommand()
    expect(await run(() => Promise.reject(new ProblemError(problem(status))))).toBe(false)
    expect(told.value?.status).toBe(status)
    expect(stale.value).toBe(moved)
    expect(canRetry.value).toBe(false)
  })

  it('does not take a second click while the first is under way', async () => {
    const send = vi.fn(() => new Promise<void>((done) => setTimeout(done, 5)))
    const { run, busy } = useCommand()
    const first = run(send)
    expect(busy.value).toBe(true)
    expect(await run(send)).toBe(false)
    expect(await first).toBe(true)
    expect(send).toHaveBeenCalledTimes(1)
  })
})
