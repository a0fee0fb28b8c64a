import { expect, it } from 'vitest'
import { called, fitting, placed } from './person'

const person = (id: string, name: string, post: string, department_name?: string) => ({ id, name, post, unit_id: 'u', unit_name: '中心', ...(department_name ? { department_name } : {}) })
const clerk = person('c', '经办人', '经办人', '财务室')
const head = person('h', '甲', '主任')

it('calls people by post, and by name where they have one', () => {
  expect([clerk, head, person('x', '乙', '')].map(called)).toEqual(['经办人', '甲（主任）', '乙'])
  expect([clerk, head].map(placed)).toEqual(['经办人 · 财务室', '甲（主任）'])
})

it('finds them by name, post, department or id, and keeps who is chosen', () => {
  expect(fitting([clerk, head], ' ')).toEqual([clerk, head])
  expect(fitting([clerk, head], '财务')).toEqual([clerk])
  expect(fitting([clerk, head], 'H')).toEqual([head])
  expect(fitting([clerk, head], '财务', ['h'])).toEqual([clerk, head])
  expect(fitting([clerk, head], '无此人')).toEqual([])
})
