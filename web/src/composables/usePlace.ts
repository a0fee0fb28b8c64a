import { reactive, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/**
 * usePlace keeps where somebody is in a page in its address, so that it can be
 * sent to somebody else and is there after a reload. What is empty is left out.
 */
export function usePlace(): Record<string, string | undefined> {
  const route = useRoute()
  const router = useRouter()
  const here = route.path
  const place = reactive<Record<string, string | undefined>>(read(route.query))

  watch(place, () => {
    const query = Object.fromEntries(Object.entries(place).filter(([, value]) => value))
    if (route.path === here) void router.replace({ query })
  })
  watch(() => route.query, (query) => {
    if (route.path !== here) return
    const now = read(query)
    for (const name of new Set([...Object.keys(place), ...Object.keys(now)])) if ((place[name] ?? '') !== (now[name] ?? '')) place[name] = now[name]
  })
  return place
}

function read(query: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
}
