import { ProblemError, unreachable } from './problem'

/** A fresh value for one command. Works without HTTPS too, unlike randomUUID. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

export type Pause = (milliseconds: number) => Promise<void>

const pauses = [400, 1200]

const wait: Pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds))

/**
 * Command is one click of one person. However often it has to be sent until
 * there is an answer, it is sent under the same key, so that it is done once.
 */
export class Command<T> {
  readonly key = newKey()

  constructor(
    private readonly send: (key: string) => Promise<T>,
    private readonly pause: Pause = wait,
  ) {}

  /** Sends it, and again after a pause while the server cannot be reached. */
  async run(): Promise<T> {
    for (const pause of pauses) {
      try {
        return await this.send(this.key)
      } catch (thrown) {
        const problem = unreachableUnlessProblem(thrown)
        if (!problem.passing) throw problem
        await this.pause(Math.max(pause, Math.min(problem.retryAfterSeconds, 5) * 1000))
      }
    }
    return this.send(this.key).catch((thrown: unknown) => {
      throw unreachableUnlessProblem(thrown)
    })
  }
}

function unreachableUnlessProblem(thrown: unknown): ProblemError {
  return thrown instanceof ProblemError ? thrown : unreachable(thrown)
}

/** The version of a row as the precondition that a command carries. */
export function ifMatch(version: number): string {
  return `"${version}"`
}
