import { onBeforeUnmount, onMounted } from 'vue'
import { connected, listen, type Counts } from '@/live'

/** What makes `look` run besides the clock. */
export interface Live {
  /** My boxes may have changed; called before `look` is. */
  inbox?: (counts: Counts) => void
  /** The evaluation whose changes matter. */
  evaluation?: string
}

// While the server tells what changes, asking is for what it may have missed.
const seldom = 60_000

/**
 * Calls `look` at once and then every so often, never twice at a time and not
 * while nobody sees the page. With `live` it is called when the server tells
 * of a change, and seldom otherwise; without a line to the server it asks as
 * often as before. What fails is left to `look`.
 */
export function usePolling(look: () => Promise<void>, milliseconds: number, live?: Live): { now: () => Promise<void> } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false
  let running: Promise<void> | undefined
  let waiting: Promise<void> | undefined
  let deafen: (() => void) | undefined

  async function round(): Promise<void> {
    clearTimeout(timer)
    if (!document.hidden) await look().catch(() => undefined)
    if (!stopped) {
      clearTimeout(timer)
      timer = setTimeout(tick, milliseconds)
    }
  }
  let last = 0
  // Looks as often as is needed by now: the line may have broken meanwhile.
  function tick(): void {
    if (live && connected.value && Date.now() - last < seldom) {
      timer = setTimeout(tick, milliseconds)
      return
    }
    void once()
  }
  function once(): Promise<void> {
    last = Date.now()
    running ??= round().finally(() => {
      running = undefined
    })
    return running
  }
  // What was under way may have begun before what the caller has just done.
  async function now(): Promise<void> {
    waiting ??= (async () => {
      await running
      waiting = undefined
      await once()
    })()
    await waiting
  }
  const seen = () => {
    if (!document.hidden) void once()
  }

  onMounted(() => {
    document.addEventListener('visibilitychange', seen)
    if (live) {
      deafen = listen({
        inbox: (counts) => {
          live.inbox?.(counts)
          if (!live.evaluation) void now()
        },
        ...(live.evaluation ? { evaluation: { id: live.evaluation, grown: () => void now() } } : {}),
      })
    }
    void once()
  })
  onBeforeUnmount(() => {
    stopped = true
    clearTimeout(timer)
    deafen?.()
    document.removeEventListener('visibilitychange', seen)
  })
  return { now }
}
