import type { printed as zh } from '../printed'
import { count } from './plural'

export const printed: typeof zh = {
  item: { second: 'Second level', name: 'Third level', unit: 'Unit', target: 'Target of the year', actual: 'Reached', reason: 'Why it differs, and what is done' },
  money: {
    title: 'Money of the project',
    name: 'Money',
    initial: 'Budget at the beginning',
    full_year: 'Budget of the year',
    executed: 'Spent',
    weight: 'Full points',
    rate: 'Share spent',
    score: 'Points',
    reason: 'Why it was not spent',
    add: 'Add a row of money',
    all: 'All money of the year',
  },
  about: {
    title: 'The project and its goal',
    project: 'Project',
    department: 'Competent department',
    implementer: 'Carried out by',
    money_unit: 'Unit of the money',
    expected: 'Goal of the year',
    reached: 'What was reached of it',
  },
  findings: {
    title: 'Findings',
    count: (n, must) => `${count(n, 'finding')}${must ? `; ${must} must be filled in before you can submit` : '; please look at each'}.`,
    none: 'Nothing was found.',
    whole: 'whole table',
  },
  notes: (n) => `It was read; ${count(n, 'thing')} to note:`,
  rows: 'Rows of the score table',
}
