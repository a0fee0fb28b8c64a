import { expect, it } from 'vitest'
import { compare } from './digest'

it.each([
  [{}, 'none'],
  [{ sealed: 'a' }, 'partly'],
  [{ sealed: 'a', filed: 'a' }, 'partly'],
  [{ sealed: 'a', filed: 'a', published: 'a' }, 'same'],
  [{ sealed: 'a', filed: 'b', published: 'a' }, 'different'],
  [{ sealed: 'a', published: 'b' }, 'different'],
  [{ filed: 'a', published: 'a' }, 'different'],
])('compares %j as %s', (digests, expected) => {
  expect(compare(digests)).toBe(expected)
})
