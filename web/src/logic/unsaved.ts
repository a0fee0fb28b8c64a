// What somebody typed and neither saved nor handed in yet, so that it survives
// a session that ended, a reload and the back button. It stays in this tab of
// this browser and is shown to nobody but the person who typed it.
const prefix = 'jiheng.unsaved.'

// Who is at this desk; '' for nobody, of whom nothing is kept.
let writer = ''

export function writesHere(person: string): void {
  writer = person
}

const nameOf = (about: string) => `${prefix}${writer}.${about}`

/** Keeps what was typed about something, such as a task. */
export function keepUnsaved(about: string, value: unknown): void {
  if (!writer) return
  quietly(() => sessionStorage.setItem(nameOf(about), JSON.stringify(value)))
}

/** What the same person typed before, if it was neither saved nor handed in. */
export function keptUnsaved<T>(about: string): T | undefined {
  if (!writer) return undefined
  const kept = quietly(() => sessionStorage.getItem(nameOf(about)))
  return kept ? quietly(() => JSON.parse(kept) as T) : undefined
}

export function forgetUnsaved(about: string): void {
  quietly(() => sessionStorage.removeItem(nameOf(about)))
}

/** Forgets everything, for the next person at this desk. */
export function forgetAllUnsaved(): void {
  quietly(() => {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith(prefix)) sessionStorage.removeItem(name)
  })
}

// A browser may refuse storage, or have none left: then only this is lost.
function quietly<T>(attempt: () => T): T | undefined {
  try {
    return attempt()
  } catch {
    return undefined
  }
}
