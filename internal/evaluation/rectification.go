package evaluation

import "time"

// The stages and steps of a rectification by which its outcome is computed; the
// shipped process has them, and a process without them has no outcome.
const (
	RectificationProcess = "rectification"
	// ReplyProcess is the unit's part of one whose bureau works in another
	// installation.
	ReplyProcess = "rectification-reply"
	// LookBackProcess is the bureau's own part of one whose unit works in
	// another installation, and OutcomeProcess what the unit does about what was
	// found.
	LookBackProcess = "rectification-look-back"
	OutcomeProcess  = "rectification-outcome"

	replyStage   StageID = "reply"
	replySigned  StepID  = "sign"
	lookStage    StageID = "look_back"
	lookVerify   StepID  = "verify"
	outcomeField         = "outcome"
	findingField         = "finding"
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

// ProblemOutcome is what the bureau found of a problem when it looked back
// (回头看结果).
type ProblemOutcome struct {
	Problem   string `json:"problem"`
	Rectified bool   `json:"rectified"`
	Finding   string `json:"finding"`
}

// LookedBack is what a look-back found, problem by problem; nil unless it is
// one that is finished.
func (e *Evaluation) LookedBack() []ProblemOutcome {
	if e.Process.Name != LookBackProcess || e.State != Finished {
		return nil
	}
	var out []ProblemOutcome
	for _, it := range e.Items {
		found := ProblemOutcome{Problem: it.Title}
		for i := range e.Tasks {
			t := &e.Tasks[i]
			if t.Item == it.ID && t.Stage == lookStage && t.Step == lookVerify && t.State == StateCompleted {
				found.Rectified, found.Finding = t.Submission.Field(outcomeField) == outcomeDone, t.Submission.Field(findingField)
			}
		}
		out = append(out, found)
	}
	return out
}
