import { words } from '@/locales'
import type { components } from './schema.gen'

export type Problem = components['schemas']['Problem']
export type FieldError = components['schemas']['FieldError']

/** The status of a request that reached nobody. */
export const noAnswer = 0

/** ProblemError is what the server answered instead of doing what was asked. */
export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    readonly retryAfterSeconds = 0,
  ) {
    super(problem.reason)
    this.name = 'ProblemError'
  }

  get status(): number {
    return this.problem.status
  }

  /** Whether the thing moved on since the page was loaded. */
  get stale(): boolean {
    return this.status === 409 || this.status === 412
  }

  /** Whether sending the same again may help. */
  get passing(): boolean {
    return this.status === noAnswer || this.status === 503
  }
}

/** unreachable is the problem of a request that got no answer. */
export function unreachable(cause: unknown): ProblemError {
  if (cause instanceof ProblemError) return cause
  return new ProblemError(made(noAnswer, 'unavailable', 'unreachable', words.problem.unreachable))
}

/** asProblem reads a problem from an answer, and makes one from anything else. */
export function asProblem(body: unknown, response: Response): Problem {
  if (isProblem(body)) return body
  const status = response.status
  if (status === 413) return made(status, 'invalid', 'too_large', words.problem.tooLarge)
  if (status === 503 || status === 502 || status === 504) return made(503, 'unavailable', 'unavailable', words.problem.unavailable)
  return made(status, 'internal', 'unexpected', words.problem.unexpected)
}

function made(status: number, code: Problem['code'], reason: string, said: { title: string; detail: string }): Problem {
  return { type: 'urn:jiheng:problem:' + reason, status, code, reason, request_id: '', ...said }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'reason' in body && 'title' in body && 'status' in body
}

/** The problem inside whatever was thrown. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof ProblemError) return thrown.problem
  return made(500, 'internal', 'unexpected', words.problem.unexpected)
}

/** fieldMessages gives what is wrong with each field, by the field's name. */
export function fieldMessages(problem: Problem | undefined): Record<string, string> {
  const found: Record<string, string> = {}
  for (const e of problem?.errors ?? []) found[e.field] = found[e.field] ? found[e.field] + ' ' + e.message : e.message
  return found
}
