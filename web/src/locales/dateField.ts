import { chosen } from './chosen'

/** What a field for a date says. */
const zh = {
  hint: '如2026-08-05',
  pick: '从日历中选择',
  wrong: '没有这一天，请写成2026-08-05的形式。',
  moment: '如2026-08-05 09:30:00',
  wrongMoment: '没有这个时间，请写成2026-08-05 09:30:00的形式。',
}

export const dateField: typeof zh = chosen(zh, (english) => english.dateField)
