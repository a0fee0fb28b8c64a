// All that the page says in English, loaded as one where somebody chose it.
import { account } from './account'
import { action } from './action'
import { administration } from './administration'
import { audit } from './audit'
import { board } from './board'
import { bureau } from './bureau'
import { channels } from './channels'
import { common } from './common'
import { daily } from './daily'
import { dateField } from './dateField'
import { definitions } from './definitions'
import { evaluation } from './evaluation'
import { firstRun } from './firstRun'
import { form } from './form'
import { holidays } from './holidays'
import { inbox } from './inbox'
import { keeping } from './keeping'
import { lists } from './lists'
import { lookBack } from './lookback'
import { material } from './material'
import { notice } from './notice'
import { organisation } from './organisation'
import { overview } from './overview'
import { paper } from './paper'
import { printed } from './printed'
import { publishing } from './publishing'
import { register } from './register'
import { release } from './release'
import { rollUp } from './rollup'
import { start } from './start'
import { substitution } from './substitution'
import { task } from './task'
import { titles } from './titles'
import { work } from './work'
import type { Words } from '..'

export { markChinese } from './mark'

const words: Words = {
  ...common, ...account, ...inbox, ...task, ...action, ...material, ...form, ...evaluation, ...start, ...substitution, ...notice, organisation,
}

export const english = {
  words, administration, audit, board, bureau, channels, daily, dateField, definitions, firstRun, holidays, keeping, lists, lookBack, overview, paper, printed, publishing, register, release, rollUp, titles, work,
}

export type English = typeof english
