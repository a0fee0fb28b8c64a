import { expect, it } from 'vitest'
import { passwordComplaints } from './password'

const good = { old: 'old password', next: '新的口令要有十个字符', again: '新的口令要有十个字符' }

it('takes a new password of ten characters, typed twice', () => {
  expect(passwordComplaints(good)).toEqual({})
})

it.each([
  [{ old: '' }, ['old']],
  [{ next: '太短', again: '太短' }, ['next']],
  [{ next: good.old, again: good.old }, ['next']],
  [{ again: good.next + '!' }, ['again']],
  [{ old: '', next: '', again: 'x' }, ['again', 'next', 'old']],
])('says what is wrong with %j', (change, fields) => {
  expect(Object.keys(passwordComplaints({ ...good, ...change })).sort()).toEqual(fields)
})
