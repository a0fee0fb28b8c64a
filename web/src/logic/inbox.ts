import type { LocationQuery } from 'vue-router'
import type { components } from '@/api/schema.gen'

export type Box = components['schemas']['Box']
export type Filter = components['schemas']['TaskFilter']

/** A question to the inbox, as the address of the page holds it. */
export interface Question {
  box: Box
  filter: Filter
}

export const boxes: Box[] = ['mine', 'claimable', 'overdue', 'today', 'done', 'copied', 'watched', 'by_me_for_others']
export const priorities = ['normal', 'high', 'urgent'] as const
export const states = ['open', 'claimed', 'completed', 'returned', 'cancelled'] as const
export const sorts = ['due', 'opened', 'priority'] as const

const texts = ['text', 'process', 'stage', 'unit'] as const
const day = /^\d{4}-\d{2}-\d{2}$/

/** Reads the address; what cannot be meant is left out. */
export function questionOf(query: LocationQuery): Question {
  const said = (name: string): string => {
    const value = query[name]
    return typeof value === 'string' ? value.trim() : ''
  }
  const filter: Filter = {}
  for (const name of texts) if (said(name)) filter[name] = said(name).slice(0, name === 'text' ? 100 : 64)
  for (const name of ['due_from', 'due_to'] as const) if (day.test(said(name))) filter[name] = said(name)
  const priority = priorities.find((p) => p === said('priority'))
  const state = states.find((s) => s === said('state'))
  const sort = sorts.find((s) => s === said('sort'))
  if (priority) filter.priority = priority
  if (state) filter.state = state
  if (sort) filter.sort = sort
  return { box: boxes.find((b) => b === said('box')) ?? 'mine', filter }
}

/** The other way: what is empty is left out. */
export function addressOf(question: Question): Record<string, string> {
  const out: Record<string, string> = { box: question.box }
  for (const [name, value] of Object.entries(question.filter)) {
    const text = value.trim()
    if (text) out[name] = text
  }
  return out
}

/** Where in the list the address stands: the cursor, and the number of the page. */
export interface Place {
  at: string
  page: number
}

export function placeOf(query: LocationQuery): Place {
  const at = typeof query.at === 'string' ? query.at.slice(0, 500) : ''
  const page = Number(query.page)
  return at && Number.isInteger(page) && page > 1 ? { at, page } : { at: '', page: 1 }
}

/** The address of a page of a list; the first has none. */
export function addressOfPlace(place: Place): Record<string, string> {
  return place.page > 1 ? { at: place.at, page: String(place.page) } : {}
}

/** The columns that can be chosen; the title and what to do are always there. */
export const columns = ['evaluation', 'unit', 'stage', 'due', 'assignee', 'opened', 'priority'] as const
export type Column = (typeof columns)[number]
export const usualColumns: Column[] = ['evaluation', 'stage', 'due', 'assignee']

/** The columns that a text names, in the order of the table; undefined when it names none. */
export function columnsOf(text: unknown): Column[] | undefined {
  const named = typeof text === 'string' ? text.split(',') : []
  const found = columns.filter((c) => named.includes(c))
  return found.length ? found : undefined
}

/** Whether two questions are the same. */
export function same(a: Question, b: Question): boolean {
  const text = (q: Question) => JSON.stringify(Object.entries(addressOf(q)).sort(([x], [y]) => (x < y ? -1 : 1)))
  return text(a) === text(b)
}

/** Whether anything narrows the box. */
export function narrowed(filter: Filter): boolean {
  return Object.entries(filter).some(([name, value]) => name !== 'sort' && value !== '')
}
