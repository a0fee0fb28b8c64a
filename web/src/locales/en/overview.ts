import type { overview as zh } from '../overview'
import { count } from './plural'

const late = (n: number) => `${count(n, 'day')} late`

export const overview: typeof zh = {
  holidays: (year) => `Holidays of ${year}`,
  timeline: {
    title: 'Progress',
    summary: (due, ends, n) => `Planned to finish on ${due}, expected to finish on ${ends}, ${n > 0 ? late(n) : 'on time'}.`,
    over: (due, ends, n) => `Planned to finish on ${due}, finished on ${ends}, ${n > 0 ? late(n) : 'on time'}.`,
    noForecast: 'Terminated; nothing more is expected.',
    how: 'The forecast goes by what is known: open tasks end at their deadline, overdue ones count from today, later steps take the time planned for them. It is made anew whenever this page is opened.',
    planned: 'Planned',
    actual: 'Actual',
    forecast: 'Forecast',
    today: 'Today',
    table: 'Show as a table',
    subject: 'Stage, item',
    difference: 'Difference',
    who: 'Waiting for',
    late,
    willBeLate: (n) => `expected ${late(n)}`,
    onTime: 'on time',
    critical: 'on the critical path',
    waits: (title, who) => `${title}: ${who || 'system'}`,
    unclaimed: 'to be claimed',
    more: (n) => `${n} more, see the table`,
    whole: 'as a whole',
    bar: (subject, planned, actual, forecast) => `${subject}: planned ${planned}; actual ${actual || 'not begun'}; forecast ${forecast || 'none'}`,
    span: (from, to) => (from === to ? from : `${from} to ${to}`),
    since: (from) => `since ${from}`,
  },
  diagram: {
    title: 'Diagram',
    open: 'Show the diagram',
    file: 'Download the BPMN 2.0 file',
    label: (title) => `Diagram of ${title}; the state of each step is in the list below`,
    list: 'State of each step',
    state: { waiting: 'Not yet', open: 'Open', done: 'Done', returned: 'Returned', skipped: 'Skipped' },
    counts: (p) => {
      const parts = [
        p.open && `${p.open} open`, p.again && `${p.again} of them again`, p.done && `${p.done} done`, p.returned && `${p.returned} returned`, p.skipped && `${p.skipped} skipped`,
      ].filter(Boolean)
      return p.items > 1 && parts.length > 0 ? `${p.items} in all: ${parts.join(', ')}` : ''
    },
    unreadable: 'The diagram cannot be read. Download the file and open it with another tool.',
  },
}
