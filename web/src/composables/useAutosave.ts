import { onBeforeUnmount, ref } from 'vue'
import { ProblemError } from '@/api/problem'

/** How what was typed stands with the server. */
export type SavingState = 'clean' | 'dirty' | 'saving' | 'saved' | 'failed' | 'conflict'

const pause = 2_000
const patience = 15_000

/**
 * useAutosave saves a while after the last key. What another place saved
 * meanwhile is not written over: `conflict` is called, and nothing is saved
 * until it is settled. What could not be saved is tried again.
 */
export function useAutosave(save: () => Promise<void>, conflict: () => Promise<void>) {
  const state = ref<SavingState>('clean')
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined

  function later(wait: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void now(), wait)
  }
  /** Something was typed. */
  function touch(): void {
    if (state.value === 'conflict') return
    state.value = 'dirty'
    later(pause)
  }
  /** Saves at once what is not saved yet; one save at a time. */
  async function now(): Promise<void> {
    clearTimeout(timer)
    await running
    if (state.value !== 'dirty' && state.value !== 'failed') return
    running = attempt().finally(() => (running = undefined))
    await running
  }
  async function attempt(): Promise<void> {
    state.value = 'saving'
    try {
      await save()
      // Whatever was typed meanwhile is saved after its own pause.
      if (state.value === 'saving') state.value = 'saved'
    } catch (thrown) {
      if (thrown instanceof ProblemError && thrown.problem.reason === 'draft_stale') {
        state.value = 'conflict'
        await conflict()
      } else {
        state.value = 'failed'
        if (!(thrown instanceof ProblemError) || thrown.passing) later(patience)
      }
    }
  }
  /** Nothing is left to save, such as when it was handed in. */
  function forget(): void {
    clearTimeout(timer)
    state.value = 'clean'
  }
  function settle(next: 'conflict' | 'saved' | 'dirty'): void {
    clearTimeout(timer)
    state.value = next
    if (next === 'dirty') later(0)
  }
  onBeforeUnmount(() => {
    if (state.value === 'dirty') void now()
    clearTimeout(timer)
  })
  return { state, touch, now, forget, settle }
}
