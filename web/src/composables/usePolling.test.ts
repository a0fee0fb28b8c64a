import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { FakeSource, fakeEvents } from '@/testing/events'
import { usePolling, type Live } from './usePolling'

const counts = { mine: 1, claimable: 0, done: 0, overdue: 0, today: 0, copied: 0, watched: 0, by_me_for_others: 0 }

beforeEach(() => {
  vi.useFakeTimers()
  fakeEvents()
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

function page(look: () => Promise<void>, live?: Live) {
  return mount(defineComponent({ setup: () => usePolling(look, 5_000, live), template: '<p />' }))
}

it('asks at once and every so often', async () => {
  const look = vi.fn(() => Promise.resolve())
  const view = page(look)
  expect(look).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(15_100)
  expect(look).toHaveBeenCalledTimes(4)
  expect(FakeSource.made).toHaveLength(0)
  view.unmount()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(look).toHaveBeenCalledTimes(4)
})

it('asks when it is told, and else seldom while the line is open', async () => {
  const look = vi.fn(() => Promise.resolve())
  const inbox = vi.fn()
  const view = page(look, { inbox })
  FakeSource.open()[0]?.opens()
  await vi.advanceTimersByTimeAsync(30_000)
  expect(look).toHaveBeenCalledTimes(1)
  FakeSource.open()[0]?.says('inbox', counts)
  await vi.advanceTimersByTimeAsync(1)
  expect(inbox).toHaveBeenCalledWith(counts)
  expect(look).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(66_000)
  expect(look).toHaveBeenCalledTimes(3)
  view.unmount()
  expect(FakeSource.open()).toHaveLength(0)
})

it('asks as often as before when the line breaks', async () => {
  const look = vi.fn(() => Promise.resolve())
  const view = page(look, {})
  FakeSource.open()[0]?.opens()
  await vi.advanceTimersByTimeAsync(20_000)
  expect(look).toHaveBeenCalledTimes(1)
  FakeSource.open()[0]?.breaks(false)
  await vi.advanceTimersByTimeAsync(15_000)
  expect(look).toHaveBeenCalledTimes(4)
  view.unmount()
})

it('looks again after what came while it looked, once for any number', async () => {
  let done: () => void = () => undefined
  const look = vi.fn(() => new Promise<void>((resolve) => (done = resolve)))
  const view = page(look, {})
  const [stream] = FakeSource.open()
  stream?.says('inbox', counts)
  stream?.says('inbox', counts)
  stream?.says('inbox', counts)
  await vi.advanceTimersByTimeAsync(1)
  expect(look).toHaveBeenCalledTimes(1)
  done()
  await vi.advanceTimersByTimeAsync(1)
  expect(look).toHaveBeenCalledTimes(2)
  done()
  await vi.advanceTimersByTimeAsync(1)
  expect(look).toHaveBeenCalledTimes(2)
  view.unmount()
})

it('hears of the evaluation that it shows and not of boxes', async () => {
  const look = vi.fn(() => Promise.resolve())
  const view = page(look, { evaluation: 'ev-1' })
  const [stream] = FakeSource.open()
  await vi.advanceTimersByTimeAsync(1)
  stream?.says('inbox', counts)
  await vi.advanceTimersByTimeAsync(1)
  expect(look).toHaveBeenCalledTimes(1)
  stream?.says('evaluation', { id: 'ev-1', seq: 2 })
  await vi.advanceTimersByTimeAsync(1)
  expect(look).toHaveBeenCalledTimes(2)
  view.unmount()
})
