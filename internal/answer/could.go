package answer

import (
	"context"
	"slices"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

// Question asks who could (谁能办理).
type Question struct {
	Evaluation evaluation.ID
	// Task is "" for an action on the evaluation as a whole.
	Task   evaluation.TaskID
	Action evaluation.Action
	At     time.Time
}

// Candidate is somebody of whom it is asked (当时人员).
type Candidate struct {
	Person     evaluation.PersonID
	OnBehalfOf evaluation.PersonID
	// Grants and Appointed are what the person held, or whom he stood in for.
	Grants    []evaluation.Grant
	Appointed []evaluation.RoleID
	Allowed   bool
	// As is the role that allowed it.
	As evaluation.RoleID
	// Rule allowed or refused it; Reason and Params say why not.
	Rule   string
	Reason string
	Params map[string]string
}

// Could is the answer (当时可办理人员).
type Could struct {
	Under
	Then *evaluation.Situation
	// Candidates have those who could first, then those who were kept from it,
	// then those whose role was none for it.
	Candidates []Candidate
}

// WhoCould answers who could have done something at an instant.
//
// Faults: not_found evaluation_not_found, task_not_found; not_found
// evaluation_not_yet, task_not_yet (Param at) for what came only later; invalid unknown_action; conflict policy_not_replayable.
func (d *Desk) WhoCould(ctx context.Context, q Question) (Could, error) {
	source, err := d.Source.PolicyAt(ctx, q.At)
	if err != nil {
		return Could{}, err
	}
	under, err := d.under(source)
	if err != nil {
		return Could{}, err
	}
	return d.whoCould(ctx, q, under)
}

func (d *Desk) whoCould(ctx context.Context, q Question, under Under) (Could, error) {
	out := Could{Under: under}
	var err error
	// Nobody asks as himself here, so the system looks.
	out.Then, err = d.Source.SituationAt(ctx, q.whole(), q.At)
	if err != nil {
		return out, d.notYet(ctx, q, err)
	}
	if err := q.check(out.Then.Evaluation); err != nil {
		return out, d.notYet(ctx, q, err)
	}
	cast, err := d.Source.CastAt(ctx, out.Then.Evaluation, named(out.Then.Evaluation, q.Task), policy.GrantableRoles(), q.At)
	if err != nil {
		return out, err
	}
	for _, who := range cast {
		if c, concerned := candidate(out.Then, under.Policy, who, q); concerned {
			out.Candidates = append(out.Candidates, c)
		}
	}
	slices.SortStableFunc(out.Candidates, func(a, b Candidate) int { return a.group() - b.group() })
	return out, nil
}

func (q Question) whole() evaluation.Request {
	return evaluation.Request{Evaluation: q.Evaluation, Actor: evaluation.SystemPerson, Whole: true}
}

// endless is behind everything that a journal tells.
func endless() time.Time { return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) }

// notYet says of what was not there at that instant that it came later, and
// when; what never came is not there.
func (d *Desk) notYet(ctx context.Context, q Question, missing error) error {
	if fault.CodeOf(missing) != fault.NotFound {
		return missing
	}
	last, err := d.Source.SituationAt(ctx, q.whole(), endless())
	if err != nil {
		return missing
	}
	if began := last.Evaluation.StartedAt; began.After(q.At) {
		return fault.New(fault.NotFound, "evaluation_not_yet", "evaluation %s began later", q.Evaluation).With("at", began.UTC().Format(time.RFC3339Nano))
	}
	if t := last.Evaluation.Task(q.Task); t != nil && t.Effect == evaluation.EffectNone && t.OpenedAt.After(q.At) {
		return fault.New(fault.NotFound, "task_not_yet", "task %q was opened later", q.Task).With("at", t.OpenedAt.UTC().Format(time.RFC3339Nano))
	}
	return missing
}

// check tells whether there is such a task and such an action.
func (q Question) check(e *evaluation.Evaluation) error {
	known := evaluation.TaskActions()
	if q.Task == "" {
		known = evaluation.EvaluationActions()
	} else if t := e.Task(q.Task); t == nil || t.Effect != evaluation.EffectNone {
		return fault.New(fault.NotFound, "task_not_found", "no task %q at that instant", q.Task).With("id", string(q.Task))
	}
	if !slices.Contains(known, q.Action) {
		return fault.New(fault.Invalid, "unknown_action", "no action %q", q.Action).
			WithFields(fault.Field{Name: "action", Reason: "unknown_action"})
	}
	return nil
}

// named are those who had to do with it without a role: the appointed, and
// through whose hands the task went.
func named(e *evaluation.Evaluation, task evaluation.TaskID) []evaluation.PersonID {
	var out []evaluation.PersonID
	for _, m := range e.Members {
		if m.Until.IsZero() {
			out = append(out, m.Person)
		}
	}
	if t := e.Task(task); t != nil {
		out = append(out, t.Assignee, t.Owner, t.AddedBy, t.DoneBy)
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(p evaluation.PersonID) bool { return p == "" || p == evaluation.SystemPerson })
}

// candidate judges one person; those to whom the task would not even have been
// shown are not concerned.
func candidate(then *evaluation.Situation, p *policy.Policy, who evaluation.Actor, q Question) (Candidate, bool) {
	s := *then
	s.Actor = who
	c := Candidate{Person: who.Person, OnBehalfOf: who.OnBehalfOf, Grants: who.Grants}
	for _, m := range s.Evaluation.Members {
		if m.Person == who.Principal() && m.Until.IsZero() {
			c.Appointed = append(c.Appointed, m.Role)
		}
	}
	for _, one := range permissions(&s, p, q.Task) {
		if one.Action != q.Action {
			continue
		}
		c.Allowed, c.Rule, c.Reason, c.Params = one.Allowed, one.Rule, one.Reason, one.Params
		if one.Allowed {
			c.As = roleOf(&s, p, q)
		}
		return c, true
	}
	return c, false
}

func permissions(s *evaluation.Situation, p *policy.Policy, task evaluation.TaskID) []evaluation.Permission {
	if task == "" {
		return p.ExplainEvaluation(s)
	}
	return p.Explain(s, task)
}

// roleOf is the role that allows it.
func roleOf(s *evaluation.Situation, p *policy.Policy, q Question) evaluation.RoleID {
	var d policy.Decision
	var err error
	if q.Task == "" {
		d, err = p.AuthorizeEvaluation(s, q.Action)
	} else {
		d, err = p.Authorize(s, q.Action, q.Task)
	}
	if err != nil {
		return ""
	}
	return d.Role
}

// Without tells of somebody who could not that he had no role for it at all.
func (c *Candidate) Without() bool {
	return !c.Allowed && (c.Reason == policy.ReasonRoleMissing || c.Reason == policy.ReasonNotCandidate)
}

// group orders candidates by how near they came.
func (c *Candidate) group() int {
	switch {
	case c.Allowed:
		return 0
	case c.Without():
		return 2
	}
	return 1
}
