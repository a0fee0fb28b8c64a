import { vi } from 'vitest'

/** An EventSource that tests speak through. */
export class FakeSource extends EventTarget {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSED = 2
  static made: FakeSource[] = []

  readyState = FakeSource.CONNECTING

  constructor(readonly url: string) {
    super()
    FakeSource.made.push(this)
  }
  close(): void {
    this.readyState = FakeSource.CLOSED
  }
  opens(): void {
    this.readyState = FakeSource.OPEN
    this.dispatchEvent(new Event('open'))
  }
  breaks(forGood: boolean): void {
    this.readyState = forGood ? FakeSource.CLOSED : FakeSource.CONNECTING
    this.dispatchEvent(new Event('error'))
  }
  says(name: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }))
  }

  /** Those that are open or would be. */
  static open(): FakeSource[] {
    return FakeSource.made.filter((s) => s.readyState !== FakeSource.CLOSED)
  }
}

/** Puts it in the place of the browser's. */
export function fakeEvents(): void {
  FakeSource.made = []
  vi.stubGlobal('EventSource', FakeSource)
}

/** Lets nobody see the page, or somebody. */
export function hide(hidden: boolean): void {
  Object.defineProperty(document, 'hidden', { configurable: true, value: hidden })
  document.dispatchEvent(new Event('visibilitychange'))
}
