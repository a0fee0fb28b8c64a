import { onBeforeUnmount, ref, watch } from 'vue'
import { server } from '@/api/client'
import type { Task } from '@/composables/useTask'
import { listen } from '@/live'

/**
 * useMoved tells when somebody else did something with the task that is shown.
 * The server says that the evaluation went on, the version whether that was
 * about this task; whoever looks at it decides when it is loaded again.
 */
export function useMoved(shown: () => Task | undefined, busy: () => boolean) {
  const moved = ref(false)
  let deafen: (() => void) | undefined

  async function look(): Promise<void> {
    const before = shown()
    if (!before || busy()) return // what I do myself is loaded anyway
    const { data } = await server.GET('/api/v1/tasks/{taskId}', { params: { path: { taskId: before.id } } })
    if (data && shown() === before && !busy()) moved.value = data.task.version !== before.version
  }
  watch(
    () => shown()?.evaluation_id,
    (id) => {
      deafen?.()
      deafen = id ? listen({ evaluation: { id, grown: () => void look().catch(() => undefined) } }) : undefined
    },
    { immediate: true },
  )
  watch(shown, () => (moved.value = false))
  onBeforeUnmount(() => deafen?.())
  return moved
}
