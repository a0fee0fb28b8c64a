import { words } from '@/locales'

/** In whose hands a task is or was, and for whom that person stood in (B 代 A). */
export function handOf(task: { done_by_name?: string; assignee_name?: string; on_behalf_of_name?: string }): string {
  const hand = task.done_by_name || task.assignee_name || ''
  return hand && task.on_behalf_of_name ? words.task.doneFor(hand, task.on_behalf_of_name) : hand
}
