package policy

import (
	"slices"

	"jiheng/internal/evaluation"
)

// ownFiling is the rule that nobody judges what his own unit has filed (回避).
const ownFiling = "duty:not-own-filing"

// AuthorizeFiling decides whether somebody may do something with what a unit
// has filed with a receiver. The department that is responsible for a unit has
// its part there, everybody else with the receiver. Who belongs to the unit or
// has a part in its work judges nothing that it filed, whatever roles he holds
// with the receiver.
//
// Errors: forbidden duty_conflict, not_your_unit, role_missing; internal
// policy_failed.
func (p *Policy) AuthorizeFiling(a evaluation.Actor, receiverID, unitID string, action evaluation.Action) (Decision, error) {
	if judges(action) && partOf(a, unitID) {
		return Decision{Rule: ownFiling, Version: p.Version()}, refused(ReasonDutyConflict, ownFiling)
	}
	if action == Assess {
		return p.AuthorizeUnit(a, unitID, ObjectFiling, action)
	}
	d, err := p.AuthorizeUnit(a, receiverID, ObjectFiling, action)
	if err != nil && action == Read {
		if own, ownErr := p.AuthorizeUnit(a, unitID, ObjectFiling, Oversee); ownErr == nil {
			return own, nil
		}
	}
	return d, err
}

// judges tells the actions that say whether a filing is good.
func judges(a evaluation.Action) bool {
	return slices.Contains([]evaluation.Action{Accept, SendBack, Assess, Review, Rectify}, a)
}

// partOf tells whether somebody, or for whom he stands in, belongs to a unit
// or has a part in its work.
func partOf(a evaluation.Actor, unitID string) bool {
	works := func(g evaluation.Grant) bool { return g.UnitID == unitID && g.Role != Supervisor }
	return a.UnitID == unitID || slices.ContainsFunc(a.Grants, works) || slices.ContainsFunc(a.Own.Grants, works)
}
