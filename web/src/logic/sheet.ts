import type { components } from '@/api/schema.gen'
import { words } from '@/locales'
import { tidyScores } from './score'

export type Sheet = components['schemas']['Sheet']
export type Figure = components['schemas']['Figure']
export type ScoreItem = components['schemas']['ScoreItem']

const figureKeys = ['name', 'kind', 'stated', 'unit', 'operands', 'from', 'to', 'digits', 'source']
const itemKeys = ['group', 'name', 'weight', 'score', 'stated']

export function emptySheet(): Sheet {
  return { figures: [], items: [] }
}

export function emptyFigure(): Figure {
  return { name: '', kind: 'ratio', stated: '', unit: '', operands: [], digits: 2, source: '' }
}

/** The decimals of a text, parted by spaces, commas or 、. */
export function operandsOf(text: string): string[] {
  return text.split(/[\s,，、;；]+/).filter((part) => part !== '')
}

/** parseSheet reads a sheet that was pasted or loaded, or says what is wrong. */
export function parseSheet(text: string): { sheet: Sheet } | { complaint: string } {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    return { complaint: words.sheet.notJson }
  }
  if (!isRecord(read) || !Array.isArray(read.figures) || !Array.isArray(read.items)) return { complaint: words.sheet.notSheet }
  const complaint = firstComplaint(read.figures, badFigure) || firstComplaint(read.items, badItem)
  return complaint ? { complaint } : { sheet: { figures: read.figures as Figure[], items: read.items as ScoreItem[], ...(isRecord(read.scores) ? { scores: read.scores as Sheet['scores'] } : {}), ...(Array.isArray(read.answers) ? { answers: read.answers.filter(isAnswer) } : {}) } }
}

function isAnswer(row: unknown): row is NonNullable<Sheet['answers']>[number] {
  return isRecord(row) && isText(row.code) && isText(row.field) && isText(row.reason)
}

function firstComplaint(rows: unknown[], check: (row: unknown, number: number) => string): string {
  for (const [i, row] of rows.entries()) {
    const complaint = check(row, i + 1)
    if (complaint) return complaint
  }
  return ''
}

function badFigure(row: unknown, n: number): string {
  if (!isRecord(row) || !isText(row.name) || !row.name || !isText(row.stated) || !isText(row.kind) || !Object.keys(words.sheet.kinds).includes(row.kind)) {
    return words.sheet.badFigure(n)
  }
  const { operands } = row
  if (operands !== undefined && !(Array.isArray(operands) && operands.every(isText))) return words.sheet.badOperands(n)
  return strangeKey(row, figureKeys, n)
}

function badItem(row: unknown, n: number): string {
  return isRecord(row) && isText(row.group) && isText(row.name) && row.name ? strangeKey(row, itemKeys, n) : words.sheet.badItem(n)
}

function strangeKey(row: Record<string, unknown>, known: string[], n: number): string {
  const strange = Object.keys(row).find((key) => !known.includes(key))
  return strange ? words.sheet.unknownKey(n, strange) : ''
}

function isText(v: unknown): v is string {
  return typeof v === 'string'
}

function isRecord(v: unknown): v is Record<string, unknown> {
  return typeof v === 'object' && v !== null && !Array.isArray(v)
}

/** The sheet without the columns that were left empty: what was not published
 * is absent, rather than an empty text. */
export function tidySheet(sheet: Sheet): Sheet {
  const scores = tidyScores(sheet)
  const answers = (sheet.answers ?? []).filter((a) => a.reason.trim())
  return { figures: sheet.figures.map(tidyFigure), items: sheet.items.map(tidyItem), ...(scores ? { scores } : {}), ...(answers.length ? { answers } : {}) }
}

function tidyFigure(f: Figure): Figure {
  const { unit, operands, from, to, source, ...rest } = f
  const days = f.kind === 'days_between'
  return {
    ...rest,
    ...(unit ? { unit } : {}),
    ...(!days && operands?.length ? { operands } : {}),
    ...(days && from ? { from } : {}),
    ...(days && to ? { to } : {}),
    ...(source ? { source } : {}),
  }
}

function tidyItem(i: ScoreItem): ScoreItem {
  const { group, name, weight, score, stated } = i
  return { group, name, ...(weight ? { weight } : {}), ...(score ? { score } : {}), ...(stated ? { stated } : {}) }
}
