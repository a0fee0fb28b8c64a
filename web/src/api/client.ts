import createClient from 'openapi-fetch'
import { actingHeaders } from '@/acting'
import { asProblem, ProblemError, unreachable } from './problem'
import type { paths } from './schema.gen'

/** The server, by its contract. Answers with a problem are thrown by `answer`. */
export const server = createClient<paths>({
  baseUrl: window.location.origin,
  // Taken when it is called, so that a test can put another in its place.
  fetch: (request) => {
    for (const [name, value] of Object.entries(actingHeaders(new URL(request.url).pathname))) request.headers.set(name, value)
    return window.fetch(request)
  },
})

type Answer<T> = { data?: T; error?: unknown; response: Response }

const watchers: Array<(problem: ProblemError) => void> = []

/** Calls `watch` with every problem that says that nobody is logged in. */
export function onLoggedOut(watch: (problem: ProblemError) => void): void {
  watchers.push(watch)
}

/** Waits for an answer and gives its content, or throws a ProblemError. */
export async function answer<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked.catch((cause: unknown) => {
    throw unreachable(cause)
  })
  if (response.ok) return data as T
  const problem = new ProblemError(asProblem(error, response), Number(response.headers.get('Retry-After')) || 0)
  if (problem.status === 401) watchers.forEach((watch) => watch(problem))
  throw problem
}
