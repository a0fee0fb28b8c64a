package evaluation

import (
	"cmp"
	"slices"
	"time"
)

// foldHandover applies the events by which a task goes from hand to hand, or
// is cared for without being settled.
func (e *Evaluation) foldHandover(r Record) {
	switch v := r.Event.(type) {
	case TaskTransferred:
		e.give(v.Task, v.To, r.At)
	case TaskReassigned:
		e.give(v.Task, v.To, r.At)
	case TaskVacated:
		e.give(v.Task, "", r.At)
	case TaskDelegated:
		t := e.give(v.Task, v.To, r.At)
		t.Owner = v.From
	case TaskHandedBack:
		e.give(v.Task, v.To, r.At)
	case TaskExpired:
		t := e.touch(v.Task)
		t.State, t.SettledAt, t.Extension = StateExpired, r.At, nil
	case SignerAdded:
		if t := e.touch(v.Task); v.Place == PlaceAfter {
			t.Signers = append(slices.Clone(t.Signers), Signer{v.Person, r.principal(), v.Reason})
		}
	case SignerRemoved:
		if t := e.Task(v.Task); t.State.Live() { // of a task that is done, the signer's own is cancelled
			t.Version++
			t.Signers = without(t.Signers, v.Person)
		}
	default:
		e.foldCare(r)
	}
}

// without leaves a person out of a list, which is nil when nobody is left: as
// it is when nobody ever was on it.
func without(signers []Signer, p PersonID) []Signer {
	var out []Signer
	for _, s := range signers {
		if s.Person != p {
			out = append(out, s)
		}
	}
	return out
}

// give puts a task into other hands, or back to the candidates.
func (e *Evaluation) give(id TaskID, to PersonID, at time.Time) *Task {
	t := e.touch(id)
	t.Owner, t.Assignee = "", to
	t.State, t.ClaimedAt = StateClaimed, at
	if to == "" {
		t.State, t.ClaimedAt = StateOpen, time.Time{}
	}
	return t
}

func (e *Evaluation) foldCare(r Record) {
	switch v := r.Event.(type) {
	case TaskUrged:
		e.Task(v.Task).UrgedAt = r.At
	case PrioritySet:
		e.touch(v.Task).Priority = v.Priority
	case ExtensionAsked:
		e.touch(v.Task).Extension = &Extension{r.principal(), r.hand(), r.At, v.Until, v.Reason}
	case ExtensionGranted:
		e.touch(v.Task).Extension = nil
	case ExtensionRefused:
		e.touch(v.Task).Extension = nil
	case TaskSuspended:
		e.touch(v.Task).SuspendedAt = r.At
	case TaskResumed:
		e.touch(v.Task).SuspendedAt = time.Time{}
	}
}

// foldRemark applies what is said about a task and changes none.
func (e *Evaluation) foldRemark(r Record) {
	switch v := r.Event.(type) {
	case TaskCopied:
		for _, p := range v.To {
			e.Copies = append(e.Copies, Copy{v.Task, v.Item, p, r.principal(), r.At, r.Seq})
		}
	case TaskRead:
		e.Reads = append(e.Reads, ReadMark{v.Task, v.Item, r.Actor, r.At, r.Seq})
	case Recused:
		e.Recusals = append(e.Recusals, Recusal{v.Person, v.Item, r.principal(), v.Reason, r.At, r.Seq})
	}
}

// foldWhole applies what happens to an evaluation as a whole.
func (e *Evaluation) foldWhole(r Record) {
	switch v := r.Event.(type) {
	case EvaluationSuspended:
		e.State, e.SuspendedAt = Suspended, r.At
	case EvaluationResumed:
		e.State, e.SuspendedAt = Running, time.Time{}
	case EvaluationTerminated:
		e.State, e.FinishedAt, e.EndReason, e.SuspendedAt = Terminated, r.At, v.Reason, time.Time{}
		for i := range e.Tasks {
			if t := &e.Tasks[i]; t.State.Live() {
				t.Version++
				t.State, t.SettledAt, t.Opinion, t.Extension = StateCancelled, r.At, "terminated", nil
			}
		}
	case Replanned:
		e.foldPlan(v)
	}
}

// foldPlan moves dates.
func (e *Evaluation) foldPlan(v Replanned) {
	if v.Cause == ReplanCalendar {
		e.CalendarVersion = v.CalendarVersion
	}
	if len(v.Stages) > 0 {
		e.Provisional = v.Provisional
	}
	for _, p := range v.Stages {
		e.Stage(p.Stage).plan(p)
	}
	for _, p := range v.Tasks {
		e.Task(p.Task).plan(p)
	}
}

// principal is for whom the actor of a record acted.
func (r Record) principal() PersonID {
	return cmp.Or(r.OnBehalfOf, r.Actor)
}

// hand is who acted for the principal; "" when he did it himself.
func (r Record) hand() PersonID {
	if r.OnBehalfOf != "" {
		return r.Actor
	}
	return ""
}
