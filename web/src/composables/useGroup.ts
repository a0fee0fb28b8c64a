import { shallowRef } from 'vue'
import { answer, server } from '@/api/client'
import type { components } from '@/api/schema.gen'
import { appointedRoles, type ProcessRole } from '@/logic/member'

export type Person = components['schemas']['Person']

/** useGroup holds whom a leading group can be made of, and its roles. */
export function useGroup() {
  const people = shallowRef<Person[]>([])
  const roles = shallowRef<ProcessRole[]>([])

  async function load(evaluationId: string): Promise<void> {
    const [found, evaluation, shipped] = await Promise.all([
      answer(server.GET('/api/v1/people')),
      answer(server.GET('/api/v1/evaluations/{evaluationId}', { params: { path: { evaluationId } } })),
      answer(server.GET('/api/v1/processes')),
    ])
    people.value = found.people
    const process = shipped.processes.find((p) => p.name === evaluation.process.name)
    roles.value = appointedRoles(process?.roles ?? [])
  }
  return { people, roles, load }
}
