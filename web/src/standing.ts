import { shallowRef } from 'vue'
import { actFor, principal } from '@/acting'
import { answer, server } from '@/api/client'
import { inForce, type Substitution } from '@/logic/substitution'
import { civilDate } from '@/logic/time'
import { maySubstitute, me } from '@/session'

/** By what I can act for somebody else today. */
export const standing = shallowRef<Substitution[]>([])

/** Asks for whom I stand in, such as after one was confirmed. */
export async function learnStanding(): Promise<void> {
  const mine = me.value?.person.id
  standing.value = []
  if (!mine || !maySubstitute.value || me.value?.initial_until) return
  const { substitutions } = await answer(server.GET('/api/v1/substitutions'))
  if (me.value?.person.id !== mine) return
  standing.value = inForce(substitutions, mine, civilDate(new Date()))
  // What has ended meanwhile the server would refuse from now on.
  if (principal.value && !standing.value.some((s) => s.principal === principal.value?.id)) actFor(undefined, mine)
}
