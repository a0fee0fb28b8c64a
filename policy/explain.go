package policy

import (
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// Explain tells for every action on a task whether the actor can take it now,
// and if not, why not and by which rule: the buttons of a page and the answer
// to "why can I not do this?". It is what Decide would say to a command whose
// input is in order. It is nil for whoever must not know of the task.
func (p *Policy) Explain(s *evaluation.Situation, task evaluation.TaskID) []evaluation.Permission {
	possible := evaluation.Actions(s, task)
	for i := range possible {
		d, err := p.Authorize(s, possible[i].Action, task)
		if fault.CodeOf(err) == fault.NotFound {
			return nil
		}
		if err != nil {
			f := fault.As(err)
			possible[i] = evaluation.Permission{Action: possible[i].Action, Reason: f.Reason, Rule: f.Rule, Params: f.Params}
			continue
		}
		possible[i].Rule = d.Rule
		if !possible[i].Allowed {
			possible[i].Rule = stateRule(s, s.Evaluation.Task(task), possible[i].Reason)
		}
	}
	return possible
}

// ExplainEvaluation tells the same for the evaluation as a whole. It is nil for
// whoever must not know of it.
func (p *Policy) ExplainEvaluation(s *evaluation.Situation) []evaluation.Permission {
	possible := evaluation.WholeActions(s)
	for i := range possible {
		d, err := p.AuthorizeEvaluation(s, possible[i].Action)
		if fault.CodeOf(err) == fault.NotFound {
			return nil
		}
		if err != nil {
			f := fault.As(err)
			possible[i] = evaluation.Permission{Action: possible[i].Action, Reason: f.Reason, Rule: f.Rule, Params: f.Params}
			continue
		}
		if possible[i].Allowed {
			possible[i].Rule = d.Rule
		}
	}
	return possible
}
