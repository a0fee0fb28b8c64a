import { computed, ref, shallowRef } from 'vue'
import { Command } from '@/api/command'
import { ProblemError, problemOf, type Problem } from '@/api/problem'

/**
 * useCommand carries out what people click: one at a time, each under a key of
 * its own. If no answer came, `retry` sends the same command again under the
 * same key, since nobody knows whether it was done.
 */
export function useCommand() {
  const busy = ref(false)
  const problem = shallowRef<Problem>()
  const stale = ref(false)
  const pending = shallowRef<() => Promise<boolean>>()

  async function attempt<T>(command: Command<T>, done: (result: T) => unknown): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    clear()
    try {
      await done(await command.run())
      return true
    } catch (thrown) {
      problem.value = problemOf(thrown)
      stale.value = thrown instanceof ProblemError && thrown.stale
      if (thrown instanceof ProblemError && thrown.passing) pending.value = () => attempt(command, done)
      return false
    } finally {
      busy.value = false
    }
  }

  function clear(): void {
    problem.value = undefined
    stale.value = false
    pending.value = undefined
  }

  /** Carries out a command and hands its answer on; false if it was refused. */
  function run<T>(send: (key: string) => Promise<T>, done: (result: T) => unknown = () => undefined): Promise<boolean> {
    return attempt(new Command(send), done)
  }

  return { busy, problem, stale, run, clear, canRetry: computed(() => pending.value !== undefined), retry: () => pending.value?.() }
}
