import { expect, it } from 'vitest'
import { marked } from './quotation'

it.each([
  ['公用经费控制率', '“公用经费控制率”'],
  ['“公用经费”控制率', '“‘公用经费’控制率”'],
  ['“一‘二’三”四', '“‘一“二”三’四”'],
  ['‘三公’经费', '“‘三公’经费”'],
  ['the unit’s own', '“the unit’s own”'],
])('marks %s', (title, want) => {
  expect(marked(title)).toBe(want)
})
