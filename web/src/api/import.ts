import { answer, server } from './client'
import type { SheetColumn } from '@/logic/column'
import type { components } from './schema.gen'

export type Import = components['schemas']['Import']
export type ListImport = components['schemas']['ListImport']
export type FormKind = 'project-list' | 'score-table' | 'department-list' | 'person-list' | 'data-table'

/** Where the empty form is. */
export const templatePath = (kind: FormKind, columns?: SheetColumn[]) => `/api/v1/templates/${columns?.length ? 'project-' : ''}${kind}.xlsx`

/** Where the empty form is that a process names: reports are written, all else is filled in. */
export const blankPath = (name: string) => `/api/v1/templates/${name}.${name.endsWith('-report') ? 'docx' : 'xlsx'}`

/** Has a filled form read. The server keeps nothing of it. */
export function importForm(kind: FormKind, file: File, columns?: SheetColumn[]): Promise<Import> {
  return answer(
    server.POST('/api/v1/imports/{kind}', {
      params: { path: { kind }, query: columns?.length ? { columns: columns.join(',') } : {} },
      body: file as unknown as string,
      bodySerializer: (body: unknown) => body as BodyInit,
      headers: { 'Content-Type': 'application/octet-stream' },
    }),
  )
}

/** A score table as the printed form, to be kept as a file. */
export async function exportScores(table: components['schemas']['ScoreTable']): Promise<Blob> {
  return (await answer(server.POST('/api/v1/exports/score-table.xlsx', { body: table, parseAs: 'blob' }))) as unknown as Blob
}

/** Has a list of departments or people read; with the digest that was answered it is taken over. */
export function takeList(file: File, digest?: string): Promise<ListImport> {
  return answer(
    server.POST('/api/v1/organisation/imports', {
      params: { query: digest ? { digest } : {} },
      body: file as unknown as string,
      bodySerializer: (body: unknown) => body as BodyInit,
      headers: { 'Content-Type': 'application/octet-stream' },
    }),
  )
}

export type CalendarImport = components['schemas']['CalendarImport']

/** Has a file of holidays read; with the digest that was answered it is put in force. */
export function takeHolidays(file: File, source: string, digest?: string): Promise<CalendarImport> {
  return answer(
    server.POST('/api/v1/calendar/imports', {
      params: { query: { name: file.name.slice(-255), ...(source ? { source } : {}), ...(digest ? { digest } : {}) } },
      body: file as unknown as string,
      bodySerializer: (body: unknown) => body as BodyInit,
      headers: { 'Content-Type': 'application/octet-stream' },
    }),
  )
}
