package policy

import (
	"slices"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// The stable reasons of a refusal.
const (
	// ReasonNotCandidate: a role in the unit, but not one that the task asks for.
	ReasonNotCandidate = "not_candidate"
	// ReasonNotAssignee: entitled by role, but the task is not the actor's own.
	ReasonNotAssignee = "not_assignee"
	// ReasonRoleMissing: no role that allows it, or no longer.
	ReasonRoleMissing = "role_missing"
	// ReasonDutyConflict: kept from it by separation of duties or recusal.
	ReasonDutyConflict = "duty_conflict"
	// ReasonExclusive: an administrator holds no other role.
	ReasonExclusive = "roles_exclusive"
	// ReasonNotYourUnit: no role in the unit at all.
	ReasonNotYourUnit = "not_your_unit"
)

// Authorize decides whether the actor may take an action on a task, or read
// it. What the state allows is the core's to say: a candidate may claim a
// task that somebody has, and is told by the core who.
//
// Errors: forbidden role_missing, not_candidate, duty_conflict, not_assignee
// (Params by, at while somebody has it), each with the rule; not_found
// task_not_found, also for a stranger and for the system's own tasks; invalid
// unknown_action; internal policy_failed. The decision carries the rule and
// the version in any case.
func (p *Policy) Authorize(s *evaluation.Situation, a evaluation.Action, task evaluation.TaskID) (Decision, error) {
	t := s.Evaluation.Task(task)
	if t == nil {
		return p.unknown(ObjectTask, a), noTask(task)
	}
	st := standingFor(s, t, a)
	d, err := p.enforce(st, ObjectTask, a)
	if err != nil {
		return d, err
	}
	if !d.Allowed && stranger(s, t) {
		return d, noTask(task)
	}
	if t.Effect != evaluation.EffectNone && a != Read {
		return d.refuse(d.Rule), noTask(task)
	}
	if !slices.Contains(ActionsOn(ObjectTask), a) {
		return d, fault.New(fault.Invalid, "unknown_action", "no action %q", a)
	}
	return p.judge(s, t, a, st, d)
}

// judge goes through the rules in the order in which people should hear of
// them: the role first, then the duty, which claiming would not cure, then
// the assignment.
func (p *Policy) judge(s *evaluation.Situation, t *evaluation.Task, a evaluation.Action, st standing, d Decision) (Decision, error) {
	// A candidate who wants to do what is the assignee's is told just that.
	early := st.relation == evaluation.RelationCandidate && personal(a) && p.takesPart(st)
	if !d.Allowed && !early {
		return d, p.withoutRole(s, t, st, d.Rule)
	}
	if rule := kept(s, t, a); rule != "" {
		return d.refuse(rule), forbidden(ReasonDutyConflict, rule, t)
	}
	if personal(a) && !theirs(s, t, a) {
		return d.refuse(assigneeOnly), notAssignee(t)
	}
	return d, nil
}

// withoutRole says why no role allows it.
func (p *Policy) withoutRole(s *evaluation.Situation, t *evaluation.Task, st standing, rule string) error {
	if p.takesPart(st) && t.Assignee != s.Actor.Principal() && st.relation != evaluation.RelationCandidate {
		return forbidden(ReasonNotCandidate, rule, t)
	}
	return forbidden(ReasonRoleMissing, rule, t)
}

// takesPart tells whether the actor holds any role that does tasks.
func (p *Policy) takesPart(st standing) bool {
	_, ok := p.heldAs(st.subject, participant, st.scope)
	return ok
}

// stranger tells who must not learn that a task exists: whoever belongs
// neither to the evaluated unit nor to the task's own, unless the task is
// recorded as theirs. It does not depend on what they ask for.
func stranger(s *evaluation.Situation, t *evaluation.Task) bool {
	if human(s.Actor) && t.Assignee == s.Actor.Principal() {
		return false
	}
	rel := standingToTask(s, t).relation
	return rel == evaluation.RelationNone || rel == evaluation.RelationReceiver && t.UnitID != s.Evaluation.ReceiverID
}

func (d Decision) refuse(rule string) Decision {
	return Decision{Rule: rule, Version: d.Version}
}

func (p *Policy) unknown(o Object, a evaluation.Action) Decision {
	return Decision{Rule: casbinRule(o, a, evaluation.RelationNone), Version: p.version}
}

func noTask(id evaluation.TaskID) error {
	return fault.New(fault.NotFound, "task_not_found", "no task %q", id)
}

func forbidden(reason, rule string, t *evaluation.Task) *fault.Error {
	return fault.New(fault.Forbidden, reason, "task %s is refused by %s", t.ID, rule).WithRule(rule)
}

func notAssignee(t *evaluation.Task) error {
	f := forbidden(ReasonNotAssignee, assigneeOnly, t)
	if t.Assignee != "" {
		f = f.With("by", string(t.Assignee)).With("at", t.ClaimedAt.UTC().Format(time.RFC3339Nano))
	}
	return f
}
