import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { ProblemError } from '@/api/problem'
import { useAutosave } from './useAutosave'

const refused = (status: number, reason: string) => new ProblemError({ type: '', title: '', status, code: 'conflict', reason, request_id: '' })
let save = vi.fn(() => Promise.resolve())
const conflict = vi.fn(() => Promise.resolve())

beforeEach(() => {
  vi.useFakeTimers()
  save = vi.fn(() => Promise.resolve())
  conflict.mockClear()
})
afterEach(() => vi.useRealTimers())

function open() {
  let saving!: ReturnType<typeof useAutosave>
  const view = mount(defineComponent({ setup: () => void (saving = useAutosave(() => save(), conflict)), template: '<p />' }))
  return { view, saving }
}

it('saves once, a while after the last key', async () => {
  const { saving } = open()
  saving.touch()
  await vi.advanceTimersByTimeAsync(1_500)
  saving.touch()
  await vi.advanceTimersByTimeAsync(1_500)
  expect(save).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(600)
  expect(save).toHaveBeenCalledTimes(1)
  expect(saving.state.value).toBe('saved')
})

it('saves again what was typed while it saved', async () => {
  const { saving } = open()
  save.mockImplementation(() => new Promise((done) => setTimeout(done, 3_000)))
  saving.touch()
  await vi.advanceTimersByTimeAsync(2_100)
  saving.touch()
  expect(saving.state.value).toBe('dirty')
  await vi.advanceTimersByTimeAsync(9_000)
  expect(save).toHaveBeenCalledTimes(2)
  expect(saving.state.value).toBe('saved')
})

it('writes over nobody, and waits until that is settled', async () => {
  const { saving } = open()
  save.mockRejectedValueOnce(refused(409, 'draft_stale'))
  saving.touch()
  await vi.advanceTimersByTimeAsync(2_100)
  expect(conflict).toHaveBeenCalledTimes(1)
  saving.touch()
  await vi.advanceTimersByTimeAsync(20_000)
  expect(save).toHaveBeenCalledTimes(1)
  saving.settle('dirty')
  await vi.advanceTimersByTimeAsync(1)
  expect(save).toHaveBeenCalledTimes(2)
  expect(saving.state.value).toBe('saved')
})

it('tries again what did not get through, and not what was refused', async () => {
  const { saving } = open()
  save.mockRejectedValueOnce(refused(503, 'unavailable'))
  saving.touch()
  await vi.advanceTimersByTimeAsync(2_100)
  expect(saving.state.value).toBe('failed')
  await vi.advanceTimersByTimeAsync(15_100)
  expect(saving.state.value).toBe('saved')
  save.mockRejectedValue(refused(403, 'not_assignee'))
  saving.touch()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(save).toHaveBeenCalledTimes(3)
  expect(saving.state.value).toBe('failed')
})

it('saves what is left when somebody goes, and nothing once it was handed in', async () => {
  const one = open()
  one.saving.touch()
  one.view.unmount()
  await vi.advanceTimersByTimeAsync(1)
  expect(save).toHaveBeenCalledTimes(1)
  const two = open()
  two.saving.touch()
  two.saving.forget()
  await vi.advanceTimersByTimeAsync(9_000)
  two.view.unmount()
  expect(save).toHaveBeenCalledTimes(1)
})
