import { shallowRef } from 'vue'
import { answer, server } from '@/api/client'
import type { Contradiction } from '@/logic/contradiction'
import type { Finding } from '@/logic/finding'

/** What contradicts itself in the table that was handed in; none to whoever may not see it. */
export function useFindings(evaluation: string) {
  const findings = shallowRef<Finding[]>()
  const contradictions = shallowRef<Contradiction[]>([])
  async function load(): Promise<void> {
    const params = { path: { evaluationId: evaluation } }
    const found = await answer(server.GET('/api/v1/evaluations/{evaluationId}/findings', { params })).catch(() => undefined)
    if (!found) return
    findings.value = found.findings
    contradictions.value = found.contradictions ?? []
  }
  return { findings, contradictions, load }
}
