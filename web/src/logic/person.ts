import type { components } from '@/api/schema.gen'
import { words } from '@/locales'

type Person = components['schemas']['Person']

/** What people call somebody: the post, with the name where there is one. */
export function called(p: Person): string {
  const who = p.name === p.post || !p.name ? p.post : p.post ? p.name + words.aside(p.post) : p.name
  return who
}

/** Called, with the department, so that two of one post can be told apart. */
export function placed(p: Person): string {
  return p.department_name ? `${called(p)} · ${p.department_name}` : called(p)
}

/** Those who fit what was typed, and those who are chosen already. */
export function fitting(people: Person[], typed: string, chosen: string[] = []): Person[] {
  const wanted = typed.trim().toLowerCase()
  if (!wanted) return people
  return people.filter((p) => chosen.includes(p.id) || [p.name, p.post, p.department_name ?? '', p.id].some((text) => text.toLowerCase().includes(wanted)))
}
