import type { dateField as zh } from '../dateField'

export const dateField: typeof zh = {
  hint: 'such as 2026-08-05',
  pick: 'Pick from a calendar',
  wrong: 'There is no such day. Write it like 2026-08-05.',
  moment: 'such as 2026-08-05 09:30:00',
  wrongMoment: 'There is no such time. Write it like 2026-08-05 09:30:00.',
}
