import { marked } from '@/logic/quotation'
import type { paper as zh } from '../paper'
import { count } from './plural'

export const paper: typeof zh = {
  letterBeside: 'It gives the digest of the dossier and is delivered beside it, not within it',
  contradiction: {
    title: 'Contradictions within the tables',
    lead: 'In these places what was filled in does not agree with the other figures of the tables. Check them: correct what is wrong, and give the reason where it is right as it is. It cannot be submitted before the reasons are given.',
    none: 'No contradiction was found within the tables.',
    count: (n, open) => `${count(n, 'contradiction')}, ${open ? `${open} without a reason` : 'all with a reason'}.`,
    failed: 'They cannot be checked at the moment; they will be checked when you submit.',
    row: 'Indicator',
    whole: 'whole table',
    message: 'Contradiction',
    stated: 'Filled in',
    computed: 'Computed',
    reason: 'Reason',
    reasonOf: (row) => `Reason for ${marked(row)}`,
    noReason: 'no reason given',
    signed: 'Before signing, check each of these contradictions and the reason given:',
  },
}
