import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { bureau } from '@/locales/bureau'
import type { ReceivedFiling } from '@/logic/filing'
import { me } from '@/session'
import GapPanel from './GapPanel.vue'

vi.mock('@/element/button', () => ({ ElButton: { template: '<button><slot /></button>' } }))

const reading = (assumed: boolean) => ({
  scheme: 's', version: 1, title: '方案', source: 'x', self: '97', review: '80', gap: '17', deduction: '3', lines: [],
  choices: [{ name: 'from', title: '从哪里起算', value: 'zero', value_title: '零', assumed }],
})
const filing = { id: 'rf-1', state: 'accepted', finance_total: '80', review: { items: [], totals: [], opinions: [], gaps: [] } } as unknown as ReceivedFiling
const asked: string[] = []

beforeEach(() => {
  asked.length = 0
  me.value = { roles: [{ role: 'bureau' }] } as never
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url, 'http://localhost')
    asked.push(url.pathname + url.search)
    const body = url.pathname.endsWith('/review-gap')
      ? reading(!url.searchParams.get('choices'))
      : url.pathname === '/api/v1/schemes'
        ? { schemes: [{ name: 's', version: 1, title: '方案', source: 'x', scores_gap: true }, { name: 'none', version: 1, title: '别的', source: 'x' }] }
        : { name: 's', version: 1, choices: [{ name: 'from', title: '从哪里起算', options: [{ value: 'zero', title: '零' }, { value: 'excess', title: '超过部分' }] }] }
    return new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } })
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  me.value = undefined
})

it('settles only what was read and chosen', async () => {
  const panel = mount(GapPanel, { props: { filing, busy: false } })
  await flushPromises()
  expect(panel.findAll('#gap-scheme option').map((o) => o.text())).toEqual([bureau.gaps.pick, bureau.gaps.version('方案', 1)])
  await panel.find('#gap-scheme').setValue('s@1')
  await flushPromises()
  expect(panel.text()).toContain(bureau.gaps.needChoices)
  expect(panel.find('button').attributes('disabled')).toBeDefined()
  await panel.find('#gap-from').setValue('excess')
  await flushPromises()
  expect(asked[asked.length - 1]).toBe('/api/v1/filings/rf-1/review-gap?scheme=s&version=1&choices=from%3Dexcess')
  await panel.find('button').trigger('click')
  expect(panel.emitted('settle')).toEqual([[{ scheme: 's', version: 1, choices: [{ name: 'from', value: 'excess' }] }]])
})

it('offers nothing to who does not review, nor before there is a review', async () => {
  expect(mount(GapPanel, { props: { filing: { ...filing, finance_total: '' }, busy: false } }).find('section').exists()).toBe(false)
  me.value = { roles: [{ role: 'supervisor' }] } as never
  expect(mount(GapPanel, { props: { filing, busy: false } }).find('section').exists()).toBe(false)
  await flushPromises()
  expect(asked).toEqual([])
})

it('marks a settlement that a later opinion outdated', () => {
  const gaps = [{ round: 1, opinion_round: 1, drawn: true, outdated: true, reading: reading(false), by_name: '', at: '2026-03-05T10:00:00+08:00' }]
  const panel = mount(GapPanel, { props: { filing: { ...filing, state: 'returned', review: { ...filing.review, gaps } } as ReceivedFiling, busy: false } })
  expect(panel.text()).toContain(bureau.gaps.outdated)
  expect(panel.text()).toContain(bureau.gaps.settledAs(1, '3'))
  expect(panel.find('button').exists()).toBe(false)
})
