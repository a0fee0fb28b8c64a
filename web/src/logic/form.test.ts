import { describe, expect, it } from 'vitest'
import { formComplaints, formValues, spread, submissionOf, type FormField } from './form'
import { emptyFigure, emptySheet } from './sheet'

const field = (name: string, kind: FormField['kind'], required = true): FormField => ({ name, title: name, kind, required })
const form = [field('total', 'points'), field('grade', 'choice'), field('on', 'date', false), field('members', 'members'), field('sheet', 'sheet'), field('note', 'text', false)]
const roles = [{ id: 'chair', title: '组长', held_by: 'appointment' as const, minimum: 1, maximum: 1 }]

describe('a form', () => {
  it('hands in what was filled in, trimmed, and nothing else', () => {
    const values = formValues(form, undefined)
    values.texts = { total: ' 97 ', grade: '优', on: '', note: '  ', strange: 'x' }
    values.members = [{ person: 'director', role: 'chair' }]
    values.sheet = { figures: [{ ...emptyFigure(), name: '完成率', stated: '98.24', operands: ['1', '2'] }], items: [] }
    expect(submissionOf(form, values)).toEqual({
      fields: [{ name: 'total', value: '97' }, { name: 'grade', value: '优' }],
      members: [{ person: 'director', role: 'chair' }],
      sheet: { figures: [{ name: '完成率', kind: 'ratio', stated: '98.24', operands: ['1', '2'], digits: 2 }], items: [] },
    })
  })

  it('hands in a sheet that has nothing but its money, or what it says of itself', () => {
    const values = formValues(form, undefined)
    values.sheet = { ...emptySheet(), money: [{ name: '年度资金总额', full_year: '100', executed: '98' }, { name: '' }] }
    expect(submissionOf(form, values).sheet).toEqual({ figures: [], items: [], money: [{ name: '年度资金总额', full_year: '100', executed: '98' }] })
    expect(formComplaints(form, values, roles)).not.toHaveProperty('sheet')
    values.sheet = { ...emptySheet(), about: { expected: '建成' } }
    expect(submissionOf(form, values).sheet).toEqual({ figures: [], items: [], about: { expected: '建成' } })
  })

  it('does not take the unit of the money, or a row without a name, for something filled in', () => {
    const values = formValues(form, undefined)
    values.sheet = { ...emptySheet(), about: { money_unit: '万元' }, money: [{ name: '', executed: '98' }] }
    expect(submissionOf(form, values)).toEqual({})
    expect(formComplaints(form, values, roles)).toHaveProperty('sheet')
  })

  it('is empty when nothing was filled in', () => {
    expect(submissionOf(form, formValues(form, undefined))).toEqual({})
  })

  it('does not hand in a list or a sheet that was not asked for', () => {
    const values = formValues([], undefined)
    values.members = [{ person: 'director', role: 'chair' }]
    values.sheet.items = [{ group: 'a', name: 'b' }]
    expect(submissionOf([], values)).toEqual({})
  })

  it('comes back from a draft as it was', () => {
    const submission = { fields: [{ name: 'total', value: '97' }, { name: 'gone', value: 'x' }], members: [{ person: 'director', role: 'chair' }] }
    const values = formValues(form, submission)
    expect(values.texts).toEqual({ total: '97', grade: '', on: '', note: '' })
    expect(submissionOf(form, values)).toEqual({ fields: [{ name: 'total', value: '97' }], members: submission.members })
  })

  it('says what is wrong, by field', () => {
    const values = formValues(form, undefined)
    expect(formComplaints(form, values, roles)).toEqual({ total: '必须填写。', grade: '必须填写。', members: '请至少勾选一名人员。', sheet: '必须填写。' })
    values.texts = { total: '97分', grade: '优', on: '2020-02-30' }
    values.members = [{ person: 'a', role: 'chair' }, { person: 'b', role: 'chair' }]
    values.sheet.items = [{ group: 'a', name: 'b' }]
    expect(formComplaints(form, values, roles)).toEqual({ total: '应填写数字，例如 98.24。', on: '日期应写成2020-08-05的形式。', members: '组长至多1人。' })
  })

  it('refuses a negative amount', () => {
    const asked = [field('amount', 'money')]
    const values = formValues(asked, { fields: [{ name: 'amount', value: '-5' }] })
    expect(formComplaints(asked, values, [])).toHaveProperty('amount')
  })
})

describe('spread', () => {
  it('puts messages beside their fields and keeps the rest, under their titles', () => {
    const { byField, rest } = spread(
      form,
      { total: '应填写数字。', 'submission.members[3].person': '没有这名人员。', 'sheet.figures[0].operands': '除数为零。', score_sheet: '缺少材料。', elsewhere: '有误。' },
      { score_sheet: '绩效评价评分表' },
    )
    expect(byField).toEqual({ total: '应填写数字。', members: 'submission.members[3].person：没有这名人员。', sheet: 'sheet.figures[0].operands：除数为零。' })
    expect(rest).toEqual(['绩效评价评分表：缺少材料。', 'elsewhere：有误。'])
  })
})
