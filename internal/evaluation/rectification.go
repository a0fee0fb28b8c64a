package evaluation

import "time"

// The stages and steps of a rectification by which its outcome is computed; the
// shipped process has them, and a process without them has no outcome.
const (
	RectificationProcess = "rectification"
	// ReplyProcess is the unit's part of one whose bureau works in another
	// installation.
	ReplyProcess = "rectification-reply"

	replyStage   StageID = "reply"
	replySigned  StepID  = "sign"
	lookStage    StageID = "look_back"
	lookVerify   StepID  = "verify"
	outcomeField         = "outcome"
)

// RectificationState is what has become of a problem (整改状态).
type RectificationState string

// The states of a problem.
const (
	// RectificationUnderway: the time to reply has not passed, or the bureau
	// has still to look at the reply.
	RectificationUnderway RectificationState = "underway"
	// RectificationUnreported: the time to reply has passed without a signed
	// reply, which counts as not put right (未报整改视同未整改).
	RectificationUnreported RectificationState = "unreported"
	// RectificationDone and RectificationNotDone are what was found when the
	// bureau looked back.
	RectificationDone    RectificationState = "rectified"
	RectificationNotDone RectificationState = "not_rectified"
)

// RectificationStates lists all states.
func RectificationStates() []RectificationState {
	return []RectificationState{RectificationUnderway, RectificationUnreported, RectificationDone, RectificationNotDone}
}

// Rectified tells whether the problem counts as put right.
func (s RectificationState) Rectified() bool { return s == RectificationDone }

// Rectification is a problem and what has become of it (整改结果).
type Rectification struct {
	Item  ItemID
	State RectificationState
	// Late is true when the first reply was signed after the day.
	Late bool
	// RepliedAt is when the reply was signed last, FoundAt when the bureau
	// looked back; zero while neither has happened.
	RepliedAt, FoundAt time.Time
}

// Rectifying tells whether it is a rectification, or the unit's part of one.
func (e *Evaluation) Rectifying() bool {
	return e.Process.Name == RectificationProcess || e.Process.Name == ReplyProcess
}

// Rectifications computes what has become of every problem. Nobody types a
// state, it follows from what was done and when:
//
//  1. The bureau looked back: what it found last counts.
//  2. The time to reply, with what was granted, has passed and no reply was ever signed by the head:
//     unreported, which counts as not put right.
//  3. Otherwise it is under way.
//
// It is empty for what is no rectification.
func Rectifications(e *Evaluation, now time.Time) []Rectification {
	reply := e.Stage(replyStage)
	if !e.Rectifying() || reply == nil {
		return nil
	}
	var out []Rectification
	for _, it := range e.Items {
		if it.Kind == ItemProblem {
			out = append(out, e.rectification(it.ID, reply, now))
		}
	}
	return out
}

func (e *Evaluation) rectification(item ItemID, reply *Stage, now time.Time) Rectification {
	r := Rectification{Item: item, State: RectificationUnderway}
	var found string
	due := reply.DueAt
	for i := range e.Tasks {
		t := &e.Tasks[i]
		if t.Item != item {
			continue
		}
		if t.Stage == replyStage && t.State.Live() {
			due = t.DueAt // more time may have been granted
		}
		if t.State != StateCompleted {
			continue
		}
		switch {
		case t.Stage == replyStage && t.Step == replySigned:
			r.Late = r.Late || r.RepliedAt.IsZero() && t.SettledAt.After(t.DueAt)
			r.RepliedAt = t.SettledAt
		case t.Stage == lookStage && t.Step == lookVerify:
			r.FoundAt, found = t.SettledAt, t.Submission.Field(outcomeField)
		}
	}
	switch {
	case found == outcomeDone:
		r.State = RectificationDone
	case found != "":
		r.State = RectificationNotDone
	case r.RepliedAt.IsZero() && !now.Before(due):
		r.State = RectificationUnreported
	}
	return r
}
