import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { defineComponent } from 'vue'
import { useGridKeys } from './useGridKeys'

const template = `<table @keydown="pressed"><tr v-for="r in 3" :key="r">
  <td><input v-if="r !== 2" :data-row="r" data-column="a" :id="'a' + r" value="12" /></td>
  <td><input :data-row="r" data-column="b" :id="'b' + r" value="34" :disabled="r === 3" /></td>
</tr></table>`

function open() {
  const view = mount(defineComponent({ setup: () => useGridKeys(), template }), { attachTo: document.body })
  return async (from: string, key: string, caret = 0, more: KeyboardEventInit = {}) => {
    const field = view.find<HTMLInputElement>('#' + from)
    field.element.focus()
    field.element.setSelectionRange(caret, caret)
    await field.trigger('keydown', { key, ...more })
    return document.activeElement?.id
  }
}

it('goes up and down its own column, over what is not there', async () => {
  const go = open()
  expect(await go('a1', 'Enter')).toBe('a3')
  expect(await go('a1', 'ArrowDown')).toBe('a3')
  expect(await go('a3', 'ArrowUp')).toBe('a1')
  expect(await go('a3', 'Enter', 0, { shiftKey: true })).toBe('a1')
  expect(await go('b2', 'Enter'), 'the next is not to be filled in').toBe('b2')
})

it('goes left and right at the ends of what is written', async () => {
  const go = open()
  expect(await go('a1', 'ArrowRight', 1)).toBe('a1')
  expect(await go('a1', 'ArrowRight', 2)).toBe('b1')
  expect(await go('b1', 'ArrowLeft', 0)).toBe('a1')
})
