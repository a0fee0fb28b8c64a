import type { keeping as zh } from '../keeping'

export const keeping: typeof zh = {
  title: 'Records',
  until: (day) => `The papers are kept until ${day}.`,
  held: 'This self-evaluation is under a hold; nothing of it may be cleared away.',
  gone: (day, by) => `The contents of papers and dossiers were disposed of on ${day} with the consent of ${by}. Digests, lists and the journal stay for ever.`,
  hold: (n) => `Hold ${n}`,
  by: (name, at) => `placed by ${name}, ${at}`,
  reference: 'Document relied on',
  lifted: (name, at) => `lifted by ${name}, ${at}`,
  lasts: 'not lifted yet',
  disposals: 'Proposals of disposal',
  proposed: (name, at) => `proposed by ${name}, ${at}`,
  decided: (name, at) => `decided by ${name}, ${at}`,
  state: { proposed: 'waiting for approval', approved: 'approved', refused: 'refused' },
}
