import type { components } from '@/api/schema.gen'

export type Finding = components['schemas']['TableFinding']

/** The findings of one row, by its title. */
export function findingsOf(findings: Finding[] | undefined, row: string): Finding[] {
  return (findings ?? []).filter((f) => f.row !== undefined && plain(f.row) === plain(row))
}

const plain = (text: string) => text.normalize('NFKC').replace(/[\s“”"]+/g, '')
