import type { common as zh } from '../zh/common'

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

export const common: typeof zh = {
  name: 'Jiheng 绩衡',
  slogan: 'Budget performance self-evaluation',
  skip: 'Skip to main content',
  navigation: 'Main navigation',
  nav: { inbox: 'Workbench', evaluations: 'Self-evaluations', start: 'Start one', filings: 'Filings', check: 'Check a table', substitutions: 'Substitutes', administration: 'Administration', notices: 'Notices' },
  unread: (n) => `${n} unread`,
  logOut: 'Log out',
  loading: 'Loading…',
  more: 'Next page',
  back: 'Previous page',
  reload: 'Reload',
  retry: 'Try again',
  cancel: 'Cancel',
  format: {
    date: (year, month, day) => `${day} ${months[month - 1] ?? month} ${year}`,
    dateTime: (date, time) => `${date}, ${time}`,
    amount: (yuan, wan) => `CNY ${yuan} (${wan} ten thousand yuan)`,
  },
  language: {
    title: 'Language',
    note: 'The pages can be shown in English. Names of tasks, steps and fields, and the messages of the system, belong to the process and to the record; they are kept in Chinese and are not translated.',
    typed: 'The page has to be loaded again in the other language. What you have typed here and not submitted may have to be typed again.',
    change: 'Change language',
    stay: 'Stay on this page',
  },
  none: '—',
  pair: (name, value) => `${name}: ${value}`,
  aside: (text) => ` (${text})`,
  both: (first, second) => `${first}, ${second}`,
  list: ', ',
  unsavedLoaded: 'What you typed last time and did not submit has been restored.',
  notFound: { title: 'There is no such page', detail: 'The address may be mistyped, or the page has moved.', home: 'Back to the workbench' },
  problem: {
    unreachable: { title: 'The server cannot be reached', detail: 'Check your network and try again. Trying again never does anything twice.' },
    unavailable: { title: 'The system is not available at the moment', detail: 'The result is not confirmed. Reload to see it, and keep what you have typed until then.' },
    unexpected: { title: 'Something unexpected happened', detail: 'Reload the page and try again. If it keeps happening, tell the system administrator.' },
    tooLarge: { title: 'The file is too large', detail: 'A file may have at most 50 MB.' },
    rule: 'Rule',
    request: 'Request number',
    lostPage: 'The page has been updated. Reload it to go on.',
  },
}
