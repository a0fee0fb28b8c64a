package evaluationtest

import "jiheng/internal/evaluation"

// The units of the case.
const (
	Unit      = "zhanjiang-service-centre"
	Receiver  = "zhanjiang-finance-bureau"
	OtherUnit = "another-unit"
)

// Director heads the unit and chairs the group.
func Director() evaluation.Actor { return staff("director", "leadership", "unit_head") }

// OfficeHead heads the unit's office.
func OfficeHead() evaluation.Actor { return staff("office-head", "office", "unit_office") }

// OfficeClerk works in the unit's office, which answers for items of its own.
func OfficeClerk() evaluation.Actor { return staff("office-clerk", "office", "unit_office", "section") }

// FinanceOfficer works in the finance office.
func FinanceOfficer() evaluation.Actor { return staff("finance-officer", "finance", "finance_office") }

// SupervisionHead heads the department of supervision.
func SupervisionHead() evaluation.Actor { return staff("supervision-head", "supervision", "section") }

// CoordinationHead heads the department of coordination.
func CoordinationHead() evaluation.Actor {
	return staff("coordination-head", "coordination", "section")
}

// CoordinationClerk works in the department of coordination.
func CoordinationClerk() evaluation.Actor {
	return staff("coordination-clerk", "coordination", "section")
}

// HotlineHead heads the department that runs the 12345 hotline.
func HotlineHead() evaluation.Actor { return staff("hotline-head", "hotline", "section") }

// HotlineClerk works in the department that runs the 12345 hotline.
func HotlineClerk() evaluation.Actor { return staff("hotline-clerk", "hotline", "section") }

// BureauClerk works in the unit that receives the filing.
func BureauClerk() evaluation.Actor {
	return evaluation.Actor{
		Person: "bureau-clerk", UnitID: Receiver, DepartmentID: "performance",
		Grants: []evaluation.Grant{{Role: "bureau", UnitID: Receiver, DepartmentID: "performance"}},
	}
}

// Stranger holds every standing role in another unit, and none here.
func Stranger() evaluation.Actor {
	a := evaluation.Actor{Person: "stranger", UnitID: OtherUnit, DepartmentID: "hotline"}
	for _, role := range roles("section", "finance_office", "unit_office", "unit_head", "bureau") {
		a.Grants = append(a.Grants, evaluation.Grant{Role: role, UnitID: OtherUnit, DepartmentID: "hotline"})
	}
	return a
}

// Everybody lists all persons of the case but the stranger.
func Everybody() []evaluation.Actor {
	return []evaluation.Actor{
		Director(), OfficeHead(), OfficeClerk(), FinanceOfficer(), SupervisionHead(), CoordinationHead(),
		CoordinationClerk(), HotlineHead(), HotlineClerk(), BureauClerk(),
	}
}

// Group is the leading group: one chair, four members, and its office.
func Group() []evaluation.Appointment {
	return []evaluation.Appointment{
		{Person: "director", Role: "chair"},
		{Person: "office-head", Role: "member"},
		{Person: "supervision-head", Role: "member"},
		{Person: "coordination-head", Role: "member"},
		{Person: "hotline-head", Role: "member"},
		{Person: "office-head", Role: "group_office"},
		{Person: "office-clerk", Role: "group_office"},
	}
}

func staff(person evaluation.PersonID, department string, held ...evaluation.RoleID) evaluation.Actor {
	a := evaluation.Actor{Person: person, UnitID: Unit, DepartmentID: department}
	for _, role := range held {
		a.Grants = append(a.Grants, evaluation.Grant{Role: role, UnitID: Unit, DepartmentID: department})
	}
	return a
}
