import { shallowRef } from 'vue'
import { answer, server } from '@/api/client'
import type { components } from '@/api/schema.gen'
import { me } from '@/session'

export type Person = components['schemas']['Person']

/** The people of my unit, once somebody wanted them; not all may see them. */
export const people = shallowRef<Person[]>([])

let whose = ''

/** Reads them, once for each person who is logged in here. */
export async function wantPeople(): Promise<void> {
  const mine = me.value?.person.id ?? ''
  if (whose === mine && people.value.length) return
  const found = await answer(server.GET('/api/v1/people'))
  whose = mine
  people.value = found.people
}
