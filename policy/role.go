package policy

import "jiheng/internal/evaluation"

// The roles that rules name. A standing role is granted in a unit, an
// appointed one within one evaluation.
const (
	Section       evaluation.RoleID = "section"
	FinanceOffice evaluation.RoleID = "finance_office"
	UnitOffice    evaluation.RoleID = "unit_office"
	UnitHead      evaluation.RoleID = "unit_head"
	Bureau        evaluation.RoleID = "bureau"
	// SecrecyOfficer says what must not be published.
	SecrecyOfficer evaluation.RoleID = "secrecy_officer"

	Chair       evaluation.RoleID = "chair"
	Member      evaluation.RoleID = "member"
	GroupOffice evaluation.RoleID = "group_office"

	Auditor evaluation.RoleID = "auditor"
	// Supervisor reviews what a unit filed for the department that is
	// responsible for it; it is granted in that unit, to somebody of another.
	Supervisor evaluation.RoleID = "supervisor"

	SysAdmin      evaluation.RoleID = "sys_admin"
	SecurityAdmin evaluation.RoleID = "security_admin"
	AuditAdmin    evaluation.RoleID = "audit_admin"
)

// Roles that exist only to be inherited; nobody is granted them.
const (
	// participant does tasks.
	participant evaluation.RoleID = "participant"
	// coordinator brings the work of others together.
	coordinator evaluation.RoleID = "coordinator"
	// appointee is appointed within an evaluation, to whatever role. A role
	// that a definition appoints under a name of its own counts as this one.
	appointee evaluation.RoleID = "appointee"
)

// StandingRoles lists the roles that a definition may ask the evaluated unit
// or the receiver for (常设岗位).
func StandingRoles() []evaluation.RoleID {
	return []evaluation.RoleID{Section, FinanceOffice, UnitOffice, UnitHead, SecrecyOfficer, Bureau}
}

// AppointedRoles lists the roles that are appointed within an evaluation and
// known by name (领导小组).
func AppointedRoles() []evaluation.RoleID {
	return []evaluation.RoleID{Chair, Member, GroupOffice}
}

// AdministratorRoles lists the three administrators (三员). None of them has
// a part in the work.
func AdministratorRoles() []evaluation.RoleID {
	return []evaluation.RoleID{SysAdmin, SecurityAdmin, AuditAdmin}
}

// GrantableRoles lists every role that a person can be granted in a unit: the
// standing ones, the auditor, the supervisor and the administrators.
func GrantableRoles() []evaluation.RoleID {
	return append(append(StandingRoles(), Auditor, Supervisor), AdministratorRoles()...)
}

func inheritableRoles() []evaluation.RoleID {
	return []evaluation.RoleID{participant, coordinator, appointee}
}
