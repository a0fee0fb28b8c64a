import type { publishing as zh } from '../publishing'

export const publishing: typeof zh = {
  title: 'Publication requests',
  lead: 'A system administrator proposes a new version of a process and a security administrator approves it. It applies to evaluations started from then on; those under way keep their own version.',
  empty: 'No publication requests.',
  columns: { process: 'Process', reason: 'Reason', by: 'Requested', state: 'Status', action: 'Action' },
  proposed: (who, at) => `${who}, ${at}`,
  decided: (who, at) => `${who}, ${at}`,
  expires: (at) => `valid until ${at}`,
  note: (text) => `Remark: ${text}`,
  approve: 'Approve publication',
  reject: 'Reject',
  withdraw: 'Withdraw',
  actionOf: (action, title, version) => `${action}: ${title}, version ${version}`,
  look: 'View changes',
  lookAt: (title, version) => `View the changes of ${title}, version ${version}`,
  against: (version) => `Compared with published version ${version}`,
  brandNew: 'This is a new process; there is no published version to compare it with.',
  done: { approve: 'Published. Evaluations started from now on use this version.', reject: 'Rejected.', withdraw: 'Withdrawn.' },
  propose: {
    title: 'Propose for publication',
    lead: 'Exactly the source in the editor is proposed. First raise its version and correct all problems.',
    reason: 'Reason',
    submit: 'Propose for publication',
    unsound: 'The source still has problems and cannot be proposed. Correct them one by one.',
    done: 'Proposed. It waits for a security administrator to approve it.',
  },
}
