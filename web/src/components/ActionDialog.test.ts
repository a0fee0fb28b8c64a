import { mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { taskPlans, type Action } from '@/logic/actions'
import ActionDialog from './ActionDialog.vue'

// The controls alone: their style sheets are nothing for a test.
vi.mock('@/element/button', () => ({ ElButton: { props: ['nativeType'], template: '<button :type="nativeType ?? \'button\'"><slot /></button>' } }))
vi.mock('@/element/dialog', () => ({ ElDialog: { template: '<div><slot /><slot name="footer" /></div>' } }))
vi.mock('@/element/input', () => ({
  ElInput: { props: ['modelValue'], emits: ['update:modelValue'], template: '<textarea :value="modelValue" @input="$emit(\'update:modelValue\', $event.target.value)" />' },
}))

const people = [{ id: 'a', name: '甲', post: '科长', unit_id: 'u', unit_name: '中心' }]
function open(action: Action, more: Record<string, unknown> = {}) {
  const plan = taskPlans[action]
  if (!plan) throw new Error(action)
  return mount(ActionDialog, { props: { action, plan, busy: false, people, steps: [{ to: 's1', title: '填报', stage: 's', stage_title: '自查', each: true }], items: [{ id: 'i', title: '项目', stages: ['s'] }], at: { stage: 's' }, ...more } })
}

it('has a field for all that each action asks for', async () => {
  for (const [action, plan] of Object.entries(taskPlans)) {
    const view = open(action as Action)
    for (const f of plan.fields) {
      if (f.name === 'items') await view.find('#act-to').setValue('s1')
      const field = f.name === 'people' || f.name === 'back' || f.name === 'items' ? view.find('input[type=checkbox]') : view.find('#act-' + f.name)
      expect(field.exists(), `${action}.${f.name}`).toBe(true)
    }
    view.unmount()
  }
})

it('sends nothing until all is filled in, then what was filled in', async () => {
  const view = open('add_signer')
  await view.find('form').trigger('submit')
  expect(view.emitted('submit')).toBeUndefined()
  expect(view.find('#act-wrong-person').text()).toBe('请选择人员。')
  await view.find('#act-person').setValue('a')
  await view.find('#act-place').setValue('after')
  await view.find('#act-reason').setValue('请把关')
  await view.find('form').trigger('submit')
  expect(view.emitted('submit')).toEqual([[{ person: 'a', place: 'after', reason: '请把关' }]])
})

it('offers a return to anywhere before, and a jump to a step only', () => {
  const values = (action: Action) => open(action).findAll('#act-to option').map((o) => o.attributes('value'))
  expect(values('return')).toEqual(['', 'previous', 'initiator', 's1'])
  expect(values('jump')).toEqual(['', 's1'])
})

it('asks which items go back to a stage that is done for each', async () => {
  const view = open('return')
  expect(view.find('input[value=i]').exists()).toBe(false)
  await view.find('#act-to').setValue('s1')
  await view.find('input[value=i]').setValue(true)
  await view.find('#act-reason').setValue('数据不符')
  await view.find('form').trigger('submit')
  expect(view.emitted('submit')).toEqual([[{ reason: '数据不符', to: 's1', items: ['i'] }]])
})

it('shows at its field what the server says of it', () => {
  const problem = { type: '', title: '超过可以延期的天数', status: 422, code: 'invalid', reason: 'x', request_id: '', errors: [{ field: 'until', reason: 'y', message: '最多延期至3日。' }, { field: 'other', reason: 'z', message: '其他。' }] }
  const view = open('ask_extension', { problem })
  expect(view.find('#act-wrong-until').text()).toBe('最多延期至3日。')
  expect(view.find('.problem li').text()).toBe('其他。')
})
