import { ref, shallowRef } from 'vue'
import { answer, server } from '@/api/client'
import { problemOf, type Problem } from '@/api/problem'
import type { Entry } from '@/logic/audit'

const page = 100
const most = 2_000

/** The whole journal of an evaluation, as far as a page can show it. */
export function useJournal(id: string) {
  const entries = shallowRef<Entry[]>([])
  const more = ref(false)
  const problem = shallowRef<Problem>()

  // Entries are only ever added, so it is read on from where it was left.
  async function read(): Promise<void> {
    try {
      const found = [...entries.value]
      const until = found.length + most
      do {
        const after = found[found.length - 1]?.seq ?? 0
        const next = await answer(server.GET('/api/v1/evaluations/{evaluationId}/journal', { params: { path: { evaluationId: id }, query: { after, limit: page } } }))
        found.push(...next.entries)
        more.value = next.next_after !== undefined
      } while (more.value && found.length < until)
      entries.value = found
      problem.value = undefined
    } catch (thrown) {
      problem.value = problemOf(thrown)
    }
  }
  return { entries, more, problem, read }
}
