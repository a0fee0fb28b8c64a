import { ref } from 'vue'
import { keep, recall } from '@/device'

export type Theme = 'system' | 'light' | 'dark'
export const themes: Theme[] = ['system', 'light', 'dark']

/** How the page is shown: as the device says, or always light or dark. */
export const theme = ref<Theme>('system')

/** Whether it is dark now, for what draws with colours of its own. */
export const dark = ref(false)

// One choice for each person at this device, and the last one for before
// anybody is known.
const placeOf = (person?: string) => (person ? `theme.${person}` : 'theme')

const asked = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : undefined
asked?.addEventListener('change', show)

/** Shows the page as it was shown here last; called before anything is drawn. */
export function recallTheme(person?: string): void {
  const kept = recall(placeOf(person))
  theme.value = themes.find((t) => t === kept) ?? 'system'
  if (person) keep(placeOf(), theme.value)
  show()
}

/** Keeps what a person chose, on this device. */
export function chooseTheme(next: Theme, person: string): void {
  theme.value = next
  keep(placeOf(person), next)
  keep(placeOf(), next)
  show()
}

function show(): void {
  dark.value = theme.value === 'dark' || (theme.value === 'system' && asked?.matches === true)
  document.documentElement.classList.toggle('dark', dark.value)
  document.documentElement.classList.toggle('light', !dark.value)
}
