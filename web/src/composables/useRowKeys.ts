import type { components } from '@/api/schema.gen'

type TaskRow = components['schemas']['TaskRow']

/**
 * useRowKeys gives the keys of a list of tasks. The row that they are about is
 * the one that has the focus, so that Enter, the screen reader and the eye
 * agree on it.
 */
export function useRowKeys(list: { tasks: () => TaskRow[]; claim: (task: TaskRow) => unknown; choose: (task: TaskRow) => void }): Record<string, () => void> {
  const links = () => [...document.querySelectorAll<HTMLElement>('[data-task] a.opens')]
  const rowOf = (at: Element | null) => at?.closest<HTMLElement>('[data-task]')
  const current = () => links().findIndex((link) => rowOf(link) === rowOf(document.activeElement))

  function move(by: number): void {
    const all = links()
    const at = current()
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)
    all[next]?.focus()
  }
  function withTask(use: (task: TaskRow) => unknown): void {
    const id = rowOf(document.activeElement)?.dataset.task
    const task = list.tasks().find((t) => t.id === id)
    if (task) use(task)
  }
  return {
    j: () => move(1),
    k: () => move(-1),
    c: () => withTask(list.claim),
    x: () => withTask(list.choose),
    '/': () => document.querySelector<HTMLElement>('input[type=search]')?.focus(),
  }
}
