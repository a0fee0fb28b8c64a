import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import DateField from './DateField.vue'

const field = (modelValue = '') => {
  const wrapper = mount(DateField, { props: { modelValue, 'onUpdate:modelValue': (civil: string) => wrapper.setProps({ modelValue: civil }) }, attrs: { id: 'on' } })
  return wrapper
}
const write = async (wrapper: ReturnType<typeof field>, text: string) => {
  const input = wrapper.get('#on')
  await input.setValue(text)
  await input.trigger('change')
}

it('shows and takes a date the same whatever the browser speaks', async () => {
  const wrapper = field('2026-08-05')
  expect((wrapper.get('#on').element as HTMLInputElement).value).toBe('2026-08-05')
  await write(wrapper, '2026年9月1日')
  expect(wrapper.props('modelValue')).toBe('2026-09-01')
  expect((wrapper.get('#on').element as HTMLInputElement).value).toBe('2026-09-01')
})

it('says what is wrong, keeps what was typed and takes nothing for a date', async () => {
  const wrapper = field('2026-08-05')
  await write(wrapper, '2026-02-30')
  expect(wrapper.props('modelValue')).toBe('')
  expect((wrapper.get('#on').element as HTMLInputElement).value).toBe('2026-02-30')
  expect(wrapper.get('#on').attributes('aria-invalid')).toBe('true')
  expect(wrapper.get('[role=alert]').text()).toContain('没有这一天')
  await write(wrapper, '')
  expect(wrapper.find('[role=alert]').exists()).toBe(false)
})
