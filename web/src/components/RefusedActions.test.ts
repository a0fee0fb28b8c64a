import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import RefusedActions from './RefusedActions.vue'

it('tells a reason once, with the actions and the rules that it is for', () => {
  const view = mount(RefusedActions, {
    props: {
      open: true,
      permissions: [
        { action: 'claim', allowed: false, text: '不是候选办理人。', rule: 'casbin:task/claim/unit', rule_text: '岗位权限：“签收任务”授予候选人。' },
        { action: 'complete', allowed: false, text: '不是候选办理人。', rule: 'casbin:task/complete/unit', rule_text: '岗位权限：“办理任务”授予签收人。' },
        { action: 'return', allowed: false, text: '任务已经办结。', rule: 'state:completed', rule_text: '任务已经办结。' },
      ],
    },
  })
  expect(view.find('summary').text()).toBe('不能进行的操作及原因（3项）')
  expect(view.findAll('dt').map((e) => e.text())).toEqual(['签收、办理', '退回'])
  expect(view.findAll('dd')[0]?.text()).toContain('不是候选办理人。')
  expect(view.findAll('.rule').map((e) => e.text())).toEqual(['依据：岗位权限：“签收任务”授予候选人。', '依据：岗位权限：“办理任务”授予签收人。'])
  expect(view.text()).not.toContain('casbin')
})
