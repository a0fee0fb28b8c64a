import type { components, paths } from '@/api/schema.gen'
import { words } from '@/locales'
import { isDate } from './time'

export type Action = components['schemas']['Permission']['action']
type Permission = components['schemas']['Permission']
type Task = components['schemas']['Task']

/** What a dialog can ask for, all of it as it stands in the fields. */
export interface Asked {
  person: string
  people: string[]
  reason: string
  note: string
  reference: string
  number: string
  opinion: string
  text: string
  until: string
  place: string
  to: string
  back: boolean
  items: string[]
  priority: string
}

export interface Field {
  name: keyof Asked
  required: boolean
}

/** What an action asks for, and where it is sent. */
export interface Plan<Path extends string = string> {
  path: Path
  fields: Field[]
  danger: boolean
}

type TaskPath = Extract<keyof paths, `/api/v1/tasks/{taskId}/${string}`>
type WholePath = Extract<keyof paths, `/api/v1/evaluations/{evaluationId}/${string}`>

const must = (name: keyof Asked): Field => ({ name, required: true })
const may = (name: keyof Asked): Field => ({ name, required: false })
const plan = <Path extends string>(path: Path, fields: Field[], danger = false): Plan<Path> => ({ path, fields, danger })

/** The actions on a task that ask for something first, in the order of the menu. */
export const taskPlans: Partial<Record<Action, Plan<TaskPath>>> = {
  return: plan('/api/v1/tasks/{taskId}/return', [must('reason'), may('to'), may('items'), may('back')], true),
  hand_back: plan('/api/v1/tasks/{taskId}/hand-back', [may('opinion')]),
  withdraw: plan('/api/v1/tasks/{taskId}/withdraw', [may('reason')]),
  transfer: plan('/api/v1/tasks/{taskId}/transfer', [must('person'), may('reason')]),
  delegate: plan('/api/v1/tasks/{taskId}/delegate', [must('person'), may('reason')]),
  add_signer: plan('/api/v1/tasks/{taskId}/signers', [must('person'), must('place'), must('reason')]),
  remove_signer: plan('/api/v1/tasks/{taskId}/signers/removal', [must('person'), must('reason')]),
  copy: plan('/api/v1/tasks/{taskId}/copies', [must('people'), may('text')]),
  urge: plan('/api/v1/tasks/{taskId}/urge', [may('text')]),
  ask_extension: plan('/api/v1/tasks/{taskId}/extension', [must('until'), must('reason')]),
  grant_extension: plan('/api/v1/tasks/{taskId}/extension/grant', [may('until'), may('opinion')]),
  refuse_extension: plan('/api/v1/tasks/{taskId}/extension/refuse', [must('reason')]),
  recuse: plan('/api/v1/tasks/{taskId}/recusal', [must('reason')]),
  set_priority: plan('/api/v1/tasks/{taskId}/priority', [must('priority')]),
  impose_recusal: plan('/api/v1/tasks/{taskId}/recusal/impose', [must('person'), must('reason')], true),
  reassign: plan('/api/v1/tasks/{taskId}/reassign', [may('person'), must('reason')]),
  jump: plan('/api/v1/tasks/{taskId}/jump', [must('to'), may('items'), must('reason')], true),
  suspend: plan('/api/v1/tasks/{taskId}/suspend', [must('reason')], true),
  resume: plan('/api/v1/tasks/{taskId}/resume', [may('reason')]),
}

/** Those on an evaluation as a whole; a change of the group has a dialog of its own. */
export const wholePlans: Partial<Record<Action, Plan<WholePath>>> = {
  suspend: plan('/api/v1/evaluations/{evaluationId}/suspend', [must('reason')], true),
  resume: plan('/api/v1/evaluations/{evaluationId}/resume', [may('reason')]),
  terminate: plan('/api/v1/evaluations/{evaluationId}/terminate', [must('reason')], true),
  approve_change: plan('/api/v1/evaluations/{evaluationId}/group/change/approve', [may('opinion')]),
  refuse_change: plan('/api/v1/evaluations/{evaluationId}/group/change/refuse', [must('reason')], true),
  propose_correction: plan('/api/v1/evaluations/{evaluationId}/correction', [must('reason'), must('note')], true),
  approve_correction: plan('/api/v1/evaluations/{evaluationId}/correction/approve', [may('opinion')]),
  refuse_correction: plan('/api/v1/evaluations/{evaluationId}/correction/refuse', [must('reason')], true),
  place_hold: plan('/api/v1/evaluations/{evaluationId}/hold', [must('reason'), may('reference')]),
  lift_hold: plan('/api/v1/evaluations/{evaluationId}/hold/lift', [must('number'), must('reason')], true),
  propose_disposal: plan('/api/v1/evaluations/{evaluationId}/disposal', [must('reason')], true),
  approve_disposal: plan('/api/v1/evaluations/{evaluationId}/disposal/approve', [may('opinion')], true),
  refuse_disposal: plan('/api/v1/evaluations/{evaluationId}/disposal/refuse', [must('reason')]),
}

// What has a button of its own elsewhere on the page, or happens by itself.
const elsewhere: Action[] = ['return', 'grant_extension', 'refuse_extension']

/** The actions of the menu: allowed, and with no button of their own. */
export function menuOf(permissions: Permission[], shown: Action[] = []): Action[] {
  const allowed = new Set(permissions.filter((p) => p.allowed).map((p) => p.action))
  return (Object.keys(taskPlans) as Action[]).filter((a) => allowed.has(a) && !elsewhere.includes(a) && !shown.includes(a))
}

/** What stands in the fields at first. */
export function emptyAsked(task?: Partial<Task>): Asked {
  return {
    person: '', people: [], reason: '', note: '', reference: '', number: '', opinion: '', text: '', until: task?.extension_until ?? '',
    place: 'before', to: '', back: false, items: [], priority: String(task?.priority ?? 0),
  }
}

/** What is sent: only what the action asks for and what was filled in. */
export function bodyOf(fields: Field[], asked: Asked): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const { name } of fields) {
    const value = asked[name]
    if (name === 'priority' || (name === 'number' && value)) body[name] = Number(value)
    else if (typeof value === 'string' ? value.trim() : Array.isArray(value) ? value.length : value) body[name] = typeof value === 'string' ? value.trim() : value
  }
  return body
}

/** What is wrong with it, by field. The server looks again at all of it. */
export function askedComplaints(action: Action, fields: Field[], asked: Asked): Record<string, string> {
  const body = bodyOf(fields, asked)
  const found: Record<string, string> = {}
  for (const { name, required } of fields) {
    if (required && body[name] === undefined) found[name] = words.act.missing[action]?.[name] ?? words.act.needed[name] ?? words.form.required
    else if (name === 'until' && body.until !== undefined && !isDate(String(body.until))) found.until = words.form.date
  }
  return found
}

/** A step to which a matter can be sent, as the server offers it. */
export type StepChoice = components['schemas']['StepOption']
/** What can be sent back alone, where a stage is done for each. */
export type ItemChoice = components['schemas']['ItemOption']

/** A step with its stage, where that is another one than the task's. */
export function stepTitle(step: StepChoice, stage?: string): string {
  return step.stage === stage ? step.title : words.act.elsewhere(step.stage_title, step.title)
}

/** The items of the step that was chosen; none where it is not done for each. */
export function itemsAt(to: string, steps: StepChoice[], items: ItemChoice[]): ItemChoice[] {
  const step = steps.find((s) => s.to === to)
  return step?.each ? items.filter((i) => i.stages.includes(step.stage)) : []
}
