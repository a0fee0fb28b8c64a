import { onBeforeUnmount, ref, type Ref } from 'vue'

/** Whether the page is being printed: what is shown in pages is then shown whole. */
export function usePrinting(): Ref<boolean> {
  const printing = ref(false)
  const media = window.matchMedia('print')
  const tell = () => { printing.value = media.matches }
  const begin = () => { printing.value = true }
  const end = () => { printing.value = false }
  media.addEventListener('change', tell)
  window.addEventListener('beforeprint', begin)
  window.addEventListener('afterprint', end)
  onBeforeUnmount(() => {
    media.removeEventListener('change', tell)
    window.removeEventListener('beforeprint', begin)
    window.removeEventListener('afterprint', end)
  })
  return printing
}
