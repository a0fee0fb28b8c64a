package policy

import (
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
	events, err := evaluation.Apply(s, c)
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
	if t := s.Evaluation.Task(task); t != nil {
		return f.WithRule(stateRule(t.State))
	}
	return f.WithRule("state:" + string(s.Evaluation.State))
}

func stateRule(s evaluation.TaskState) string { return "state:" + string(s) }

// authorizeCommand asks for a task, or without one for the evaluation.
func (p *Policy) authorizeCommand(s *evaluation.Situation, c evaluation.Command) (Decision, error) {
	if c.Task == "" {
		return p.AuthorizeEvaluation(s, c.Action)
	}
	return p.Authorize(s, c.Action, c.Task)
}
