package policy

import (
	"slices"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// Decide is the whole decision on a person's command, as the store's
// transaction asks for it: may they, does the state allow it, what happens.
//
// A refusal (forbidden, conflict) is an Outcome with a Refusal and one event
// for the journal. Invalid input and not_found are errors and leave no trace.
func (p *Policy) Decide(s *evaluation.Situation, c evaluation.Command) (evaluation.Outcome, error) {
	d, err := p.authorizeCommand(s, c)
	if err != nil {
		return evaluation.Refuse(s, c, err, p.version)
	}
	if err := p.fitForIt(s, c); err != nil {
		return evaluation.Refuse(s, c, withStateRule(s, c.Task, err), p.version)
	}
	events, err := evaluation.Apply(s, c)
	if err == nil {
		err = uninvolved(s, c)
	}
	if err != nil {
		return evaluation.Refuse(s, c, withStateRule(s, c.Task, err), p.version)
	}
	return evaluation.Outcome{Events: events, Rule: d.Rule, PolicyVersion: p.version}, nil
}

// withStateRule names the state as the rule behind a conflict, as Explain
// does, so that the journal says for every refusal what refused.
func withStateRule(s *evaluation.Situation, task evaluation.TaskID, err error) error {
	f := fault.As(err)
	if f.Code != fault.Conflict || f.Rule != "" {
		return err
	}
	return f.WithRule(stateRule(s, s.Evaluation.Task(task), f.Reason))
}

// stateRule names the state that forbids something: that of the evaluation
// where it holds everything up, else that of the task.
func stateRule(s *evaluation.Situation, t *evaluation.Task, reason string) string {
	if t == nil || reason == "evaluation_suspended" || reason == "evaluation_finished" {
		return "state:" + string(s.Evaluation.State)
	}
	return "state:" + string(t.State)
}

// authorizeCommand asks for a task, or without one for the evaluation.
func (p *Policy) authorizeCommand(s *evaluation.Situation, c evaluation.Command) (Decision, error) {
	if c.Task == "" {
		return p.AuthorizeEvaluation(s, c.Action)
	}
	return p.Authorize(s, c.Action, c.Task)
}

// involves tells whether an action gives those whom it names a part in the work.
func involves(a evaluation.Action) bool {
	return slices.Contains([]evaluation.Action{
		evaluation.Complete, evaluation.Approve, evaluation.ProposeChange, evaluation.ApproveChange,
		evaluation.Transfer, evaluation.Delegate, evaluation.AddSigner, evaluation.Reassign, evaluation.CopyTo,
	}, a)
}

// uninvolved keeps administrators out of the work (三员不兼任业务).
func uninvolved(s *evaluation.Situation, c evaluation.Command) error {
	for _, a := range s.Others {
		if administrator(a.Grants) && involves(c.Action) {
			return fault.New(fault.Conflict, ReasonExclusive, "%s is an administrator", a.Person).
				With("person", string(a.Person)).WithRule(ThreeAdministrators)
		}
	}
	return nil
}

// fitForIt keeps what somebody is asked to do from people who have no part in
// the work, such as auditors: they could never do it, and all would wait.
func (p *Policy) fitForIt(s *evaluation.Situation, c evaluation.Command) error {
	if c.Action != evaluation.AddSigner && c.Action != evaluation.Delegate {
		return nil
	}
	for _, a := range s.Others {
		if a.Person != c.Person {
			continue
		}
		in := &scope{unitID: s.Evaluation.UnitID, evaluation: s.Evaluation.ID}
		if _, ok := p.heldAs(subjectOf(a, s), participant, in); !ok {
			return fault.New(fault.Conflict, "person_without_role", "%s has no part in the work", a.Person).
				With("person", string(a.Person))
		}
	}
	return nil
}
