import type { components } from '@/api/schema.gen'
import { words } from '@/locales'

export type BatchAction = components['schemas']['TaskBatch']['action']
type Result = components['schemas']['BatchResult']
type Row = { id: string; title: string; version: number; state: string }

/** What can be done to several rows at once: those that are open are claimed, those that are claimed settled. */
export function batchActions(rows: Row[]): BatchAction[] {
  const some = (state: string) => rows.some((r) => r.state === state)
  return [...(some('open') ? (['claim'] as const) : []), ...(some('claimed') ? (['approve', 'complete'] as const) : [])]
}

/** What is sent: only the rows that the action can be about. */
export function batchOf(action: BatchAction, rows: Row[], opinion: string): components['schemas']['TaskBatch'] {
  const state = action === 'claim' ? 'open' : 'claimed'
  const said = opinion.trim()
  return {
    action,
    ...(said && action !== 'claim' ? { opinion: said } : {}),
    tasks: rows.filter((r) => r.state === state).map(({ id, version }) => ({ id, version })),
  }
}

export interface Outcome {
  id: string
  title: string
  done: boolean
  text: string
}

/** What became of each, in words. */
export function outcomes(results: Result[], titles: Record<string, string>): Outcome[] {
  return results.map((r) => ({
    id: r.task_id,
    title: titles[r.task_id] ?? r.task?.title ?? r.task_id,
    done: r.done,
    text: r.done ? words.batch.done : told(r.problem),
  }))
}

function told(problem: Result['problem']): string {
  if (problem?.title && problem.detail) return words.pair(problem.title, problem.detail)
  return problem?.title || problem?.detail || words.batch.refused
}
