import { words } from '@/locales'

/** In whose hands a task is or was, and for whom that person stood in (B 代 A). */
export function handOf(task: { done_by_name?: string; assignee_name?: string; on_behalf_of_name?: string }): string {
  const hand = task.done_by_name || task.assignee_name || ''
  return hand && task.on_behalf_of_name ? words.task.doneFor(hand, task.on_behalf_of_name) : hand
}

/** What was said when a task was settled; of a cancelled one, why it was. */
export function opinionOf(task: { state: string; opinion?: string }): string {
  const said = task.opinion ?? ''
  return task.state === 'cancelled' ? (words.cancelledFor[said] ?? said) : said
}
