// The journeys, in order.
import { accountJourneys } from './account.mjs'
import { administrationJourneys } from './administration.mjs'
import { axeJourneys } from './axe.mjs'
import { beginningJourneys } from './beginning.mjs'
import { bureauJourneys } from './bureau.mjs'
import { byFileJourneys } from './byfile.mjs'
import { caseJourneys } from './case.mjs'
import { englishJourneys } from './english.mjs'
import { check } from './harness.mjs'
import { organisationJourneys } from './organisation.mjs'
import { overviewJourneys } from './overview.mjs'
import { publishingJourneys } from './publishing.mjs'
import { rectificationJourneys } from './rectification.mjs'
import { returningJourneys } from './returning.mjs'
import { rehearsalJourneys } from './tables.mjs'
import { workJourneys } from './work.mjs'
import { zhanjiangJourneys } from './zhanjiang.mjs'

/** The parts, each of which can be played without those before. */
export const parts = { case: caseJourneys, zhanjiang: zhanjiangJourneys, release: rehearsalJourneys, returning: returningJourneys, account: accountJourneys, organisation: organisationJourneys, administration: administrationJourneys, work: workJourneys, overview: overviewJourneys, rectification: rectificationJourneys, bureau: bureauJourneys, byfile: byFileJourneys, beginning: beginningJourneys, english: englishJourneys, axe: axeJourneys, publishing: publishingJourneys }

/** The parts that bring a system of their own. */
export const selfServed = ['bureau', 'byfile', 'beginning']

/** Plays parts, or all of them. */
export async function journeys(h, names) {
  const unknown = names.filter((name) => !parts[name])
  check(!unknown.length, `no part is called ${unknown}; there are ${Object.keys(parts)}`)
  for (const [name, play] of Object.entries(parts)) if (!names.length || names.includes(name)) await play(h)

  await h.journey('no page asked another host or complained', () => {
    check(h.complaints.length === 0, h.complaints.join('\n'))
  })
}
