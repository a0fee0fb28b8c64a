import type { components } from '@/api/schema.gen'
import { words } from '@/locales'
import { tidyScores } from './score'

export type Sheet = components['schemas']['Sheet']
export type Figure = components['schemas']['Figure']
export type ScoreItem = components['schemas']['ScoreItem']
export type MoneyRow = components['schemas']['MoneyRow']
export type About = components['schemas']['SheetAbout']

const figureKeys = ['name', 'kind', 'stated', 'unit', 'operands', 'from', 'to', 'digits', 'source']
const itemKeys = ['group', 'name', 'weight', 'score', 'stated', 'second', 'unit', 'target', 'actual', 'reason']

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
  return complaint ? { complaint } : { sheet: wholeSheet({ ...read, figures: read.figures as Figure[], items: read.items as ScoreItem[], answers: Array.isArray(read.answers) ? read.answers.filter(isAnswer) : undefined } as Sheet) }
}

/** The parts of a sheet that is known to be one, without those that are not there. */
export function wholeSheet(s: Sheet): Sheet {
  return {
    figures: s.figures ?? [],
    items: s.items ?? [],
    ...(isRecord(s.scores) ? { scores: s.scores } : {}),
    ...(Array.isArray(s.answers) ? { answers: s.answers } : {}),
    ...(isRecord(s.about) ? { about: s.about } : {}),
    ...(Array.isArray(s.money) ? { money: s.money } : {}),
  }
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
  const about = filled(sheet.about ?? {})
  const money = (sheet.money ?? []).map((m) => ({ ...filled(m), name: m.name })).filter((m) => m.name)
  return {
    figures: sheet.figures.map(tidyFigure),
    items: sheet.items.map(tidyItem),
    ...(scores ? { scores } : {}),
    ...(answers.length ? { answers } : {}),
    ...(Object.keys(about).length ? { about } : {}),
    ...(money.length ? { money } : {}),
  }
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
  return { ...filled(i), group: i.group, name: i.name }
}

/** A row without the texts that are empty. */
function filled<T extends object>(row: T): T {
  return Object.fromEntries(Object.entries(row).filter(([, v]) => v !== undefined && v !== '')) as T
}
