import type { components } from '@/api/schema.gen'

type Settings = components['schemas']['NotificationSettings']
type Preferences = components['schemas']['NotificationPreferences']
type Medium = components['schemas']['NotificationChoice']['media'][number]

/** What a person edits, before it is saved. */
export interface SettingsDraft {
  choices: { kind: string; title: string; media: Medium[] }[]
  mail: Preferences['mail']
  digestHour: number
  quiet: boolean
  from: string
  to: string
}

/** The hours that are proposed to whoever had none. */
const night = { from: '22:00', to: '07:30' }
const morning = 8

export function draftOf(s: Settings): SettingsDraft {
  return {
    choices: s.choices.map((c) => ({ kind: c.kind, title: c.title ?? c.kind, media: [...c.media] })),
    mail: s.mail,
    digestHour: s.mail === 'digest' ? s.digest_hour : morning,
    quiet: s.quiet !== undefined,
    ...night,
    ...s.quiet,
  }
}

/** Every kind is sent, so that a channel that comes later is not chosen for anybody who chose. */
export function preferencesOf(d: SettingsDraft): Preferences {
  return {
    choices: d.choices.map(({ kind, media }) => ({ kind, media })),
    mail: d.mail,
    digest_hour: d.digestHour,
    ...(d.quiet ? { quiet: { from: d.from, to: d.to } } : {}),
  }
}

export function toggle(d: SettingsDraft, kind: string, medium: string, on: boolean): void {
  const choice = d.choices.find((c) => c.kind === kind)
  if (!choice) return
  choice.media = choice.media.filter((m) => m !== medium)
  if (on) choice.media.push(medium as Medium)
}

/** What cannot be saved, before the server says so. */
export function quietWrong(d: SettingsDraft): boolean {
  return d.quiet && (!d.from || !d.to || d.from === d.to)
}
