import { mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import type { SheetFinding } from '@/logic/column'
import PasteCheck from './PasteCheck.vue'
import ScoreRows from './ScoreRows.vue'

// The controls alone: their style sheets are nothing for a test.
vi.mock('@/element/button', () => ({ ElButton: { template: '<button><slot /></button>' } }))

const items = [{ group: '产出', name: '数量', weight: '50', target: '100', actual: '90', score: '45' }]
const found: SheetFinding[] = [
  { cell: 'items.0.reason', code: 'missing_reason', message: '未得满分，没有写明原因。', demanded: true },
  { cell: 'items.0.actual', code: 'overachieved', message: '请核对。', demanded: false },
]

it('shows what was found beside its cell, and marks what must be filled in', () => {
  const rows = mount(ScoreRows, { props: { items, asked: ['target', 'actual', 'reason'], findings: found } })
  const reason = rows.get('input[data-column="reason"]')
  expect(reason.attributes('aria-invalid')).toBe('true')
  const told = rows.get('#' + (reason.attributes('aria-describedby') ?? 'nothing'))
  expect(told.text()).toBe('未得满分，没有写明原因。')
  expect(told.get('p').classes()).toContain('complaint')
  const actual = rows.get('input[data-column="actual"]')
  expect(actual.attributes('aria-invalid')).toBeUndefined()
  expect(rows.get('#' + (actual.attributes('aria-describedby') ?? 'nothing')).text()).toBe('请核对。')
})

it('takes a block of the common form from a spreadsheet', async () => {
  const rows = mount(ScoreRows, { props: { items, asked: ['target', 'actual', 'reason'] } })
  const event = Object.assign(new Event('paste', { bubbles: true, cancelable: true }), {
    clipboardData: { getData: () => '≥120万吨\t114万吨\t40\t38\t设备检修\n12次\t12次\t10\t10\t' },
  })
  rows.get('input[data-column="target"]').element.dispatchEvent(event)
  await rows.vm.$nextTick()
  await rows.findComponent(PasteCheck).vm.$emit('take')
  expect(rows.emitted('change')?.[0]?.[0]).toEqual([
    { group: '产出', name: '数量', target: '≥120万吨', actual: '114万吨', weight: '40', score: '38', reason: '设备检修' },
    { group: '', name: '', target: '12次', actual: '12次', weight: '10', score: '10' },
  ])
})
