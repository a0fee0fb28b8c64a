import { describe, expect, it } from 'vitest'
import { indicatorRows, inputNames, inputsOf, inputText, tidyScores, wayOf, withInput, withRow, type SchemeIndicator } from './score'
import { emptySheet } from './sheet'

const leaf: SchemeIndicator = { id: 'rate', title: '完成率', measure: { above: [{ input: 'executed', title: '支出' }], below: [{ input: 'income', title: '收入' }] } }
const tree: SchemeIndicator[] = [{ id: 'g', title: '组', children: [leaf, { id: 'x', title: '另一项' }] }]

it('indicatorRows reads the tree as it is printed', () => {
  expect(indicatorRows(tree).map((r) => [r.indicator.id, r.level, r.leaf])).toEqual([['g', 0, false], ['rate', 1, true], ['x', 1, true]])
})

describe('inputNames', () => {
  it('takes the measure, what the preview waits for, and what stands there', () => {
    const line = { id: 'rate', title: '', level: 1, inputs: [{ name: 'income', value: '1' }], applied: [], waits: [{ reason: 'input_missing' as const, input: 'target' }] }
    const filled = { id: 'rate', inputs: { own: '1' } }
    expect(inputNames(leaf, line, filled, { target: '目标值' })).toEqual([
      { name: 'executed', title: '支出' }, { name: 'income', title: '收入' }, { name: 'target', title: '目标值' }, { name: 'own', title: 'own' },
    ])
  })
})

describe('a sheet by the scheme', () => {
  it('keeps what was typed, and leaves out what was emptied', () => {
    let sheet = withRow(emptySheet(), 'rate', (r) => withInput(r, 'executed', ' 98 '))
    sheet = withRow(sheet, 'x', (r) => ({ ...r, declared: ' ', reason: '' }))
    expect(inputText(inputsOf(sheet)[0], 'executed')).toBe('98')
    expect(tidyScores(sheet)).toEqual({ items: [{ id: 'rate', inputs: { executed: '98' } }] })
    expect(tidyScores(withRow(sheet, 'rate', (r) => withInput(r, 'executed', '')))).toBeUndefined()
  })
  it('changes the value of a reasoned input and keeps the reason', () => {
    const row = { id: 'x', inputs: { off: { value: '1', reason: '迟报' } } }
    expect(withInput(row, 'off', '2').inputs).toEqual({ off: { value: '2', reason: '迟报' } })
    expect(inputText(row, 'off')).toBe('1')
  })
  it('keeps what else the sheet says', () => {
    expect(tidyScores({ ...emptySheet(), scores: { choices: { a: 'b' }, items: [] } })).toEqual({ choices: { a: 'b' }, items: [] })
  })
})

it('wayOf tells the rate and every rule that was applied', () => {
  const step = (text: string) => ({ op: 'div', operands: [], result: '1', text })
  const line = { rate_steps: [step('1 ÷ 2 = 50%')], applied: [{ rule: 'capped_ratio', effect: 'award' as const, steps: [step('10 × 0.5 = 5')] }, { rule: '', effect: 'clamp' as const, steps: [] }, { rule: 'discretion', effect: 'deduct' as const, steps: [], reason: '迟' }] }
  expect(wayOf(line, { capped_ratio: '比例封顶', discretion: '酌情' })).toEqual([
    { title: '', text: '1 ÷ 2 = 50%' }, { title: '比例封顶', text: '10 × 0.5 = 5' }, { title: '酌情', text: '', reason: '迟' },
  ])
})
