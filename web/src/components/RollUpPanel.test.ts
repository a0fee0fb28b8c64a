import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import RollUpPanel from './RollUpPanel.vue'

const item = { id: 'a', kind: 'project', title: '热线项目', department_id: 'hotline', department_name: '热线科', amount_yuan: '3060000' }
const found = {
  applicable: true, counts: { asked: 1, in: 0, late: 1, returned: 1, missing: 1 }, digest: 'cd'.repeat(32), stale: true,
  items: [{ item, asked: true, in: false, late_days: 2, returned: 1, held_by: [{ task_id: 't', stage_title: '自查', title: '提交', name: '热线科长', due_at: '2026-01-01T00:00:00Z', overdue: true }], sources: [] }],
  totals: [{ name: 'budget', title: '预算金额', kind: 'money', sum: '0', parts: [] }],
  recorded: { task_id: 'r', digest: 'ab'.repeat(32), seq: 9, at: '2026-01-01T00:00:00Z', by: 'f', by_name: '财务', sources: 10 },
  changes: [{ item: 'a', item_title: '热线项目', kind: 'returned', title: '科室自查', at: '2026-01-02T00:00:00Z', by: 's', by_name: '监督科长' }],
}
vi.mock('@/element/button', () => ({ ElButton: { template: '<button><slot /></button>' } }))
vi.mock('@/api/client', () => ({ server: { GET: () => undefined }, answer: () => Promise.resolve(found) }))

it('says that a roll-up is stale, why, by whom, and with whom it is', async () => {
  const view = mount(RollUpPanel, { props: { id: 'e', seq: 1 } })
  await flushPromises()
  const alert = view.find('[role=alert]').text()
  expect(alert).toContain('汇总已经过时')
  expect(alert).toContain('热线项目')
  expect(alert).toContain('监督科长')
  expect(view.find('tbody tr').text()).toContain('热线科长')
  expect(view.text()).toContain('ab'.repeat(32))
  expect(view.text()).toContain('cd'.repeat(32))
})
