import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** The year that the pages are about: the address says it, else the last one that is over. */
export function useYear() {
  const route = useRoute()
  const router = useRouter()
  const year = computed(() => {
    const said = Number(route.query.year)
    return Number.isInteger(said) && said >= 2000 && said <= 2100 ? said : new Date().getFullYear() - 1
  })
  const turn = (to: number) => router.replace({ query: { ...route.query, year: String(to) } })
  return { year, turn }
}
