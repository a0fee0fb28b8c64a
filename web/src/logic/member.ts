import type { components } from '@/api/schema.gen'
import { words } from '@/locales'

export type ProcessRole = components['schemas']['ProcessRole']
export type Appointment = components['schemas']['Appointment']

/** The roles that the list of a leading group gives. */
export function appointedRoles(roles: ProcessRole[]): ProcessRole[] {
  return roles.filter((r) => r.held_by === 'appointment')
}

export function countOf(list: Appointment[], role: string): number {
  return list.filter((a) => a.role === role).length
}

/** How many a role takes, in words. */
export function limitsOf(role: ProcessRole): string {
  const { minimum: low, maximum: high } = role
  if (low && high) return low === high ? words.members.exactly(low) : words.members.between(low, high)
  if (low) return words.members.atLeast(low)
  return high ? words.members.atMost(high) : ''
}

/** What is wrong with the numbers, in words; nothing when all is well. */
export function membersComplaints(list: Appointment[], roles: ProcessRole[]): string[] {
  return roles.flatMap((role) => {
    const n = countOf(list, role.id)
    if (role.minimum && n < role.minimum) return [words.members.tooFew(role.title, role.minimum)]
    if (role.maximum && n > role.maximum) return [words.members.tooMany(role.title, role.maximum)]
    return []
  })
}

/** The list with an appointment added or taken away. */
export function toggled(list: Appointment[], person: string, role: string): Appointment[] {
  const without = list.filter((a) => a.person !== person || a.role !== role)
  return without.length < list.length ? without : [...list, { person, role }]
}
