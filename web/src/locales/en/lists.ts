import type { lists as zh } from '../lists'

export const lists: typeof zh = {
  search: 'Find',
  searchHint: 'Unit, number or title; if empty, all',
  searchUnit: 'Find a unit',
  anyStanding: 'Any standing',
  formats: { xlsx: 'XLSX', csv: 'CSV', pdf: 'PDF' },
  exportAs: (what, format) => `Export: ${what} (${format})`,
  fileOf: (year, what, format) => `${year} ${what}.${format}`,
  found: (n, all) => (n === all ? `${all} in all.` : `${n} of ${all} match.`),
  none: 'No unit matches.',
}
