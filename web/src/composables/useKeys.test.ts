import { mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { enableKeys, useKeys } from './useKeys'

const next = vi.fn()
const help = vi.fn()

function open() {
  const page = defineComponent({ setup: () => useKeys({ j: next, '?': help }), template: '<div><input class="text"><input type="checkbox"><textarea /></div>' })
  return mount(page, { attachTo: document.body })
}
const press = (target: EventTarget, key: string, more: KeyboardEventInit = {}) => target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))

beforeEach(() => {
  next.mockClear()
  help.mockClear()
  enableKeys(true)
})

it('does what a key stands for, except while somebody types', () => {
  const view = open()
  press(document.body, 'j')
  press(view.find('[type=checkbox]').element, 'j')
  expect(next).toHaveBeenCalledTimes(2)
  press(view.find('.text').element, 'j')
  press(view.find('textarea').element, 'j')
  press(document.body, 'j', { ctrlKey: true })
  press(document.body, 'x')
  expect(next).toHaveBeenCalledTimes(2)
  view.unmount()
  press(document.body, 'j')
  expect(next).toHaveBeenCalledTimes(2)
})

it('can be switched off, but for the sheet that says how', () => {
  const view = open()
  enableKeys(false)
  press(document.body, 'j')
  press(document.body, '?')
  expect(next).not.toHaveBeenCalled()
  expect(help).toHaveBeenCalledTimes(1)
  view.unmount()
})
