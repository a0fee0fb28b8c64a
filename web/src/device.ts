// What somebody chose for this device: it stays here and is nobody's secret. A
// browser may refuse storage; then a choice lasts as long as the page.
const prefix = 'jiheng.'

export function recall(name: string): string {
  return quietly(() => localStorage.getItem(prefix + name)) ?? ''
}

export function keep(name: string, value: string): void {
  quietly(() => localStorage.setItem(prefix + name, value))
}

function quietly<T>(attempt: () => T): T | undefined {
  try {
    return attempt()
  } catch {
    return undefined
  }
}
