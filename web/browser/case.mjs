// A case through the pages by its roles, from its start to its group: each
// journey begins where the one before left it.
import { closingJourneys } from './closing.mjs'
import { handlingJourneys } from './handling.mjs'
import { inspectionJourneys } from './inspection.mjs'
import { materialJourneys } from './materials.mjs'
import { openingJourneys } from './opening.mjs'
import { reviewJourneys } from './review.mjs'

export async function caseJourneys(h) {
  const c = { evaluation: '', submitTask: '', reviewTask: '', inspectTask: '' }
  for (const play of [openingJourneys, handlingJourneys, materialJourneys, reviewJourneys, inspectionJourneys, closingJourneys]) await play(h, c)
}
