import { ref, shallowRef } from 'vue'
import { work } from '@/locales/work'
import { isBlock, place, readBlock, take, type Cell, type Placed } from '@/logic/block'

/** A table as it is pasted into from one of its columns, and which that is. */
export interface Sheet<T> {
  cells: (Cell<T> | undefined)[][]
  column: number
}

/** usePaste takes a block that is pasted into a cell of a table, once it was seen. */
export function usePaste<T>(sheetAt: (column: string, rows: number) => Sheet<T>, change: (how: (to: T) => T) => void) {
  const placed = shallowRef<Placed<T>[]>()
  const said = ref('')

  function pasted(event: ClipboardEvent): void {
    const field = (event.target as Element | null)?.closest('[data-row][data-column]')
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (!field || !isBlock(text)) return
    event.preventDefault()
    said.value = ''
    const block = readBlock(text)
    const row = Number(field.getAttribute('data-row'))
    const sheet = sheetAt(field.getAttribute('data-column') ?? '', row + block.length)
    placed.value = place(block, sheet.cells, row, sheet.column)
  }
  function accept(): void {
    const list = placed.value ?? []
    change((to) => take(list, to))
    said.value = work.sheet.paste.taken(list.filter((p) => p.text).length)
    placed.value = undefined
  }
  function drop(): void {
    placed.value = undefined
  }
  return { placed, said, pasted, accept, drop }
}
