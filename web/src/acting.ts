import { shallowRef } from 'vue'

/** Somebody for whom another person stands in (被代理人). */
export interface Principal {
  id: string
  name: string
}

/** For whom I act in this window; undefined for myself. */
export const principal = shallowRef<Principal>()

const place = 'jiheng.acting'

/** Acts for somebody from now on, or for nobody; a reload does not change it. */
export function actFor(next: Principal | undefined, me: string): void {
  principal.value = next
  quietly(() => (next ? sessionStorage.setItem(place, JSON.stringify({ me, next })) : sessionStorage.removeItem(place)))
}

/** Goes on acting for whom the same person acted for in this tab. */
export function recallActing(me: string): void {
  const kept = quietly(() => JSON.parse(sessionStorage.getItem(place) ?? 'null') as { me: string; next: Principal } | null)
  principal.value = kept?.me === me ? kept.next : undefined
}

/** What a request says of for whom it is made: whatever is about tasks and their papers, and nothing else. */
export function actingHeaders(path: string): Record<string, string> {
  const tasks = path === '/api/v1/tasks' || path.startsWith('/api/v1/tasks/')
  return principal.value && (tasks || path.startsWith('/api/v1/materials/') || path.startsWith('/api/v1/uploads/')) ? { 'X-Acting-For': principal.value.id } : {}
}

function quietly<T>(attempt: () => T): T | undefined {
  try {
    return attempt()
  } catch {
    return undefined
  }
}
