import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import DueMark from './DueMark.vue'

const task = { due_on: '2027-03-05', due_at: '2027-03-06T00:00:00+08:00', overdue: false }
const now = new Date('2027-03-01T09:00:00+08:00')

it('marks a deadline that goes by weekends alone, and says why', () => {
  const mark = mount(DueMark, { props: { task: { ...task, due_provisional: true }, now } }).find('abbr')
  expect(mark.text()).toBe('暂定')
  expect(mark.attributes('title')).toBe('该日期所在年份的放假安排尚未导入，暂按周末推算。')
})

it('leaves a deadline that is certain alone', () => {
  expect(mount(DueMark, { props: { task, now } }).find('abbr').exists()).toBe(false)
})
