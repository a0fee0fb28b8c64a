import { words } from '@/locales'

export interface PasswordDraft {
  old: string
  next: string
  again: string
}

const shortest = 10

/** What is wrong with a change of password, by field. The server looks again. */
export function passwordComplaints(draft: PasswordDraft): Partial<Record<keyof PasswordDraft, string>> {
  const say = words.password
  const length = Array.from(draft.next).length
  return {
    ...(draft.old ? {} : { old: say.needOld }),
    ...(length < shortest ? { next: say.tooShort } : draft.next === draft.old ? { next: say.unchanged } : {}),
    ...(draft.again === draft.next ? {} : { again: say.different }),
  }
}
