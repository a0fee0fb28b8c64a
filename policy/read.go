package policy

import (
	"slices"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// AuthorizeEvaluation decides whether the actor may read an evaluation or take
// an action on it as a whole. The errors are those of AuthorizeObject.
func (p *Policy) AuthorizeEvaluation(s *evaluation.Situation, a evaluation.Action) (Decision, error) {
	return p.AuthorizeObject(s, ObjectEvaluation, a, "")
}

// AuthorizeObject decides about something that belongs to an evaluation: its
// journal, dossier, definition, or with a task the task's materials. What is
// asked of a task itself goes the way of Authorize.
//
// Errors: forbidden role_missing, not_candidate; not_found
// evaluation_not_found for a stranger, task_not_found; invalid unknown_action;
// internal policy_failed.
func (p *Policy) AuthorizeObject(s *evaluation.Situation, o Object, a evaluation.Action, task evaluation.TaskID) (Decision, error) {
	if o == ObjectTask {
		return p.Authorize(s, a, task)
	}
	if task != "" {
		return p.authorizeOfTask(s, o, a, task)
	}
	st := standingToEvaluation(s)
	d, err := p.enforce(st, o, a)
	switch {
	case err != nil || d.Allowed:
		return d, err
	case st.relation == evaluation.RelationNone:
		return d, fault.New(fault.NotFound, "evaluation_not_found", "no evaluation %q", s.Evaluation.ID)
	case !slices.Contains(ActionsOn(o), a):
		return d, fault.New(fault.Invalid, "unknown_action", "no action %q on %s", a, o)
	}
	return d, refused(ReasonRoleMissing, d.Rule)
}

// authorizeOfTask decides about what belongs to a task.
func (p *Policy) authorizeOfTask(s *evaluation.Situation, o Object, a evaluation.Action, task evaluation.TaskID) (Decision, error) {
	t := s.Evaluation.Task(task)
	if t == nil {
		return p.unknown(o, a), noTask(task)
	}
	st := standingToTask(s, t)
	d, err := p.enforce(st, o, a)
	switch {
	case err != nil || d.Allowed:
		return d, err
	case stranger(s, t, st.relation):
		return d, noTask(task)
	}
	return d, p.withoutRole(s, t, st, d.Rule)
}

// AuthorizeStart decides whether the actor may start an evaluation of a unit.
//
// Errors: those of AuthorizeUnit.
func (p *Policy) AuthorizeStart(a evaluation.Actor, unitID string) (Decision, error) {
	return p.AuthorizeUnit(a, unitID, ObjectEvaluation, Start)
}

// AuthorizeUnit decides about something of a unit outside any evaluation: its
// people, the processes it can start, the start itself.
//
// Errors: forbidden not_your_unit, role_missing; internal policy_failed.
func (p *Policy) AuthorizeUnit(a evaluation.Actor, unitID string, o Object, action evaluation.Action) (Decision, error) {
	st := standingToUnit(a, unitID)
	d, err := p.enforce(st, o, action)
	switch {
	case err != nil || d.Allowed:
		return d, err
	case st.relation == evaluation.RelationNone:
		return d, refused(ReasonNotYourUnit, d.Rule)
	}
	return d, refused(ReasonRoleMissing, d.Rule)
}

func refused(reason, rule string) error {
	return fault.New(fault.Forbidden, reason, "refused by %s", rule).WithRule(rule)
}
