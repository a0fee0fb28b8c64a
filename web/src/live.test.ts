import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { actFor } from './acting'
import { connected, listen } from './live'
import { FakeSource, fakeEvents, hide } from './testing/events'

const counts = { mine: 1, claimable: 2, done: 3, overdue: 4, today: 0, copied: 5, watched: 6, by_me_for_others: 7 }
const ends: (() => void)[] = []
const hear: typeof listen = (ears) => {
  const end = listen(ears)
  ends.push(end)
  return end
}

beforeEach(() => {
  vi.useFakeTimers()
  fakeEvents()
})
afterEach(() => {
  ends.splice(0).forEach((end) => end())
  actFor(undefined, 'b')
  hide(false)
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('live updates', () => {
  it('share one stream, which ends with the last who listens', () => {
    const first = hear({})
    const second = hear({})
    expect(FakeSource.open().map((s) => s.url)).toEqual(['/api/v1/events'])
    FakeSource.open()[0]?.opens()
    expect(connected.value).toBe(true)
    first()
    expect(FakeSource.open()).toHaveLength(1)
    second()
    expect(FakeSource.open()).toHaveLength(0)
    expect(connected.value).toBe(false)
  })

  it('tell everybody of the boxes, and of an evaluation those who show it', () => {
    const inbox = vi.fn()
    const grown = vi.fn()
    hear({ inbox })
    hear({ evaluation: { id: 'ev-1', grown } })
    const [stream] = FakeSource.open()
    expect(stream?.url).toBe('/api/v1/events?evaluation=ev-1')
    stream?.says('inbox', counts)
    expect(inbox).toHaveBeenCalledWith(counts)
    stream?.says('evaluation', { id: 'ev-2', seq: 3 })
    expect(grown).not.toHaveBeenCalled()
    stream?.says('evaluation', { id: 'ev-1', seq: 3 })
    expect(grown).toHaveBeenCalledOnce()
  })

  it('are those of whom somebody acts for, from when he does', () => {
    hear({ evaluation: { id: 'ev-1', grown: vi.fn() } })
    actFor({ id: '甲&', name: '甲' }, 'b')
    expect(FakeSource.open().map((s) => s.url)).toEqual(['/api/v1/events?evaluation=ev-1&acting_for=%E7%94%B2%26'])
    actFor(undefined, 'b')
    expect(FakeSource.open().map((s) => s.url)).toEqual(['/api/v1/events?evaluation=ev-1'])
  })

  it('take no connection while nobody sees the page', () => {
    hear({})
    hide(true)
    expect(FakeSource.open()).toHaveLength(0)
    hide(false)
    expect(FakeSource.open()).toHaveLength(1)
  })

  it('leave a broken line to the browser and ask again after a refusal', () => {
    hear({})
    const stream = FakeSource.open()[0]
    stream?.opens()
    stream?.breaks(false)
    expect(connected.value).toBe(false)
    vi.advanceTimersByTime(120_000)
    expect(FakeSource.made).toHaveLength(1)
    stream?.opens()
    expect(connected.value).toBe(true)
    stream?.breaks(true)
    vi.advanceTimersByTime(59_000)
    expect(FakeSource.open()).toHaveLength(0)
    vi.advanceTimersByTime(1_000)
    expect(FakeSource.open()).toHaveLength(1)
  })

  it('do without, where the browser cannot', () => {
    vi.stubGlobal('EventSource', undefined)
    hear({})
    expect(connected.value).toBe(false)
  })
})
