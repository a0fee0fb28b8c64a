/**
 * useGridKeys moves between the fields of a table as a spreadsheet does: Enter
 * and the arrows up and down within a column, left and right within a row where
 * the caret stands at the end of what is written. A field says where it is by
 * data-row and data-column.
 */
export function useGridKeys() {
  type Field = HTMLInputElement | HTMLSelectElement
  const at = (field: Element) => ({ row: Number(field.getAttribute('data-row')), column: field.getAttribute('data-column') ?? '' })

  function pressed(event: KeyboardEvent): void {
    const field = (event.target as Element | null)?.closest<Field>('[data-row][data-column]')
    const table = field?.closest('table')
    if (!field || !table || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    const next = nextOf(event, field, [...table.querySelectorAll<Field>('[data-row][data-column]:not(:disabled)')])
    if (!next) return
    event.preventDefault()
    next.focus()
    if (next instanceof HTMLInputElement) next.select()
  }

  function nextOf(event: KeyboardEvent, field: Field, all: Field[]): Field | undefined {
    const { key } = event
    if (key === 'Enter') return inColumn(field, all, event.shiftKey ? -1 : 1)
    // A list is chosen from with the same keys.
    if (field instanceof HTMLSelectElement || event.shiftKey) return undefined
    if (key === 'ArrowDown') return inColumn(field, all, 1)
    if (key === 'ArrowUp') return inColumn(field, all, -1)
    if (key === 'ArrowRight' && caretAt(field, field.value.length)) return inRow(field, all, 1)
    if (key === 'ArrowLeft' && caretAt(field, 0)) return inRow(field, all, -1)
    return undefined
  }
  function inColumn(field: Field, all: Field[], by: 1 | -1): Field | undefined {
    const here = at(field)
    const column = all.filter((f) => at(f).column === here.column)
    return column[column.indexOf(field) + by]
  }
  function inRow(field: Field, all: Field[], by: 1 | -1): Field | undefined {
    const here = at(field)
    const row = all.filter((f) => at(f).row === here.row)
    return row[row.indexOf(field) + by]
  }
  // What is marked as a whole, as after coming here, counts as either end.
  function caretAt(field: HTMLInputElement, end: number): boolean {
    const whole = field.selectionStart === 0 && field.selectionEnd === field.value.length
    return whole || (field.selectionStart === end && field.selectionEnd === end)
  }
  return { pressed }
}
