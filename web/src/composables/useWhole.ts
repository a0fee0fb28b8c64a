import { ref, shallowRef } from 'vue'
import { answer, server } from '@/api/client'
import { ifMatch } from '@/api/command'
import type { components } from '@/api/schema.gen'
import { useCommand } from '@/composables/useCommand'
import { wholePlans, type Action } from '@/logic/actions'

type Permission = components['schemas']['Permission']
type Evaluation = components['schemas']['Evaluation']

/** useWhole holds what I may do to an evaluation as a whole, and does it. */
export function useWhole(evaluation: () => Evaluation) {
  const permissions = shallowRef<Permission[]>([])
  const chosen = ref<Action>()
  const command = useCommand()

  // Without the list nothing is offered; the rest of the page is still there.
  async function learn(): Promise<void> {
    const params = { path: { evaluationId: evaluation().id } }
    permissions.value = await answer(server.GET('/api/v1/evaluations/{evaluationId}/actions', { params }))
      .then((found) => found.permissions)
      .catch(() => permissions.value)
  }
  const may = (action: Action) => permissions.value.some((p) => p.action === action && p.allowed)

  function ask(action: Action | undefined): void {
    command.clear()
    chosen.value = action
  }
  // The version is the one that the person sees while the command is made.
  async function take(body: Record<string, unknown>, done: (action: Action) => unknown): Promise<void> {
    const action = chosen.value
    if (!action) return
    const path = (action === 'propose_change' ? '/api/v1/evaluations/{evaluationId}/group/change' : wholePlans[action]?.path) as '/api/v1/evaluations/{evaluationId}/suspend'
    const { id, seq } = evaluation()
    await command.run(
      (key) => answer(server.POST(path, { params: { path: { evaluationId: id }, header: { 'Idempotency-Key': key, 'If-Match': ifMatch(seq) } }, body: body as never })),
      () => {
        chosen.value = undefined
        return done(action)
      },
    )
  }
  return { permissions, chosen, command, learn, may, ask, take }
}
