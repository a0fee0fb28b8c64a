import type { components } from '@/api/schema.gen'
import { administration } from '@/locales/administration'

export type Proposal = components['schemas']['GrantProposal']
export type Holding = components['schemas']['RoleGrant']
export type Account = components['schemas']['Account']
export type Choices = components['schemas']['AdministrationChoices']
export type Action = components['schemas']['AdministrationAction']

/** What somebody fills in to propose that a role be given or ended. */
export interface ProposalDraft {
  kind: 'grant' | 'end'
  person: string
  role: string
  unit: string
  department: string
  grant: number
  from: string
  to: string
  reason: string
}

export function blankDraft(): ProposalDraft {
  return { kind: 'grant', person: '', role: '', unit: '', department: '', grant: 0, from: '', to: '', reason: '' }
}

/** What is still missing, by field as the server names it. */
export function draftComplaints(d: ProposalDraft, choices: Choices): Record<string, string> {
  const wrong: Record<string, string> = {}
  const need = (field: string, there: unknown) => {
    if (!there) wrong[field] = administration.propose.required
  }
  if (d.kind === 'end') need('grant', d.grant)
  else {
    need('person', d.person)
    need('role', d.role)
    need('unit_id', d.unit)
    if (choices.roles.find((r) => r.id === d.role)?.of_department) need('department_id', d.department)
  }
  need('reason', d.reason.trim())
  return wrong
}

export function bodyOf(d: ProposalDraft): components['schemas']['ProposeGrant'] {
  const body: components['schemas']['ProposeGrant'] = { kind: d.kind, reason: d.reason.trim() }
  if (d.to) body.to_on = d.to
  if (d.kind === 'end') return { ...body, grant: d.grant }
  if (d.from) body.from_on = d.from
  if (d.department) body.department_id = d.department
  return { ...body, person: d.person, role: d.role, unit_id: d.unit }
}

export const placeOf = (g: Holding) => g.unit_name + (g.department_name ? ` · ${g.department_name}` : '')

export const may = (actions: Action[], name: Action['action']) => actions.some((a) => a.action === name && a.allowed)
