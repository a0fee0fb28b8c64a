import { onBeforeUnmount, onMounted, ref } from 'vue'
import { keep, recall } from '@/device'

/** Whether single letters do something on this device; somebody who speaks to a computer may not want that. */
export const keysEnabled = ref(recall('keys') !== 'off')

export function enableKeys(on: boolean): void {
  keysEnabled.value = on
  keep('keys', on ? 'on' : 'off')
}

/**
 * useKeys calls what a key stands for while the page is there: never while
 * somebody types or a dialog is open, and not with Ctrl, Alt or Meta.
 */
export function useKeys(actions: Record<string, () => void>): void {
  function pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return
    if (typesIn(event.target) || document.querySelector('[role=dialog]')) return
    const action = event.key === '?' || keysEnabled.value ? actions[event.key] : undefined
    if (!action) return
    event.preventDefault()
    action()
  }
  onMounted(() => document.addEventListener('keydown', pressed))
  onBeforeUnmount(() => document.removeEventListener('keydown', pressed))
}

function typesIn(target: EventTarget | null): boolean {
  const at = target as HTMLElement | null
  if (!at?.tagName) return false
  if (at.isContentEditable || at.tagName === 'TEXTAREA' || at.tagName === 'SELECT') return true
  return at.tagName === 'INPUT' && !['checkbox', 'radio', 'button'].includes((at as HTMLInputElement).type)
}
