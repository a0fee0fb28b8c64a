import { chosen } from './chosen'

/** What the bureau's lists say about searching and exporting. */
const zh = {
  search: '查找',
  searchHint: '单位、编号或者标题，不填为全部',
  searchUnit: '查找单位',
  anyStanding: '全部情况',
  formats: { xlsx: 'XLSX', csv: 'CSV', pdf: 'PDF' } as Record<string, string>,
  exportAs: (what: string, format: string) => `导出${what}（${format}）`,
  fileOf: (year: number, what: string, format: string) => `${year}年度${what}.${format}`,
  found: (n: number, all: number) => (n === all ? `共${all}件。` : `符合的${n}件，共${all}件。`),
  none: '没有符合条件的单位。',
}

export const lists: typeof zh = chosen(zh, (english) => english.lists)
