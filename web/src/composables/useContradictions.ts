import { ref, shallowRef } from 'vue'
import { answer, server } from '@/api/client'
import type { Contradiction } from '@/logic/contradiction'
import type { SheetColumn, SheetFinding } from '@/logic/column'
import { tidySheet, type Sheet } from '@/logic/sheet'

const pause = 500

/** What contradicts itself in a sheet as it is typed, asked for after a pause. */
export function useContradictions(columns?: SheetColumn[]) {
  const found = shallowRef<Contradiction[]>()
  const findings = shallowRef<SheetFinding[]>([])
  const failed = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0

  /** What is under way is about a sheet that is no more: its answer would take reasons away that belong to this one. */
  function look(sheet: Sheet, total: string, grade: string): void {
    asked++
    clearTimeout(timer)
    timer = setTimeout(() => void ask(sheet, total, grade), pause)
  }
  /** Only the answer to what was typed last counts. A sheet that is half written may not be readable yet. */
  async function ask(sheet: Sheet, total: string, grade: string): Promise<void> {
    const mine = ++asked
    const body = { sheet: tidySheet({ ...sheet, answers: [] }), ...(total ? { total } : {}), ...(grade ? { grade } : {}), ...(columns?.length ? { columns } : {}) }
    const said = await answer(server.POST('/api/v1/contradictions', { body })).catch(() => undefined)
    if (mine !== asked) return
    failed.value = !said
    if (!said) return
    found.value = said.contradictions
    findings.value = said.findings
  }
  const stop = () => clearTimeout(timer)
  return { found, findings, failed, look, ask, stop }
}
