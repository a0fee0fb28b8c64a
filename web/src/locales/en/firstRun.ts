import type { firstRun as zh } from '../firstRun'
import { count } from './plural'

export const firstRun: typeof zh = {
  title: 'Getting started',
  lead: 'Do these things in this order to start the first self-evaluation. What is done is ticked by itself; once it has started, this page no longer appears.',
  over: 'A self-evaluation has been started. Everything that comes before it is done.',
  progress: (done, all) => `${done} of ${all} done`,
  done: 'done',
  open: 'to do',
  lacking: (names) => `Still missing: ${names}`,
  there: {
    administrators: (n) => `${n} appointed`, departments: (n) => count(n, 'department'), people: (n) => count(n, 'person', 'people'), roles: (n) => `${n} of 4 posts filled`,
    calendar: (n) => String(n), process: (n) => count(n, 'process', 'processes'), start: (n) => `${n} started`,
  },
  points: {
    administrators: { title: 'Appoint the three administrators', detail: 'The system, security and audit administrators must be three different people. The first ones are appointed on the server with jiheng admin.', link: '', to: '' },
    departments: { title: 'Import the departments', detail: 'Download the template, fill it in and import it. Mistakes are named cell by cell; correct them and import it again. The system administrator does this.', link: 'Import departments', to: 'organisation' },
    people: { title: 'Import the people', detail: 'Download the template, fill it in and import it. The system administrator gives everybody their first password.', link: 'Import people', to: 'organisation' },
    roles: { title: 'Fill the posts', detail: 'The system administrator proposes and the security administrator approves; it takes both.', link: 'Propose or approve appointments', to: 'administration' },
    calendar: { title: 'Check the public holidays', detail: 'Deadlines are counted in working days, so the public holidays of this year must have been imported. If not, the system administrator imports them under Administration, Working calendar, after a preview.', link: 'See or import the holidays', to: 'administration' },
    process: { title: 'Choose a process and preview its schedule', detail: 'Read it in words and as a diagram, and preview every deadline from a supposed start. A preview leaves no record, so this is ticked with the first self-evaluation that is started.', link: 'See the process definitions', to: 'definitions' },
    start: { title: 'Start the first self-evaluation', detail: 'The general office or the head of the unit logs in and starts it: choose the process, import the list of projects, confirm the schedule.', link: 'See the board', to: 'board' },
  },
  templates: { departments: 'Download the template for departments', people: 'Download the template for people' },
}
