import { describe, expect, it } from 'vitest'
import { administration } from '@/locales/administration'
import { blankDraft, bodyOf, draftComplaints, may, placeOf, type Choices } from './administration'

const choices: Choices = {
  roles: [
    { id: 'section', title: '项目负责科室', administrator: false, of_department: true },
    { id: 'unit_head', title: '主要负责人', administrator: false, of_department: false },
  ],
  units: [{ id: 'centre', name: '中心' }],
  departments: [{ id: 'hall', unit_id: 'centre', name: '大厅' }],
  actions: [],
}
const required = administration.propose.required

describe('a proposal', () => {
  it('says what is missing', () => {
    expect(draftComplaints(blankDraft(), choices)).toEqual({ person: required, role: required, unit_id: required, reason: required })
    expect(draftComplaints({ ...blankDraft(), kind: 'end' }, choices)).toEqual({ grant: required, reason: required })
    const section = { ...blankDraft(), person: 'wang', role: 'section', unit: 'centre', reason: '调整' }
    expect(draftComplaints(section, choices)).toEqual({ department_id: required })
    expect(draftComplaints({ ...section, role: 'unit_head' }, choices)).toEqual({})
  })

  it('sends only what counts for its kind', () => {
    const draft = { ...blankDraft(), person: 'wang', role: 'unit_head', unit: 'centre', grant: 7, to: '2026-12-31', reason: ' 调整 ' }
    expect(bodyOf(draft)).toEqual({ kind: 'grant', person: 'wang', role: 'unit_head', unit_id: 'centre', to_on: '2026-12-31', reason: '调整' })
    expect(bodyOf({ ...draft, kind: 'end' })).toEqual({ kind: 'end', grant: 7, to_on: '2026-12-31', reason: '调整' })
  })

  it('names places and rights', () => {
    const grant = { id: 1, person: 'w', person_name: 'w', role: 'section', role_title: 's', administrator: false, unit_id: 'c', unit_name: '中心' }
    expect(placeOf(grant)).toBe('中心')
    expect(placeOf({ ...grant, department_name: '大厅' })).toBe('中心 · 大厅')
    expect(may([{ action: 'approve', allowed: false }], 'approve')).toBe(false)
    expect(may([{ action: 'approve', allowed: true }], 'approve')).toBe(true)
  })
})
