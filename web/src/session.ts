import { computed, ref } from 'vue'
import { answer, onLoggedOut, server } from '@/api/client'
import { ProblemError } from '@/api/problem'
import type { components } from '@/api/schema.gen'
import { forgetAllUnsaved } from '@/logic/unsaved'

export type Me = components['schemas']['Me']

/** Who is logged in here; undefined for nobody. */
export const me = ref<Me>()

/** Whether I may start an evaluation; the server asks again. */
export const mayStart = computed(() => (me.value?.roles ?? []).some((r) => r.role === 'unit_office' || r.role === 'unit_head'))

/** Whether I may share a view of the inbox with a role; the server asks again. */
export const mayShare = computed(() => (me.value?.roles ?? []).some((r) => ['finance_office', 'unit_office', 'unit_head'].includes(r.role)))

let asked: Promise<void> | undefined

/** Asks once who is logged in, such as after the page was loaded. */
export function knowMe(): Promise<void> {
  asked ??= answer(server.GET('/api/v1/session'))
    .then((found) => {
      me.value = found
    })
    .catch((thrown: unknown) => {
      if (!(thrown instanceof ProblemError) || thrown.status !== 401) {
        asked = undefined
        throw thrown
      }
    })
  return asked
}

export async function logIn(login: string, password: string): Promise<void> {
  me.value = await answer(server.POST('/api/v1/session', { body: { login, password } }))
  asked = Promise.resolve()
}

export async function logOut(): Promise<void> {
  await answer(server.DELETE('/api/v1/session'))
  forgetAllUnsaved()
  me.value = undefined
}

onLoggedOut(() => {
  me.value = undefined
})
