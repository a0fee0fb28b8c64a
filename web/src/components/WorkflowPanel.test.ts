import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { audit } from '@/locales/audit'
import type { Entry } from '@/logic/audit'
import WorkflowPanel from './WorkflowPanel.vue'

vi.mock('@/element/button', () => ({ ElButton: { template: '<button><slot /></button>' } }))

const entry = (seq: number, who: string, what: string) => ({
  seq, at: '2026-03-01T09:00:00+08:00', type: 'x', type_title: what, actor: 'a', actor_name: who, rule: '', policy_version: '', request_id: '', data: {}, prev_hash: '', hash: '',
}) as Entry
const run = (name: string, status: string, from: string, text: string, seq: number) => ({
  workflow: 'evaluation:e', run: name, status, started_at: from, closed_at: from, events: 1, sha256: `digest-of-${name}`, steps: [{ event: 5, at: from, text, entry: seq }],
})

afterEach(() => { vi.unstubAllGlobals() })

async function shown(runs: unknown[]) {
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ runs }), { headers: { 'Content-Type': 'application/json' } }))
  const panel = mount(WorkflowPanel, { props: { id: 'e', entries: [entry(3, '办公室主任', '签收任务'), entry(9, '系统', '开放阶段')] } })
  await flushPromises()
  return panel
}

it('shows runs that were continued in their order, each beside the entries that it was told of', async () => {
  const panel = await shown([
    run('second', 'Completed', '2026-03-02T09:00:00+08:00', '被告知有新的流水', 9),
    run('first', 'ContinuedAsNew', '2026-03-01T09:00:00+08:00', '读取评价的情况', 3),
  ])
  const runs = panel.findAll('details')
  expect(runs.map((r) => r.find('summary').text().slice(0, 5))).toEqual(['第1次运行', '第2次运行'])
  expect(runs[0]?.text()).toContain(audit.workflow.status.ContinuedAsNew)
  expect(runs[0]?.text()).toContain('办公室主任')
  expect(runs[0]?.text()).not.toContain(audit.workflow.continued(1))
  expect(runs[1]?.text()).toContain(audit.workflow.continued(1))
  expect(runs[1]?.text()).toContain('开放阶段')
  expect(runs[1]?.text()).toContain('digest-of-second')
})

it('says so where nothing was archived', async () => {
  expect((await shown([])).text()).toContain(audit.workflow.none)
})
