import type { components } from '@/api/schema.gen'

type TaskRow = components['schemas']['TaskRow']

/** What the workbench shows: each task once, where it presses most. */
export interface Workbench {
  soon: TaskRow[]
  mine: TaskRow[]
  claimable: TaskRow[]
}

/** How many of each the workbench shows; the rest is in the inbox. */
export const shownOfEach = 8

/** Puts the boxes together: what is late or due today leads, whoever has it. */
export function arrange(overdue: TaskRow[], today: TaskRow[], mine: TaskRow[], claimable: TaskRow[]): Workbench {
  const seen = new Set<string>()
  const once = (tasks: TaskRow[]) => tasks.filter((t) => !seen.has(t.id) && seen.add(t.id)).slice(0, shownOfEach)
  return { soon: once([...overdue, ...today]), mine: once(mine), claimable: once(claimable) }
}
