import type { components } from '@/api/schema.gen'
import { words } from '@/locales'
import { release } from '@/locales/release'
import { clearanceComplaints, clearingOf, decisionsOf, type Decided, type ToClear } from './clearance'
import { membersComplaints, type Appointment, type ProcessRole } from './member'
import { isDecimal } from './money'
import { emptySheet, tidySheet, wholeSheet, type Sheet } from './sheet'
import { inputsOf } from './score'
import { isDate } from './time'

export type FormField = components['schemas']['FormField']
export type Submission = components['schemas']['Submission']

/** FormValues is what stands in a form: texts by field, the list, the sheet, the decisions. */
export interface FormValues {
  texts: Record<string, string>
  members: Appointment[]
  sheet: Sheet
  clearance: Decided[]
}

/** The values of a form, from what was saved or handed in before. */
export function formValues(form: FormField[], saved: Submission | undefined, toClear?: ToClear): FormValues {
  const texts: Record<string, string> = {}
  for (const f of form) {
    if (isText(f)) texts[f.name] = saved?.fields?.find((v) => v.name === f.name)?.value ?? ''
  }
  const sheet = saved?.sheet
  return {
    texts,
    members: (saved?.members ?? []).map(({ person, role }) => ({ person, role })),
    sheet: sheet ? wholeSheet(sheet) : emptySheet(),
    clearance: decisionsOf(toClear, saved?.clearance),
  }
}

/** What is handed in: only what the form asks for and what was filled in. */
export function submissionOf(form: FormField[], values: FormValues, toClear?: ToClear): Submission {
  const fields = form
    .filter(isText)
    .map((f) => ({ name: f.name, value: (values.texts[f.name] ?? '').trim() }))
    .filter((f) => f.value !== '')
  const asks = (kind: FormField['kind']) => form.some((f) => f.kind === kind)
  return {
    ...(fields.length ? { fields } : {}),
    ...(asks('members') && values.members.length ? { members: values.members } : {}),
    ...(asks('sheet') && hasRows(values.sheet) ? { sheet: tidySheet(values.sheet) } : {}),
    ...(asks('clearance') && toClear ? { clearance: clearingOf(toClear, values.clearance) } : {}),
  }
}

/** What is wrong with a form, by field. The server looks again at all of it. */
export function formComplaints(form: FormField[], values: FormValues, roles: ProcessRole[], toClear?: ToClear): Record<string, string> {
  const found: Record<string, string> = {}
  for (const f of form) {
    const complaint = complaintOf(f, values, roles, toClear)
    if (complaint) found[f.name] = complaint
  }
  return found
}

function complaintOf(f: FormField, values: FormValues, roles: ProcessRole[], toClear?: ToClear): string {
  switch (f.kind) {
    case 'members':
      if (values.members.length === 0) return f.required ? words.members.needed : ''
      return membersComplaints(values.members, roles).join('')
    case 'sheet':
      return f.required && !hasRows(values.sheet) ? words.form.required : ''
    case 'clearance':
      return toClear && Object.keys(clearanceComplaints(toClear, values.clearance)).length ? release.clearance.fix : ''
    default:
      return textComplaint(f, (values.texts[f.name] ?? '').trim())
  }
}

function textComplaint(f: FormField, value: string): string {
  if (value === '') return f.required ? words.form.required : ''
  if ((f.kind === 'money' || f.kind === 'points') && (!isDecimal(value) || value.startsWith('-'))) return words.form.number
  if (f.kind === 'date' && !isDate(value)) return words.form.date
  return ''
}

/**
 * spread puts the server's messages beside the fields that they are about; a
 * message about a part of the list or the sheet stands with the whole, and
 * what belongs to no field is left over, under its title where it has one.
 */
export function spread(form: FormField[], messages: Record<string, string>, titles: Record<string, string> = {}): { byField: Record<string, string>; rest: string[] } {
  const byField: Record<string, string> = {}
  const rest: string[] = []
  for (const [where, message] of Object.entries(messages)) {
    const names = where.split(/[^\p{L}\p{N}_]+/u)
    const field = form.find((f) => f.name === where || names.includes(f.name) || (!isText(f) && names.includes(f.kind)))
    const said = field && field.name !== where && !isText(field) ? words.pair(where, message) : message
    if (field) byField[field.name] = [byField[field.name], said].filter(Boolean).join(' ')
    else rest.push(words.pair(titles[where] ?? where, message))
  }
  return { byField, rest }
}

function isText(f: FormField): boolean {
  return f.kind !== 'members' && f.kind !== 'sheet' && f.kind !== 'clearance'
}

/** Something is filled in, as the server sees it: be it the money alone, or what the form says of itself. */
function hasRows(sheet: Sheet): boolean {
  const { money, about } = tidySheet(sheet)
  const said = Object.keys(about ?? {}).some((name) => name !== 'money_unit')
  return sheet.figures.length > 0 || sheet.items.length > 0 || inputsOf(sheet).length > 0 || money !== undefined || said
}
