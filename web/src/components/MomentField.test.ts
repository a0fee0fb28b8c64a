import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import MomentField from './MomentField.vue'

const field = () => {
  const wrapper = mount(MomentField, { props: { modelValue: '2026-12-01T22:24:40', 'onUpdate:modelValue': (clock: string) => wrapper.setProps({ modelValue: clock }) }, attrs: { id: 'at' } })
  return wrapper
}
const shown = (wrapper: ReturnType<typeof field>) => (wrapper.get('#at').element as HTMLInputElement).value

it('shows and takes a second the same whatever the browser speaks', async () => {
  const wrapper = field()
  expect(shown(wrapper)).toBe('2026-12-01 22:24:40')
  await wrapper.get('#at').setValue('2026年1月2日 9:05')
  await wrapper.get('#at').trigger('change')
  expect(wrapper.props('modelValue')).toBe('2026-01-02T09:05:00')
  expect(shown(wrapper)).toBe('2026-01-02 09:05:00')
})

it('says what is wrong, keeps what was typed and takes nothing for a time', async () => {
  const wrapper = field()
  await wrapper.get('#at').setValue('2026-12-01 24:61:00')
  await wrapper.get('#at').trigger('change')
  expect(wrapper.props('modelValue')).toBe('')
  expect(shown(wrapper)).toBe('2026-12-01 24:61:00')
  expect(wrapper.get('[role=alert]').text()).toContain('没有这个时间')
})
