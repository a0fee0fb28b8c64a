import type { components } from '@/api/schema.gen'
import type { Cell } from './block'

type Sheet = components['schemas']['Sheet']
export type Scheme = components['schemas']['Scheme']
export type SchemeIndicator = components['schemas']['SchemeIndicator']
export type Scores = components['schemas']['Scores']
export type Scorecard = components['schemas']['Scorecard']
export type ScoreLine = components['schemas']['ScoreLine']
export type ScoreSheet = components['schemas']['ScoreSheet']

/** One indicator's row of a score sheet, as docs/scoring.md writes it. */
export interface ScoreInputs {
  id: string
  inputs?: Record<string, unknown>
  declared?: string
  reason?: string
  [more: string]: unknown
}

/** An indicator of the tree with how deep it stands. */
export interface IndicatorRow {
  indicator: SchemeIndicator
  level: number
  leaf: boolean
}

/** The indicators in the order in which they are printed. */
export function indicatorRows(indicators: SchemeIndicator[], level = 0): IndicatorRow[] {
  return indicators.flatMap((indicator) => [
    { indicator, level, leaf: !indicator.children?.length },
    ...indicatorRows(indicator.children ?? [], level + 1),
  ])
}

/** An input that somebody fills in. */
export interface Input {
  name: string
  title: string
}

interface Term {
  input?: string
  title?: string
}

/**
 * What can be filled in for an indicator: what its measure is made of, what the
 * preview waits for or was given, and what stands there.
 */
export function inputNames(indicator: SchemeIndicator, line: ScoreLine | undefined, filled: ScoreInputs | undefined, titles: Record<string, string>): Input[] {
  const found = new Map<string, string>()
  const add = (name: string | undefined, title: string | undefined) => {
    if (name && !(found.get(name) ?? '')) found.set(name, title ?? '')
  }
  const measure = (indicator.measure ?? {}) as Record<string, unknown>
  for (const side of ['above', 'below']) {
    for (const term of (Array.isArray(measure[side]) ? measure[side] : []) as Term[]) add(term.input, term.title)
  }
  for (const wait of line?.waits ?? []) if (wait.reason === 'input_missing') add(wait.input, wait.title)
  for (const input of line?.inputs ?? []) add(input.name, input.title)
  for (const name of Object.keys(filled?.inputs ?? {})) add(name, undefined)
  return [...found].map(([name, title]) => ({ name, title: title || titles[name] || name }))
}

/** The rows of a sheet by the scheme. */
export function inputsOf(sheet: Sheet): ScoreInputs[] {
  return ((sheet.scores?.items ?? []) as ScoreInputs[]).filter((i) => i && typeof i.id === 'string')
}

/** An input as it stands in a field; what is not a plain value has no field. */
export function inputText(row: ScoreInputs | undefined, name: string): string {
  const value = row?.inputs?.[name]
  if (value !== null && typeof value === 'object') return String((value as { value?: unknown }).value ?? '')
  return value === undefined || value === null ? '' : String(value)
}

/** The sheet with one row changed; a row that says nothing is left out. */
export function withRow(sheet: Sheet, id: string, change: (row: ScoreInputs) => ScoreInputs): Sheet {
  const rows = inputsOf(sheet)
  const before = rows.find((r) => r.id === id) ?? { id }
  const after = change(before)
  const next = rows.some((r) => r.id === id) ? rows.map((r) => (r.id === id ? after : r)) : [...rows, after]
  return { ...sheet, scores: { ...sheet.scores, items: next } }
}

/** The row with an input set, or taken away when nothing stands there. */
export function withInput(row: ScoreInputs, name: string, text: string): ScoreInputs {
  const { [name]: before, ...rest } = row.inputs ?? {}
  const value = text.trim()
  if (!value) return { ...row, inputs: rest }
  const whole = before !== null && typeof before === 'object' ? { ...before, value } : value
  return { ...row, inputs: { ...rest, [name]: whole } }
}

/** What is sent of the rows by the scheme; undefined when nothing was filled in. */
export function tidyScores(sheet: Sheet): ScoreSheet | undefined {
  const rest = Object.fromEntries(Object.entries(sheet.scores ?? {}).filter(([name]) => name !== 'items'))
  const items = inputsOf(sheet).map(tidyRow).filter((row) => Object.keys(row).length > 1)
  if (!items.length && !Object.keys(rest).length) return undefined
  return { ...rest, items }
}

function tidyRow(row: ScoreInputs): ScoreInputs {
  const { inputs, declared, reason, ...rest } = row
  return {
    ...rest,
    ...(inputs && Object.keys(inputs).length ? { inputs } : {}),
    ...(declared?.trim() ? { declared: declared.trim() } : {}),
    ...(reason?.trim() ? { reason: reason.trim() } : {}),
  }
}

/** Whether a line that deviates says why, where the server asks for it. */
export function explained(line: ScoreLine | undefined, filled: ScoreInputs | undefined): boolean {
  return !!filled?.reason?.trim() || !(line?.remarks ?? []).some((r) => r.kind === 'explanation_needed')
}

interface Leaf {
  indicator: { id: string; title: string }
  inputs: Input[]
}

/**
 * The cells into which a block is pasted that begins in a column: that input of
 * each row, the points that it declares and the reason, as the printed form has them.
 */
export function scoreCells(
  leaves: Leaf[],
  column: string,
  say: { inputOf: (indicator: string, input: string) => string; declaredOf: (title: string) => string; reasonOf: (title: string) => string },
): { cells: (Cell<Sheet> | undefined)[][]; column: number } {
  const k = column.startsWith('input') ? Number(column.slice(5)) : 0
  const cells = leaves.map(({ indicator: { id, title }, inputs }) => {
    const input = inputs[k]
    const put = (how: (row: ScoreInputs, text: string) => ScoreInputs) => (to: Sheet, text: string) => withRow(to, id, (row) => how(row, text))
    return [
      input && { title: say.inputOf(title, input.title), kind: 'value' as const, most: 200, put: put((row, text) => withInput(row, input.name, text)) },
      { title: say.declaredOf(title), kind: 'number' as const, most: 40, put: put((row, text) => ({ ...row, declared: text })) },
      { title: say.reasonOf(title), kind: 'value' as const, most: 2000, put: put((row, text) => ({ ...row, reason: text })) },
    ]
  })
  return { cells, column: column === 'declared' ? 1 : column === 'reason' ? 2 : 0 }
}

/** Why a line's points are what they are, one text for each thing that was done. */
export function wayOf(line: Pick<ScoreLine, 'rate_steps' | 'applied'>, rules: Record<string, string>): { title: string; text: string; reason?: string }[] {
  const rate = (line.rate_steps ?? []).map((s) => s.text).join('；')
  const applied = line.applied.map((a) => ({ title: a.title || rules[a.rule] || a.rule, text: a.steps.map((s) => s.text).join('；'), ...(a.reason ? { reason: a.reason } : {}) }))
  return [...(rate ? [{ title: '', text: rate }] : []), ...applied].filter((w) => w.text || ('reason' in w && w.reason))
}
