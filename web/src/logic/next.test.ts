import { expect, it } from 'vitest'
import { safeNext } from './next'

it.each([
  ['/tasks/ev-1:formation:-:draft:1?x=1#top', '/tasks/ev-1:formation:-:draft:1?x=1#top'],
  ['/', '/'],
  ['https://elsewhere.example/', '/'],
  ['//elsewhere.example/', '/'],
  ['/\\elsewhere.example', '/'],
  ['/\t/elsewhere.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/login?next=/login', '/'],
  [undefined, '/'],
  [['/a', '/b'], '/'],
])('safeNext(%j) is %s', (next, expected) => {
  expect(safeNext(next)).toBe(expected)
})
