import { actingHeaders } from '@/acting'
import { asProblem, ProblemError, unreachable } from './problem'

/** Loads a file as whoever I act for, and hands it to the browser to keep. */
export async function loadFile(path: string, name: string): Promise<void> {
  const answer = await fetch(path, { headers: actingHeaders(path) }).catch((cause: unknown) => {
    throw unreachable(cause)
  })
  if (!answer.ok) throw new ProblemError(asProblem(await answer.json().catch(() => undefined), answer))
  saveFile(await answer.blob(), name)
}

/** Hands a file to the browser to keep. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
