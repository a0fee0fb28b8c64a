import { onBeforeUnmount, onMounted } from 'vue'

/**
 * Calls `look` at once and then every so often, never twice at a time and not
 * while nobody sees the page. What fails is left to `look`.
 */
export function usePolling(look: () => Promise<void>, milliseconds: number): { now: () => Promise<void> } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false
  let running: Promise<void> | undefined

  async function round(): Promise<void> {
    clearTimeout(timer)
    if (!document.hidden) await look().catch(() => undefined)
    if (!stopped) {
      clearTimeout(timer)
      timer = setTimeout(() => void once(), milliseconds)
    }
  }
  function once(): Promise<void> {
    running ??= round().finally(() => {
      running = undefined
    })
    return running
  }
  // What was under way may have begun before what the caller has just done.
  async function now(): Promise<void> {
    await running
    await once()
  }
  const seen = () => {
    if (!document.hidden) void once()
  }

  onMounted(() => {
    document.addEventListener('visibilitychange', seen)
    void once()
  })
  onBeforeUnmount(() => {
    stopped = true
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', seen)
  })
  return { now }
}
