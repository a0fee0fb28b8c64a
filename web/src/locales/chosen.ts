import type { English } from './en'

// The English catalogue, where English was chosen before the page was loaded.
let english: English | undefined

/** Speaks English from now on: for all the words that are loaded afterwards. */
export function speak(catalogue: English): void {
  english = catalogue
}

/** The words of a subject in the language that was chosen. */
export function chosen<T>(zh: T, of: (catalogue: English) => T): T {
  return english ? of(english) : zh
}
