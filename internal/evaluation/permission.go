package evaluation

import "jiheng/internal/fault"

// Permission is what one person may do to a task now (可用操作), or why not.
type Permission struct {
	Action  Action
	Allowed bool
	// Reason is the stable reason of the refusal, Rule the rule behind it.
	Reason string
	Rule   string
	// Params are facts for the wording: who has it, since when.
	Params map[string]string
}

// Actions tells for every action whether the state and the definition allow
// it now, whoever asks. Policy adds who may.
func Actions(s *Situation, task TaskID) []Permission {
	t := s.Evaluation.Task(task)
	if t == nil || t.Effect != EffectNone {
		return nil
	}
	var out []Permission
	for _, tr := range Transitions() {
		p := Permission{Action: tr.Action, Allowed: true, Rule: "state:" + string(t.State)}
		if err := tr.check(s, t); err != nil {
			f := fault.As(err)
			p.Allowed, p.Reason, p.Params = false, f.Reason, f.Params
		}
		out = append(out, p)
	}
	return out
}

// WholeActions tells the same for the evaluation as a whole.
func WholeActions(s *Situation) []Permission {
	var out []Permission
	for _, a := range EvaluationActions() {
		p := Permission{Action: a, Allowed: true, Rule: "state:" + string(s.Evaluation.State)}
		if err := s.fitsNow(a); err != nil {
			f := fault.As(err)
			p.Allowed, p.Reason, p.Params = false, f.Reason, f.Params
			if f.Rule != "" {
				p.Rule = f.Rule
			}
		}
		out = append(out, p)
	}
	return out
}

// fitsNow tells whether an action on the evaluation as a whole has something to
// act on.
func (s *Situation) fitsNow(a Action) error {
	if err := fitsWhole(s.Evaluation, a); err != nil {
		return err
	}
	var err error
	switch a { //nolint:exhaustive // the rest needs no more
	case ApproveChange, RefuseChange:
		_, err = s.waitingChange()
	case ProposeChange:
		err = s.changeable()
	case ProposeCorrection:
		err = s.mayPropose()
	case ApproveCorrection, RefuseCorrection:
		_, err = s.decidesCorrection()
	case PlaceHold:
		err = s.Evaluation.holdable()
	case LiftHold:
		err = s.mayLift()
	case ProposeDisposal:
		err = s.mayProposeDisposal()
	case ApproveDisposal:
		err = s.mayDispose()
	case RefuseDisposal:
		_, err = s.decidesDisposal()
	}
	return err
}

// Refuse turns a refusal into its outcome: one entry in the journal, and the
// fault that the actor is told. A fault of another code than forbidden or
// conflict is no refusal but a mistake in the input, and leaves no trace.
func Refuse(s *Situation, c Command, refusal error, policyVersion string) (Outcome, error) {
	f := fault.As(refusal)
	if f.Code != fault.Forbidden && f.Code != fault.Conflict {
		return Outcome{}, refusal
	}
	ref := TaskRef{Task: c.Task}
	if t := s.Evaluation.Task(c.Task); t != nil {
		ref = t.Ref()
	}
	event := AttemptRefused{TaskRef: ref, Action: c.Action, Code: string(f.Code), Reason: f.Reason, Rule: f.Rule}
	return Outcome{Events: []Event{event}, Refusal: refusal, Rule: f.Rule, PolicyVersion: policyVersion}, nil
}
