package evaluation

import (
	"slices"
	"strings"
	"time"

	"jiheng/internal/fault"
)

// Filing is the hand-over to the receiving unit (报送) and its receipt (回执).
type Filing struct {
	Digest     string    `json:"digest"`
	ReceiverID string    `json:"receiver_id"`
	FiledAt    time.Time `json:"filed_at"`
	ReceiptNo  string    `json:"receipt_no"`
	ReceivedAt time.Time `json:"received_at,omitzero"`
	ReceivedBy PersonID  `json:"received_by"`
	// Version counts the filings of the evaluation, from 1; Supersedes is the
	// digest of the one before.
	Version    int    `json:"version,omitempty"`
	Supersedes string `json:"supersedes,omitempty"`
	// Receipt is the signed envelope that came from another system, "" where
	// the receiver works in this one.
	Receipt string `json:"receipt,omitempty"`
	// ReturnedAt is when the receiver sent it back, Reasons why, and Notice the
	// signed envelope that said so.
	ReturnedAt time.Time `json:"returned_at,omitzero"`
	Reasons    []string  `json:"reasons,omitempty"`
	Notice     string    `json:"notice,omitempty"`
}

// Answer is what a receiver in another system answered to a filing, checked
// and still signed (对方答复).
type Answer struct {
	Number  string
	Version int
	Digest  string
	// Reasons are those of a return, none of a receipt.
	Reasons []string
	// Evidence is the signed envelope itself, ReceivedAt the hour in a receipt.
	Evidence   string
	ReceivedAt time.Time
	// FormCheck is what was checked before a return, where both sides work here.
	FormCheck []CheckPoint
}

// CheckPoint is one question of a receiver's form check (形式审核项).
type CheckPoint struct {
	Name   string `json:"name"`
	Passed bool   `json:"passed"`
	Remark string `json:"remark,omitempty"`
}

// nextFiling gives the number of the next filing and the digest of the one
// before it, "" for the first.
func (e *Evaluation) nextFiling() (version int, supersedes string) {
	if e.Filing == nil {
		return 1, ""
	}
	return max(e.Filing.Version, 1) + 1, e.Filing.Digest
}

// FilingTask is the system's own task that files; nil while there is none to
// be done.
func (e *Evaluation) FilingTask() *Task {
	for i := range e.Tasks {
		if t := &e.Tasks[i]; t.Effect == EffectFile && t.State.Live() {
			return t
		}
	}
	return nil
}

// Acknowledge records the receipt of a receiver in another system: it files
// what was not yet filed, since who has a receipt has filed, and does the step
// that waits for it. The same receipt again yields no events.
//
// Errors: conflict dossier_not_filed, receipt_of_another (Params found,
// expected), receipt_twice when another receipt is there already.
func Acknowledge(s *Situation, a Answer) ([]Event, error) {
	if f := s.Evaluation.Filing; f != nil && f.is(a) && !f.ReceivedAt.IsZero() {
		if f.ReceiptNo != a.Number {
			return nil, fault.New(fault.Conflict, "receipt_twice", "evaluation %s has receipt %q", s.Evaluation.ID, f.ReceiptNo).With("number", f.ReceiptNo)
		}
		return nil, nil
	}
	if s.Evaluation.State != Running {
		return nil, s.Evaluation.movable()
	}
	var events []Event
	if t := s.Evaluation.FilingTask(); t != nil {
		filed, err := File(s, t.ID)
		if err != nil {
			return nil, err
		}
		events = filed
	}
	return s.follow(events, func(now *Situation) ([]Event, error) { return now.acknowledged(a) })
}

func (s *Situation) acknowledged(a Answer) ([]Event, error) {
	if err := s.answers(a); err != nil {
		return nil, err
	}
	t := s.receiving()
	if t == nil {
		return []Event{FilingReceived{ReceiptNo: a.Number, Digest: a.Digest, Receipt: a.Evidence, ReceivedAt: a.ReceivedAt}}, nil
	}
	handedIn := Submission{Fields: []FieldValue{{Name: ReceiptField, Value: a.Number}}}
	return s.settled(t, []Event{
		TaskCompleted{TaskRef: t.Ref(), As: SystemRole, Submission: handedIn, OverdueDays: s.overdueDays(t)},
		FilingReceived{TaskRef: t.Ref(), ReceiptNo: a.Number, Digest: a.Digest, Receipt: a.Evidence, ReceivedAt: a.ReceivedAt},
	}, handedIn)
}

// receiving is the live task by which the receiver acknowledges a filing.
func (s *Situation) receiving() *Task {
	for i := range s.Evaluation.Tasks {
		t := &s.Evaluation.Tasks[i]
		if step, _ := s.Definition.Step(t.Stage, t.Step); step.Receives && t.State.Live() {
			return t
		}
	}
	return nil
}

// answers holds an answer against what was filed.
func (s *Situation) answers(a Answer) error {
	f := s.Evaluation.Filing
	switch {
	case f == nil:
		return fault.New(fault.Conflict, "dossier_not_filed", "evaluation %s was not filed", s.Evaluation.ID)
	case !f.is(a):
		return fault.New(fault.Conflict, "receipt_of_another", "the answer is about version %d %.16s, filed is version %d %.16s",
			a.Version, a.Digest, f.Version, f.Digest).With("found", a.Digest[:min(16, len(a.Digest))]).With("expected", f.Digest[:min(16, len(f.Digest))])
	}
	return nil
}

