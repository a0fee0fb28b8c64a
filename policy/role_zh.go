package policy

import "jiheng/internal/evaluation"

// RoleTitle gives the Chinese title of a role that the policy names, "" for
// any other. A definition may title its roles differently; where one is at
// hand its titles go first.
func RoleTitle(r evaluation.RoleID) string {
	switch r {
	case Section:
		return "项目负责科室"
	case FinanceOffice:
		return "财务室"
	case UnitOffice:
		return "办公室"
	case UnitHead:
		return "主要负责人"
	case SecrecyOfficer:
		return "保密审查岗"
	case Bureau:
		return "财政局绩效科"
	case Chair:
		return "领导小组组长"
	case Member:
		return "领导小组组员"
	case GroupOffice:
		return "领导小组办公室"
	case Auditor:
		return "审计人员"
	case Supervisor:
		return "主管部门"
	case SysAdmin:
		return "系统管理员"
	case SecurityAdmin:
		return "安全管理员"
	case AuditAdmin:
		return "审计管理员"
	case evaluation.SystemRole:
		return "系统"
	case participant:
		return "参与评价的人员"
	case coordinator:
		return "财务室、办公室、主要负责人和本次评价任命的人员"
	case appointee:
		return "本次评价任命的人员"
	}
	return ""
}

// RelationTitle gives the Chinese title of a relation.
func RelationTitle(r evaluation.Relation) string {
	switch r {
	case evaluation.RelationAssignee:
		return "签收人"
	case evaluation.RelationCandidate:
		return "候选人"
	case evaluation.RelationInvited:
		return "受委派或加签的人员"
	case evaluation.RelationDoer:
		return "办结该任务的人员"
	case evaluation.RelationDecider:
		return "有权决定延期的人员"
	case evaluation.RelationUnit:
		return "本单位人员"
	case evaluation.RelationReceiver:
		return "接收单位人员"
	case evaluation.RelationNone:
		return "无关人员"
	}
	return ""
}
