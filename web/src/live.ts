import { ref, watch } from 'vue'
import { principal } from '@/acting'
import type { components } from '@/api/schema.gen'

export type Counts = components['schemas']['TaskCounts']

/** What a page wants to hear of. */
export interface Ears {
  /** My boxes, or those of whom I act for, may have changed. */
  inbox?: (counts: Counts) => void
  /** The evaluation that the page shows has gone on. */
  evaluation?: { id: string; grown: () => void }
}

/** Whether the server tells by itself what changes; otherwise pages must ask. */
export const connected = ref(false)

// A stream that the server has refused is tried again after this time.
const patience = 60_000

const ears = new Set<Ears>()
let source: EventSource | undefined
let address = ''
let retry: ReturnType<typeof setTimeout> | undefined

/**
 * Hears of changes until the function that it gives is called. All pages of a
 * window share one stream, and a window that nobody sees has none: a browser
 * opens only six connections to a server at a time.
 */
export function listen(wanted: Ears): () => void {
  ears.add(wanted)
  adjust()
  return () => {
    ears.delete(wanted)
    adjust()
  }
}

document.addEventListener('visibilitychange', () => adjust())
watch(principal, () => adjust(), { flush: 'sync' })

function adjust(): void {
  const wanted = ears.size > 0 && !document.hidden && typeof EventSource !== 'undefined' ? addressNow() : ''
  if (wanted === address) return
  close()
  if (wanted) open(wanted)
}

function addressNow(): string {
  const shown = [...ears].flatMap((e) => (e.evaluation ? [e.evaluation.id] : [])).pop()
  // An EventSource sends no headers.
  const asked = new URLSearchParams({ ...(shown ? { evaluation: shown } : {}), ...(principal.value ? { acting_for: principal.value.id } : {}) }).toString()
  return '/api/v1/events' + (asked ? `?${asked}` : '')
}

function open(to: string): void {
  address = to
  const opened = new EventSource(to)
  source = opened
  opened.addEventListener('open', () => {
    connected.value = true
  })
  opened.addEventListener('error', () => {
    connected.value = false
    // A broken line is mended by the browser, a refusal is not.
    if (opened.readyState === EventSource.CLOSED && source === opened) {
      source = undefined
      retry = setTimeout(() => {
        address = ''
        adjust()
      }, patience)
    }
  })
  opened.addEventListener('inbox', (event) => {
    const counts = JSON.parse(event.data as string) as Counts
    for (const e of [...ears]) e.inbox?.(counts)
  })
  opened.addEventListener('evaluation', (event) => {
    const { id } = JSON.parse(event.data as string) as { id: string }
    for (const e of [...ears]) if (e.evaluation?.id === id) e.evaluation.grown()
  })
}

function close(): void {
  clearTimeout(retry)
  source?.close()
  source = undefined
  address = ''
  connected.value = false
}
