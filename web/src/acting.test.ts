import { beforeEach, expect, it } from 'vitest'
import { actFor, actingHeaders, principal, recallActing } from './acting'

beforeEach(() => actFor(undefined, 'b'))

it('says for whom it acts with what is about tasks, and with nothing else', () => {
  expect(actingHeaders('/api/v1/tasks')).toEqual({})
  actFor({ id: 'a', name: '甲' }, 'b')
  for (const path of ['/api/v1/tasks', '/api/v1/tasks/counts', '/api/v1/tasks/t1/claim', '/api/v1/materials/m1/content']) expect(actingHeaders(path)).toEqual({ 'X-Acting-For': 'a' })
  for (const path of ['/api/v1/session', '/api/v1/tasksters', '/api/v1/substitutions', '/api/v1/evaluations/e1']) expect(actingHeaders(path)).toEqual({})
})

it('goes on after a reload, for the same person only', () => {
  actFor({ id: 'a', name: '甲' }, 'b')
  principal.value = undefined
  recallActing('c')
  expect(principal.value).toBeUndefined()
  recallActing('b')
  expect(principal.value).toEqual({ id: 'a', name: '甲' })
  actFor(undefined, 'b')
  recallActing('b')
  expect(principal.value).toBeUndefined()
})
