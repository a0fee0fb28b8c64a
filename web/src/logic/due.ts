import { words } from '@/locales'
import { work } from '@/locales/work'
import { civilDate, daysBetween } from './time'

export interface Deadline {
  due_at: string
  overdue: boolean
  settled_at?: string
  /** In the days of its evaluation, which a rehearsal has shorter. */
  overdue_days?: number
  /** As the server counts them, by the statutory calendar. */
  workdays_left?: number
}

export interface DueWording {
  text: string
  late: boolean
}

const minute = 60_000
const hour = 60 * minute

/**
 * dueWording says how a deadline stands. Deadlines end at 24:00 of their day,
 * which is the first instant of the next: the day is that of the instant
 * before. The server decides what is overdue, since its clock is the one that
 * counts.
 */
export function dueWording(d: Deadline, now: Date): DueWording {
  const due = new Date(d.due_at)
  if (d.settled_at) return { text: d.overdue ? words.due.settledLate : '', late: d.overdue }
  const left = due.getTime() - now.getTime()
  if (d.overdue || left <= 0) return overdue(due, now, d.overdue_days)
  const days = daysBetween(civilDate(now), lastDay(due))
  if (days > 0) return { text: d.workdays_left === undefined ? words.due.left(days) : work.workdays(days, d.workdays_left), late: false }
  if (left >= hour) return { text: words.both(words.due.today, words.due.hours(Math.floor(left / hour))), late: false }
  return { text: words.both(words.due.today, words.due.minutes(Math.max(1, Math.floor(left / minute)))), late: false }
}

function overdue(due: Date, now: Date, counted?: number): DueWording {
  const days = counted || daysBetween(lastDay(due), civilDate(now))
  return { text: days > 0 ? words.due.over(days) : words.due.overToday, late: true }
}

function lastDay(due: Date): string {
  return civilDate(new Date(due.getTime() - 1))
}
