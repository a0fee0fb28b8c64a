import { ref } from 'vue'
import { useRouter } from 'vue-router'
import { answer, server } from '@/api/client'
import { ifMatch } from '@/api/command'
import type { components } from '@/api/schema.gen'
import { useCommand } from '@/composables/useCommand'
import { words } from '@/locales'

/** useClaim claims a task of a list and opens it; whoever was slower sees why. */
export function useClaim(refresh: () => Promise<void>) {
  const router = useRouter()
  const said = ref('')
  const { busy, problem: refused, stale, run, clear, canRetry, retry } = useCommand()

  async function claim(task: components['schemas']['TaskRow']): Promise<void> {
    said.value = ''
    const path = { taskId: task.id }
    await run(
      (key) => answer(server.POST('/api/v1/tasks/{taskId}/claim', { params: { path, header: { 'Idempotency-Key': key, 'If-Match': ifMatch(task.version) } } })),
      () => {
        said.value = words.inbox.claimed(task.title)
        return router.push({ name: 'task', params: { id: task.id } })
      },
    )
    if (refused.value) await refresh()
  }
  return { busy, refused, stale, said, clear, canRetry, retry, claim }
}
