import type { lookBack as zh } from '../lookback'

export const lookBack: typeof zh = {
  title: 'Looking back',
  on: (day) => `Looked back on ${day}`,
  outcome: (problem, rectified, finding) => `${problem}: ${rectified ? 'put right' : 'not put right'}. ${finding}`,
  download: 'Download the result',
  days: 'Days from accepting the answer to looking back',
  found: 'What the finance department found when it looked back',
}
