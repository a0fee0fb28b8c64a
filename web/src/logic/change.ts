import type { components } from '@/api/schema.gen'
import type { Appointment } from './member'
import { words } from '@/locales'

type MemberTerm = components['schemas']['MemberTerm']

/** The appointments of a change, read out: who, and as what. */
export function readOut(list: Appointment[], nameOf: (person: string) => string, titleOf: (role: string) => string): string {
  return list.map((a) => words.evaluation.change.appointment(nameOf(a.person), titleOf(a.role))).join(words.list)
}

/** Names and titles as the group knows them, for what it has no more of the ids. */
export function namesIn(members: MemberTerm[], others: { id: string; post: string }[], roles: { id: string; title: string }[]) {
  const names = new Map([...others.map((p) => [p.id, p.post] as const), ...members.map((m) => [m.person, m.name] as const)])
  const titles = new Map([...roles.map((r) => [r.id, r.title] as const), ...members.map((m) => [m.role, m.role_title] as const)])
  return { nameOf: (id: string) => names.get(id) ?? id, titleOf: (id: string) => titles.get(id) ?? id }
}

/** The group as it will be, for the numbers that each role takes. */
export function groupThen(members: MemberTerm[], leave: Appointment[], join: Appointment[]): Appointment[] {
  const stay = members.filter((m) => !leave.some((l) => l.person === m.person && l.role === m.role))
  return [...stay.map(({ person, role }) => ({ person, role })), ...join]
}
