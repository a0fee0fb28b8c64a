package evaluation

import "jiheng/internal/fault"

// fits tells whether the step and the task know the action: an approving step
// is approved or returned, any other completed; a seat cannot be released; what
// was delegated is handed back before it is settled.
func (tr Transition) fits(s *Situation, t *Task) error {
	step, ok := s.Definition.Step(t.Stage, t.Step)
	if !ok {
		return fault.New(fault.Internal, "step_missing", "definition %s has no step %s.%s", s.Definition.Name, t.Stage, t.Step)
	}
	switch tr.Action {
	case Complete, Approve, Return:
		if err := fitsDecision(tr.Action, t, step); err != nil {
			return err
		}
		return s.readyToSettle(t)
	case Release, Claim:
		if t.Seat > 0 {
			return fault.New(fault.Conflict, "task_assigned_personally", "task %s belongs to its holder", t.ID)
		}
		if t.Owner != "" {
			return delegated(t)
		}
	case Transfer, Delegate, Reassign:
		return fitsHandover(tr.Action, t)
	case HandBack:
		if t.Owner == "" {
			return fault.New(fault.Conflict, "task_not_delegated", "task %s was not delegated", t.ID)
		}
		if p := s.Actor.Principal(); p != t.Assignee && p != t.Owner {
			return delegated(t) // its delegate gives it back, or its owner calls it back
		}
	case AddSigner, RemoveSigner, AskExtension, GrantExtension, RefuseExtension, Suspend, Resume:
		return s.fitsCare(tr.Action, t)
	case CheckMarks:
		return s.fitsMarks(t, step)
	case TakeBack:
		return s.fitsTakingBack(t)
	case Urge:
		return s.fitsUrging(t)
	case Withdraw:
		return s.fitsWithdrawal(t, step)
	case Draft, Supply, Comment, CopyTo, MarkRead, SetPriority, Jump, Recuse, ImposeRecusal,
		Terminate, ProposeChange, ApproveChange, RefuseChange, ProposeCorrection, ApproveCorrection, RefuseCorrection,
		PlaceHold, LiftHold, ProposeDisposal, ApproveDisposal, RefuseDisposal:
	}
	return nil
}

// fitsDecision tells whether a task is completed, or approved and returned.
// Who was added as a signer decides, whatever the step asks of the others.
func fitsDecision(a Action, t *Task, step StepDefinition) error {
	decides := step.Decides || t.AddedBy != ""
	switch {
	case a == Complete && decides:
		return fault.New(fault.Conflict, "wrong_decision", "step %s is approved or returned", step.ID)
	case a == Approve && !decides:
		return fault.New(fault.Conflict, "wrong_decision", "step %s is completed", step.ID)
	case a == Return && step.ReturnTo == "":
		return fault.New(fault.Conflict, "wrong_decision", "step %s returns nowhere", step.ID)
	}
	return nil
}

// readyToSettle tells whether nobody else has to act on a task first.
func (s *Situation) readyToSettle(t *Task) error {
	if t.Owner != "" {
		return delegated(t)
	}
	for i := range s.Evaluation.Tasks {
		o := &s.Evaluation.Tasks[i]
		if o.Anchor == t.ID && o.Place == PlaceBefore && o.State.Live() {
			return fault.New(fault.Conflict, "signer_pending", "task %s waits for %s", t.ID, o.Assignee).With("by", string(o.Assignee))
		}
	}
	return nil
}

func delegated(t *Task) error {
	return fault.New(fault.Conflict, "task_delegated", "task %s was delegated to %s", t.ID, t.Assignee).With("by", string(t.Assignee))
}

// fitsHandover: what was delegated comes back before it goes elsewhere, unless
// the office takes it; a signer was asked personally.
func fitsHandover(a Action, t *Task) error {
	switch {
	case t.AddedBy != "" && a != Reassign:
		return fault.New(fault.Conflict, "task_assigned_personally", "task %s belongs to its signer", t.ID)
	case t.Owner != "" && a != Reassign:
		return delegated(t)
	}
	return nil
}

// fitsCare judges what is done around a task.
func (s *Situation) fitsCare(a Action, t *Task) error {
	switch {
	case a == AddSigner && t.Owner != "":
		return delegated(t)
	case a == RemoveSigner && !s.awaitsSigner(t):
		return fault.New(fault.Conflict, "signer_missing", "task %s has no signer who has yet to sign", t.ID)
	case a == AskExtension && s.extensionRule(t) == nil:
		return fault.New(fault.Conflict, "extension_not_offered", "stage %s grants no extension", t.Stage)
	case a == AskExtension && t.Extension != nil:
		return fault.New(fault.Conflict, "extension_pending", "task %s has asked already", t.ID).With("at", stamp(t.Extension.At))
	case (a == GrantExtension || a == RefuseExtension) && t.Extension == nil:
		return fault.New(fault.Conflict, "extension_missing", "task %s has not asked", t.ID)
	case a == Resume && t.SuspendedAt.IsZero():
		return fault.New(fault.Conflict, "task_not_suspended", "task %s is not suspended", t.ID)
	}
	return nil
}
