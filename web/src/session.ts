import { computed, ref, watch } from 'vue'
import { actFor, principal, recallActing } from '@/acting'
import { answer, onLoggedOut, server } from '@/api/client'
import { ProblemError } from '@/api/problem'
import type { components } from '@/api/schema.gen'
import { languageOf } from '@/language'
import { forgetAllUnsaved, writesHere } from '@/logic/unsaved'
import { recallTheme } from '@/theme'

export type Me = components['schemas']['Me']

/** Who is logged in here; undefined for nobody. */
export const me = ref<Me>()

watch(me, (now) => writesHere(now?.person?.id ?? ''), { flush: 'sync', immediate: true })

/** Whether I may start an evaluation; the server asks again. */
export const mayStart = computed(() => (me.value?.roles ?? []).some((r) => r.role === 'unit_office' || r.role === 'unit_head'))

/** Whether I may move the tasks of others; the server asks again. */
export const mayReassign = mayStart

/** Whether I confirm who stands in for whom; the server asks again. */
export const mayConfirm = computed(() => (me.value?.roles ?? []).some((r) => r.role === 'security_admin'))

const administrators = ['sys_admin', 'security_admin', 'audit_admin']

const standing = ['section', 'finance_office', 'unit_office', 'unit_head', 'bureau', 'secrecy_officer', 'auditor', 'security_admin']

/** Whether I see who stands in for whom; the server asks again. */
export const maySubstitute = computed(() => (me.value?.roles ?? []).some((r) => standing.includes(r.role)))

/** Whether I am one of the three administrators; the server asks again. */
export const mayAdminister = computed(() => (me.value?.roles ?? []).some((r) => administrators.includes(r.role)))

/** Whether I audit the administrators; the server asks again. */
export const mayOversee = computed(() => (me.value?.roles ?? []).some((r) => r.role === 'audit_admin'))

/** Whether I keep the lists of units and people; the server asks again. */
export const mayConfigure = computed(() => (me.value?.roles ?? []).some((r) => r.role === 'sys_admin'))

/** Whether I may share a view of the inbox with a role; the server asks again. */
export const mayShare = computed(() => (me.value?.roles ?? []).some((r) => ['finance_office', 'unit_office', 'unit_head'].includes(r.role)))

/** Whether I see what was filed with my unit or by those that I oversee; the server asks again. */
export const mayReceive = computed(() => (me.value?.roles ?? []).some((r) => ['bureau', 'supervisor', 'auditor'].includes(r.role)))

/** Whether I take in and review what is filed with my unit; the server asks again. */
export const mayReview = computed(() => (me.value?.roles ?? []).some((r) => r.role === 'bureau'))

/** Whether I audit; the server asks again. */
export const mayAudit = computed(() => (me.value?.roles ?? []).some((r) => r.role === 'auditor'))

let asked: Promise<void> | undefined

/** Asks once who is logged in, such as after the page was loaded. */
export function knowMe(): Promise<void> {
  asked ??= answer(server.GET('/api/v1/session'))
    .then((found) => {
      if (become(found)) window.location.reload()
    })
    .catch((thrown: unknown) => {
      if (!(thrown instanceof ProblemError) || thrown.status !== 401) {
        asked = undefined
        throw thrown
      }
    })
  return asked
}

/** Logs in; tells whether the page has to be loaded again to speak this person's language. */
export async function logIn(login: string, password: string): Promise<boolean> {
  const again = become(await answer(server.POST('/api/v1/session', { body: { login, password } })))
  asked = Promise.resolve()
  return again
}

/** Changes the own password; sessions elsewhere end, this one is renewed. */
export async function changePassword(old: string, next: string): Promise<void> {
  me.value = await answer(server.POST('/api/v1/session/password', { body: { old_password: old, password: next } }))
}

export async function logOut(): Promise<void> {
  await answer(server.DELETE('/api/v1/session'))
  forgetAllUnsaved()
  actFor(undefined, '')
  me.value = undefined
}

function become(found: Me): boolean {
  recallActing(found.person.id)
  recallTheme(found.person.id)
  me.value = found
  return languageOf(found.person.id)
}

onLoggedOut(() => {
  me.value = undefined
  principal.value = undefined
})
