import { expect, it } from 'vitest'
import { asEnvelope } from './envelope'

const whole = { type: 't', algorithm: 'ed25519', key_id: 'k', payload: 'p', signature: 's' }

it('takes a signed envelope and nothing beside it', () => {
  expect(asEnvelope(JSON.stringify({ ...whole, more: 1 }))).toEqual(whole)
})

it.each(['', '[]', 'null', '"x"', JSON.stringify({ ...whole, signature: '' }), JSON.stringify({ ...whole, payload: 3 })])('refuses %j', (text) => {
  expect(asEnvelope(text)).toBeUndefined()
})
