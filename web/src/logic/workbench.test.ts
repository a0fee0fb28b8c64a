import { expect, it } from 'vitest'
import { arrange, shownOfEach } from './workbench'

const row = (id: string) => ({ id }) as Parameters<typeof arrange>[0][number]
const ids = (rows: { id: string }[]) => rows.map((r) => r.id).join(' ')

it('shows each task once, where it presses most', () => {
  const found = arrange([row('a')], [row('b')], [row('a'), row('c')], [row('b'), row('d')])
  expect([ids(found.soon), ids(found.mine), ids(found.claimable)]).toEqual(['a b', 'c', 'd'])
})

it('shows no more than fits, and what did not fit is not shown elsewhere either', () => {
  const many = Array.from({ length: shownOfEach + 2 }, (_, i) => row(`t${i}`))
  const found = arrange(many, [], many, [])
  expect(found.soon).toHaveLength(shownOfEach)
  expect(ids(found.mine)).toBe('')
})
