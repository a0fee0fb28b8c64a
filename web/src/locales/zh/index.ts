import { organisation } from '../organisation'
import { account } from './account'
import { action } from './action'
import { common } from './common'
import { evaluation } from './evaluation'
import { form } from './form'
import { inbox } from './inbox'
import { material } from './material'
import { notice } from './notice'
import { start } from './start'
import { substitution } from './substitution'
import { task } from './task'

/** All that the page says by itself; the server words its own messages. */
export const zh = {
  ...common,
  ...account,
  ...inbox,
  ...task,
  ...action,
  ...material,
  ...form,
  ...evaluation,
  ...start,
  ...substitution,
  ...notice,
  organisation,
}
