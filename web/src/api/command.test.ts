import { describe, expect, it, vi } from 'vitest'
import { Command, ifMatch, newKey } from './command'
import { ProblemError, type Problem } from './problem'

const problem = (status: number, retryAfter = 0) => new ProblemError({ type: '', title: '', status, code: 'internal', reason: 'x', request_id: '' } satisfies Problem, retryAfter)
const noPause = () => Promise.resolve()

describe('a command', () => {
  it('is sent again under the same key until there is an answer', async () => {
    const keys: string[] = []
    const failures: unknown[] = [new TypeError('network'), problem(503)]
    const send = (key: string) => {
      keys.push(key)
      const failure = failures.shift()
      return failure ? Promise.reject(failure) : Promise.resolve('done')
    }
    await expect(new Command(send, noPause).run()).resolves.toBe('done')
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(1)
  })

  it('keeps its key when it is run again by a person', async () => {
    const keys: string[] = []
    const command = new Command((key) => {
      keys.push(key)
      return Promise.reject(new TypeError('network'))
    }, noPause)
    await expect(command.run()).rejects.toMatchObject({ status: 0 })
    await expect(command.run()).rejects.toMatchObject({ status: 0 })
    expect(keys).toHaveLength(6)
    expect(new Set(keys).size).toBe(1)
  })

  it.each([400, 401, 403, 404, 409, 412, 422, 428, 500])('is not sent again after %d', async (status) => {
    const send = vi.fn(() => Promise.reject(problem(status)))
    await expect(new Command(send, noPause).run()).rejects.toMatchObject({ status })
    expect(send).toHaveBeenCalledTimes(1)
  })

  it('waits as long as the server asks, but not for ever', async () => {
    const pauses: number[] = []
    const pause = (milliseconds: number) => {
      pauses.push(milliseconds)
      return Promise.resolve()
    }
    await expect(new Command(() => Promise.reject(problem(503, 3600)), pause).run()).rejects.toMatchObject({ status: 503 })
    expect(pauses).toEqual([5000, 5000])
  })

  it('has a key of its own', () => {
    const keys = Array.from({ length: 500 }, newKey)
    expect(new Set(keys).size).toBe(500)
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})

it('names a version as a strong entity tag', () => {
  expect(ifMatch(7)).toBe('"7"')
})
