import { ref, shallowRef } from 'vue'
import { answer, server } from '@/api/client'
import { fieldMessages, ProblemError } from '@/api/problem'
import type { Scheme, Scores } from '@/logic/score'
import type { Sheet } from '@/logic/sheet'

const pause = 500

/** useScheme holds the scheme of an evaluation, and computes what is typed, all of the sheet, after a pause. */
export function useScheme(evaluation: string) {
  const scheme = shallowRef<Scheme>()
  const scores = shallowRef<Scores>()
  const wrong = shallowRef<string[]>([])
  const busy = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0

  // Without a scheme the sheet is as it was before there were any.
  async function load(): Promise<void> {
    const params = { path: { evaluationId: evaluation } }
    const { scheme: name } = await answer(server.GET('/api/v1/evaluations/{evaluationId}/score', { params }))
    const [schemeName, version] = (name ?? '').split('@')
    if (schemeName) scheme.value = await answer(server.GET('/api/v1/schemes/{schemeName}', { params: { path: { schemeName }, query: { version: Number(version) } } }))
  }

  function preview(sheet: Sheet): void {
    clearTimeout(timer)
    timer = setTimeout(() => void compute(sheet), pause)
  }
  /** Only the answer to what was typed last counts. */
  async function compute(sheet: Sheet): Promise<void> {
    if (!scheme.value) return
    const mine = ++asked
    busy.value = true
    try {
      const params = { path: { evaluationId: evaluation } }
      const answered = await answer(server.POST('/api/v1/evaluations/{evaluationId}/score', { params, body: { sheet } }))
      if (mine !== asked) return
      if (answered.scores) scores.value = answered.scores
      wrong.value = answered.problems.map((p) => p.message)
    } catch (thrown) {
      if (mine !== asked || !(thrown instanceof ProblemError)) return
      wrong.value = [thrown.problem.title, ...Object.values(fieldMessages(thrown.problem))]
    } finally {
      if (mine === asked) busy.value = false
    }
  }
  const stop = () => clearTimeout(timer)
  return { scheme, scores, wrong, busy, load, preview, compute, stop }
}
