import { keep, recall } from '@/device'

export type Language = 'zh' | 'en'
export const languages: { is: Language; title: string }[] = [{ is: 'zh', title: '中文' }, { is: 'en', title: 'English' }]

const tags: Record<Language, string> = { zh: 'zh-CN', en: 'en' }

// One choice for each person at this device, and the last one for before
// anybody is known. What was chosen before a login goes with whoever logs in.
const placeOf = (person?: string) => (person ? `language.${person}` : 'language')
const nextPerson = 'language.next'

/** What the page speaks until it is loaded again. */
export let language: Language = 'zh'

function kept(place: string): Language {
  return recall(place) === 'en' ? 'en' : 'zh'
}

/** Speaks what was spoken here last; called before any words are loaded. */
export function recallLanguage(): Language {
  spoken(kept(placeOf()))
  return language
}

/** Says what is spoken to those who read the page aloud, too. */
export function spoken(now: Language): void {
  language = now
  document.documentElement.lang = tags[now]
}

/** Keeps what somebody chose, on this device. */
export function chooseLanguage(next: Language, person?: string): void {
  keep(placeOf(), next)
  keep(person ? placeOf(person) : nextPerson, next)
}

/** Keeps a person's language as the one for this device; whether the page has to be loaded again for it. */
export function languageOf(person: string): boolean {
  const before = recall(nextPerson)
  if (before) {
    keep(placeOf(person), before)
    keep(nextPerson, '')
  }
  const theirs = kept(placeOf(person))
  keep(placeOf(), theirs)
  // Where nothing can be kept, loading the page again would change nothing.
  return theirs !== language && kept(placeOf()) === theirs
}