// is tells whether an answer is about this filing.
func (f *Filing) is(a Answer) bool { return f.Digest == a.Digest && max(f.Version, 1) == a.Version }

// SendBack records that the receiver sent a filing back (退回报送) and takes the
// matter up again where the unit put its result together: what was sealed,
// filed or published stays so until it comes there again, as a further version.
// The same return again yields no events.
//
// Errors: those of Acknowledge and Reopen; invalid reason_required.
func SendBack(s *Situation, a Answer) ([]Event, error) {
	if f := s.Evaluation.Filing; f != nil && f.is(a) && !f.ReturnedAt.IsZero() {
		return nil, nil
	}
	if s.Evaluation.State == Terminated || s.Evaluation.State == Suspended {
		return nil, s.Evaluation.movable()
	}
	if s.Evaluation.Disposed() {
		return nil, s.Evaluation.disposed()
	}
	if err := s.answers(a); err != nil {
		return nil, err
	}
	if len(a.Reasons) == 0 || slices.Contains(a.Reasons, "") {
		return nil, fault.New(fault.Invalid, "reason_required", "a return needs reasons").
			WithFields(fault.Field{Name: "reasons", Reason: "reason_required"})
	}
	back := FilingReturned{ReceiptNo: s.Evaluation.Filing.ReceiptNo, Digest: a.Digest, Reasons: a.Reasons, Notice: a.Evidence, FormCheck: a.FormCheck}
	if t := s.receiving(); t != nil {
		back.TaskRef = t.Ref()
	}
	return s.follow([]Event{back}, func(now *Situation) ([]Event, error) {
		return Reopen(now, Reopening{To: now.rollUp(), Cause: back.TaskRef, Reason: strings.Join(a.Reasons, "；")})
	})
}

// rollUp is the step in which the unit put its result together: where its score
// table was handed in last, else the first step for people in the stage that
// seals.
func (s *Situation) rollUp() StepRef {
	var at StepRef
	for i := range s.Evaluation.Tasks {
		if t := &s.Evaluation.Tasks[i]; t.State == StateCompleted && t.Item == WholeItem && len(t.Submission.Sheet) > 0 {
			at = StepRef{t.Stage, t.Step}
		}
	}
	if at != (StepRef{}) {
		return at
	}
	for _, sd := range s.Definition.Stages {
		for _, step := range sd.Steps {
			switch {
			case step.Effect == EffectNone && at.Stage != sd.ID && !step.Receives:
				at = StepRef{sd.ID, step.ID}
			case step.Effect == EffectSeal:
				return at
			}
		}
	}
	return at
}

// FilingNow gives number and predecessor of the filing that is under way, or of
// the last one when none is.
func (e *Evaluation) FilingNow() (version int, supersedes string) {
	if f := e.Filing; f != nil && e.FilingTask() == nil {
		return max(f.Version, 1), f.Supersedes
	}
	return e.nextFiling()
}

// Answered records what a receiver in another system answered: its receipt, or
// with reasons its return. The errors are those of Acknowledge and SendBack.
func Answered(s *Situation, a Answer) ([]Event, error) {
	if len(a.Reasons) > 0 {
		return SendBack(s, a)
	}
	return Acknowledge(s, a)
}

// ReceiveHere acknowledges a filing for a receiver that works in this system:
// the actor takes the step that waits for it and does it, in one go (签收).
//
// Errors: conflict dossier_not_filed, filing_settled when nothing waits,
// task_already_claimed; forbidden role_missing, duty_conflict; those of the
// step's form.
func ReceiveHere(s *Situation, number string) ([]Event, error) {
	if err := s.Evaluation.movable(); err != nil {
		return nil, err
	}
	t := s.receiving()
	if t == nil || s.Evaluation.Filing == nil {
		return nil, fault.New(fault.Conflict, "filing_settled", "nothing of %s waits to be acknowledged", s.Evaluation.ID)
	}
	role, holds := s.Holds(t)
	switch rule := s.Excluded(t); {
	case !holds:
		return nil, fault.New(fault.Forbidden, "role_missing", "%s holds no role of %s", s.Actor.Person, t.ID)
	case rule != "":
		return nil, fault.New(fault.Forbidden, "duty_conflict", "refused by %s", rule).WithRule(rule)
	case t.State == StateClaimed && t.Assignee != s.Actor.Principal():
		return nil, outOfTurn(t)
	}
	var events []Event
	if t.State == StateOpen {
		events = append(events, TaskClaimed{t.Ref()})
	}
	step, _ := s.Definition.Step(t.Stage, t.Step)
	handedIn := Submission{Fields: []FieldValue{{Name: ReceiptField, Value: number}}}
	if err := checkForm(s, step, handedIn); err != nil {
		return nil, err
	}
	return s.follow(events, func(now *Situation) ([]Event, error) {
		return now.settled(now.Evaluation.Task(t.ID), []Event{
			TaskCompleted{TaskRef: t.Ref(), As: role, Submission: handedIn, OverdueDays: s.overdueDays(t)},
			FilingReceived{TaskRef: t.Ref(), ReceiptNo: number, Digest: s.Evaluation.Filing.Digest},
		}, handedIn)
	})
}
