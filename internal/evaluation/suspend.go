package evaluation

import (
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/fault"
)

// suspendTask stops one task and its clock.
func suspendTask(_ *Situation, t *Task, c Command) ([]Event, error) {
	reason, err := bounded("reason", c.Reason, "reason_required")
	if err != nil {
		return nil, err
	}
	return []Event{TaskSuspended{t.Ref(), reason}}, nil
}

// resumeTask lets it go on; the days it stood still are added to its deadline.
func resumeTask(s *Situation, t *Task, c Command) ([]Event, error) {
	if len(c.Reason) > MaxText {
		return nil, tooLong("reason")
	}
	due := s.makeUp(t, t.SuspendedAt)
	plan := s.taskPlan(t, due, t.Extended || due != t.DueOn)
	return []Event{TaskResumed{t.Ref(), c.Reason}, s.replanned(ReplanSuspension, nil, []TaskPlan{plan})}, nil
}

// makeUp adds to a task's due date the days since an instant, counted as its
// stage counts. What was late before it stood still stays late.
func (s *Situation) makeUp(t *Task, since time.Time) calendar.Date {
	if t.DueAt.Before(since) {
		return t.DueOn
	}
	sd, _ := s.Definition.Stage(t.Stage)
	return s.putOff(sd, t.DueOn, s.daysSince(sd, since))
}

func (s *Situation) daysSince(sd StageDefinition, since time.Time) int {
	scale := s.Evaluation.Timescale
	from, to := scale.Today(since), scale.Today(s.Now)
	if sd.Due.Workdays {
		n, _ := s.Calendar.WorkdaysBetween(from, to)
		return n
	}
	return to.DaysSince(from)
}

// applyWhole decides a command on the evaluation as a whole.
func applyWhole(s *Situation, c Command) ([]Event, error) {
	if err := fitsWhole(s.Evaluation, c.Action); err != nil {
		return nil, err
	}
	switch c.Action { //nolint:exhaustive // the default takes the rest
	case Suspend:
		return suspend(s, c)
	case Resume:
		return resume(s, c)
	case Terminate:
		return terminate(s, c)
	case ProposeChange:
		return proposeChange(s, c)
	case ApproveChange:
		return approveChange(s, c)
	case ProposeCorrection:
		return proposeCorrection(s, c)
	case ApproveCorrection:
		return approveCorrection(s, c)
	case RefuseCorrection:
		return refuseCorrection(s, c)
	case RefuseChange:
		return refuseChange(s, c)
	default:
		return applyKeeping(s, c)
	}
}

// applyKeeping decides how long an evaluation and its papers are kept.
func applyKeeping(s *Situation, c Command) ([]Event, error) {
	switch c.Action { //nolint:exhaustive // the default takes the rest
	case PlaceHold:
		return placeHold(s, c)
	case LiftHold:
		return liftHold(s, c)
	case ProposeDisposal:
		return proposeDisposal(s, c)
	case ApproveDisposal:
		return approveDisposal(s, c)
	default:
		return refuseDisposal(s, c)
	}
}

// fitsWhole tells whether an evaluation as it stands knows the action.
func fitsWhole(e *Evaluation, a Action) error {
	switch a { //nolint:exhaustive // the default takes the rest
	case Suspend, ProposeChange, ApproveChange, RefuseChange:
		return e.movable()
	case Resume:
		if e.State == Running {
			return fault.New(fault.Conflict, "evaluation_not_suspended", "evaluation %s is not suspended", e.ID)
		}
		if e.State == Suspended {
			return nil
		}
		return e.movable()
	case Terminate:
		if e.State == Suspended {
			return nil
		}
		return e.movable()
	case ProposeCorrection, ApproveCorrection, RefuseCorrection:
		if e.State == Finished {
			return nil // that is when most mistakes are found
		}
		return e.movable()
	case PlaceHold, LiftHold, ProposeDisposal, ApproveDisposal, RefuseDisposal:
		return nil // in whatever state it is
	default:
		return fault.New(fault.Invalid, "unknown_action", "no action %q on an evaluation", a)
	}
}

func suspend(_ *Situation, c Command) ([]Event, error) {
	reason, err := bounded("reason", c.Reason, "reason_required")
	if err != nil {
		return nil, err
	}
	return []Event{EvaluationSuspended{reason}}, nil
}

// resume lets everything go on. Stages that were under way, or were waiting
// for their day, move by the days that were lost; the rest moves with them. A
// stage whose time had begun to run while it waited for a late one gets the days
// as well. A task that was suspended by itself stands still until it is resumed,
// and is given all its days then.
func resume(s *Situation, c Command) ([]Event, error) {
	if len(c.Reason) > MaxText {
		return nil, tooLong("reason")
	}
	since := s.Evaluation.SuspendedAt
	stages := s.stagePlans(func(st *Stage, carried bool) (shift, delay int) {
		sd, _ := s.Definition.Stage(st.ID)
		switch {
		case carried || st.DueAt.Before(since):
			return 0, 0
		case st.State == StageWaiting && st.OpensAt.After(since):
			return 0, s.daysSince(sd, since)
		}
		return s.daysSince(sd, since), 0
	})
	own := func(t *Task) (due calendar.Date, extended bool) {
		if !t.SuspendedAt.IsZero() {
			return t.DueOn, true
		}
		return s.makeUp(t, since), t.Extended
	}
	return []Event{EvaluationResumed{c.Reason}, s.replanned(ReplanSuspension, stages, s.taskPlans(stages, own))}, nil
}

// terminate ends an evaluation before its time.
func terminate(_ *Situation, c Command) ([]Event, error) {
	reason, err := bounded("reason", c.Reason, "reason_required")
	if err != nil {
		return nil, err
	}
	return []Event{EvaluationTerminated{reason}}, nil
}
