import { afterEach, describe, expect, it, vi } from 'vitest'
import { answer, onLoggedOut, server } from './client'
import { Command, ifMatch } from './command'
import { fieldMessages, ProblemError, type Problem } from './problem'

function answers(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { 'Content-Type': 'application/problem+json', ...headers } })
}
const conflict: Problem = {
  type: 'urn:jiheng:problem:task_already_claimed', title: '任务已被签收', detail: '督察科科长已于2020年8月20日签收了这项任务。', status: 409, code: 'conflict',
  reason: 'task_already_claimed', rule: 'state:claimed', request_id: 'r-1', errors: [{ field: 'total', reason: 'a', message: '甲。' }, { field: 'total', reason: 'b', message: '乙。' }],
}
const claim = (key: string) =>
  answer(server.POST('/api/v1/tasks/{taskId}/claim', { params: { path: { taskId: 'ev:stage/x' }, header: { 'Idempotency-Key': key, 'If-Match': ifMatch(3) } } }))

afterEach(() => {
  vi.restoreAllMocks()
})

describe('the client', () => {
  it('sends key and version, and the same key when nobody answered', async () => {
    const seen: Request[] = []
    const fetch = vi.spyOn(window, 'fetch')
    fetch.mockImplementationOnce((r) => {
      seen.push(r as Request)
      return Promise.reject(new TypeError('network'))
    })
    fetch.mockImplementationOnce((r) => {
      seen.push(r as Request)
      return Promise.resolve(answers(200, { id: 'x' }))
    })
    const command = new Command(claim, () => Promise.resolve())
    await expect(command.run()).resolves.toEqual({ id: 'x' })
    expect(seen.map((r) => r.headers.get('Idempotency-Key'))).toEqual([command.key, command.key])
    expect(seen.map((r) => r.headers.get('If-Match'))).toEqual(['"3"', '"3"'])
    expect(new URL(seen[0]?.url ?? '').pathname).toBe('/api/v1/tasks/ev%3Astage%2Fx/claim')
  })

  it('throws the problem as the server worded it', async () => {
    vi.spyOn(window, 'fetch').mockResolvedValue(answers(409, conflict))
    const thrown: unknown = await claim('key').catch((e: unknown) => e)
    expect(thrown).toBeInstanceOf(ProblemError)
    expect(thrown).toMatchObject({ problem: conflict, stale: true, passing: false })
    expect(fieldMessages(conflict)).toEqual({ total: '甲。 乙。' })
  })

  it.each([
    [502, { html: true }, 'unavailable', '系统暂时不可用'],
    [413, undefined, 'too_large', '文件过大'],
    [418, { other: 1 }, 'unexpected', '出现了意外情况'],
  ])('has words for %d from somebody in between', async (status, body, reason, title) => {
    vi.spyOn(window, 'fetch').mockResolvedValue(answers(status, body))
    await expect(claim('key')).rejects.toMatchObject({ problem: { reason, title } })
  })

  it('tells when nobody is logged in any more', async () => {
    const watch = vi.fn()
    onLoggedOut(watch)
    vi.spyOn(window, 'fetch').mockResolvedValueOnce(answers(409, conflict)).mockResolvedValueOnce(answers(401, { ...conflict, status: 401 }))
    await expect(claim('key')).rejects.toThrow()
    expect(watch).not.toHaveBeenCalled()
    await expect(claim('key')).rejects.toThrow()
    expect(watch).toHaveBeenCalledTimes(1)
  })

  it('reads how long to wait', async () => {
    vi.spyOn(window, 'fetch').mockResolvedValue(answers(503, { ...conflict, status: 503 }, { 'Retry-After': '2' }))
    await expect(claim('key')).rejects.toMatchObject({ retryAfterSeconds: 2, passing: true })
  })
})
