import type { components } from '@/api/schema.gen'
import { words } from '@/locales'
import { isDecimal, toYuan, type MoneyUnit } from './money'
import { isDate } from './time'

export type StartEvaluation = components['schemas']['StartEvaluation']

export interface ItemDraft {
  id: string
  kind: components['schemas']['Item']['kind']
  title: string
  department: string
  amount: string
  unit: MoneyUnit
}

export interface StartDraft {
  process: string
  title: string
  year: string
  startOn: string
  receiver: string
  items: ItemDraft[]
  parameters: Record<string, string>
}

/** An item to be filled in, with the first number that is free. */
export function emptyItem(items: ItemDraft[]): ItemDraft {
  let n = items.length + 1
  while (items.some((i) => i.id === `item-${n}`)) n++
  return { id: `item-${n}`, kind: 'project', title: '', department: '', amount: '', unit: 'wan' }
}

/**
 * Adds the projects of a list to what is there, without rows that are empty
 * still. Departments are found by their names; those that are not are given.
 */
export function itemsOf(
  items: ItemDraft[],
  projects: components['schemas']['ImportedProject'][],
  departments: components['schemas']['Department'][],
): { items: ItemDraft[]; unknown: string[] } {
  const all = items.filter((i) => i.title.trim() !== '' || i.amount.trim() !== '')
  const unknown: string[] = []
  for (const p of projects) {
    const department = departments.find((d) => d.name === p.department)
    if (!department && !unknown.includes(p.department)) unknown.push(p.department)
    all.push({ ...emptyItem(all), title: p.name, department: department?.id ?? '', amount: p.amount_yuan, unit: 'yuan' })
  }
  return { items: all, unknown }
}

/** What is asked of the server; amounts in yuan. */
export function startOf(draft: StartDraft, defaults: Record<string, string>): StartEvaluation {
  const parameters = Object.entries(draft.parameters)
    .filter(([name, value]) => value.trim() !== '' && value.trim() !== defaults[name])
    .map(([name, value]) => ({ name, value: value.trim() }))
  return {
    process: draft.process,
    title: draft.title.trim(),
    year: Number(draft.year),
    start_on: draft.startOn,
    day_milliseconds: 86_400_000,
    receiver_id: draft.receiver.trim(),
    ...(parameters.length ? { parameters } : {}),
    items: draft.items.map((i) => ({
      id: i.id.trim(),
      kind: i.kind,
      title: i.title.trim(),
      department_id: i.department,
      amount_yuan: toYuan(i.amount.trim(), i.unit),
    })),
  }
}

/** What is wrong with it, by field; the fields are named as the server does. */
export function startComplaints(draft: StartDraft): Record<string, string> {
  const say = words.start
  const found: Record<string, string> = {}
  if (!draft.process) found.process = say.needProcess
  if (!draft.title.trim()) found.title = say.needName
  if (!/^\d{4}$/.test(draft.year) || Number(draft.year) < 2000 || Number(draft.year) > 2100) found.year = say.needYear
  if (!isDate(draft.startOn)) found.start_on = say.needDate
  if (!draft.receiver.trim()) found.receiver_id = say.needReceiver
  for (const [name, value] of Object.entries(draft.parameters)) {
    if (value.trim() && !isDecimal(value.trim())) found['parameters.' + name] = words.form.number
  }
  draft.items.forEach((item, i) => {
    for (const [column, complaint] of Object.entries(itemComplaints(item, draft.items.slice(0, i)))) found[`items.${i}.${column}`] = complaint
  })
  return found
}

// The columns are named as the server names them.
function itemComplaints(item: ItemDraft, before: ItemDraft[]): Record<string, string> {
  const say = words.start
  const id = item.id.trim()
  const amount = item.amount.trim()
  return {
    ...(!id || before.some((other) => other.id.trim() === id) ? { id: say.needId } : {}),
    ...(item.title.trim() ? {} : { title: say.needTitle }),
    ...(item.kind === 'unit' || item.department ? {} : { department_id: say.needDepartment }),
    ...(isDecimal(amount) && !amount.startsWith('-') ? {} : { amount_yuan: say.needAmount }),
  }
}

/** The columns of an item beside which a message can stand. */
export const itemColumns = ['id', 'kind', 'title', 'department_id', 'amount_yuan'] as const

/** What is said about a row as a whole, or about no column that is shown. */
export function rowMessage(messages: Record<string, string>, row: number): string {
  const whole = `items.${row}`
  return Object.entries(messages)
    .filter(([where]) => (where === whole || where.startsWith(whole + '.')) && !itemColumns.some((c) => where === `${whole}.${c}`))
    .map(([, message]) => message)
    .join(' ')
}
