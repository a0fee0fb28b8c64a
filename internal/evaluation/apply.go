package evaluation

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/fault"
)

// Bounds on text that people type, in bytes.
const (
	MaxText  = 4000
	MaxField = 20000
	// MaxPart bounds a part of the report: twenty thousand Chinese characters.
	MaxPart = 3 * MaxField
)

// Apply decides a command of a person. It assumes that policy has allowed the
// action; it judges what the state and the definition allow. A command
// without a task is about the evaluation as a whole.
//
// Errors: not_found task_not_found; invalid unknown_action and what is wrong
// with the input; conflict with the reason why the state forbids it: among
// them evaluation_finished, evaluation_suspended, task_suspended,
// task_already_claimed and task_already_settled (Params by, at),
// task_not_claimed, task_assigned_personally, task_delegated, signer_pending,
// wrong_decision, role_without_holder, dossier_not_filed, dossier_not_sealed,
// attestation_outdated, clearance_outdated.
func Apply(s *Situation, c Command) ([]Event, error) {
	if c.Task == "" {
		return applyWhole(s, c)
	}
	t := s.Evaluation.Task(c.Task)
	if t == nil || t.Effect != EffectNone {
		return nil, fault.New(fault.NotFound, "task_not_found", "no task %q", c.Task)
	}
	tr, ok := TransitionOf(c.Action)
	if !ok {
		return nil, fault.New(fault.Invalid, "unknown_action", "no action %q", c.Action)
	}
	if err := tr.check(s, t); err != nil {
		return nil, err
	}
	return tr.apply(s, t, c)
}

// check tells whether the transition can be made now, whatever is handed in.
func (tr Transition) check(s *Situation, t *Task) error {
	if !tr.Action.Remark() {
		if err := s.Evaluation.movable(); err != nil {
			return err
		}
		if !t.SuspendedAt.IsZero() && tr.Action != Resume {
			return fault.New(fault.Conflict, "task_suspended", "task %s is suspended", t.ID).With("at", stamp(t.SuspendedAt))
		}
	}
	if !tr.Possible(t.State) {
		return cmp.Or(s.awaitsQuorum(t), outOfTurn(t))
	}
	return tr.fits(s, t)
}

// movable tells whether anything can move in an evaluation.
func (e *Evaluation) movable() error {
	switch e.State {
	case Running:
		return nil
	case Suspended:
		return fault.New(fault.Conflict, "evaluation_suspended", "evaluation %s is suspended", e.ID).With("at", stamp(e.SuspendedAt))
	case Finished, Terminated:
	}
	return fault.New(fault.Conflict, "evaluation_finished", "evaluation %s is %s", e.ID, e.State)
}

// outOfTurn says why a task cannot be acted on in its state, and who was
// first.
func outOfTurn(t *Task) error {
	switch t.State {
	case StateClaimed:
		return fault.New(fault.Conflict, "task_already_claimed", "task %s was claimed", t.ID).
			With("by", string(t.Assignee)).With("at", stamp(t.ClaimedAt))
	case StateOpen:
		return fault.New(fault.Conflict, "task_not_claimed", "task %s must be claimed first", t.ID)
	case StateCompleted, StateReturned, StateCancelled, StateExpired:
	}
	return fault.New(fault.Conflict, "task_already_settled", "task %s is %s", t.ID, t.State).
		With("by", string(t.DoneBy)).With("at", stamp(t.SettledAt))
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

func claim(_ *Situation, t *Task, _ Command) ([]Event, error) {
	return []Event{TaskClaimed{t.Ref()}}, nil
}

func release(_ *Situation, t *Task, _ Command) ([]Event, error) {
	return []Event{TaskReleased{t.Ref()}}, nil
}

func draft(_ *Situation, _ *Task, _ Command) ([]Event, error) { return nil, nil }

func comment(s *Situation, t *Task, c Command) ([]Event, error) {
	text, err := bounded("text", c.Text, "text_required")
	if err != nil {
		return nil, err
	}
	if len(c.People) > MaxPeople {
		return nil, invalidField("mentions", "too_many_people", map[string]string{"limit": strconv.Itoa(MaxPeople)})
	}
	for _, p := range c.People {
		if _, err := s.colleague(p, "mentions"); err != nil {
			return nil, err
		}
	}
	return []Event{Commented{t.Ref(), text, c.People}}, nil
}

func complete(s *Situation, t *Task, c Command) ([]Event, error) {
	step, _ := s.Definition.Step(t.Stage, t.Step)
	if err := checkForm(s, step, c.Submission); err != nil {
		return nil, err
	}
	if err := s.checkMaterials(step, t); err != nil {
		return nil, err
	}
	if len(c.Opinion) > MaxText {
		return nil, tooLong("opinion")
	}
	signed, err := attest(s, t, c)
	if err != nil {
		return nil, err
	}
	cleared, err := clearing(s, t, step, c.Submission)
	if err != nil {
		return nil, err
	}
	role, _ := s.Holds(t)
	events := append(append(signed, cleared...), TaskCompleted{t.Ref(), role, c.Opinion, c.Submission, s.overdueDays(t)})
	if step.Receives {
		if s.Evaluation.Filing == nil {
			return nil, fault.New(fault.Conflict, "dossier_not_filed", "evaluation %s was not filed", s.Evaluation.ID)
		}
		events = append(events, FilingReceived{TaskRef: t.Ref(), ReceiptNo: c.Submission.Field(ReceiptField), Digest: s.Evaluation.Filing.Digest})
	}
	rolled, err := s.rolledUp(t)
	if err != nil {
		return nil, err
	}
	return s.settled(t, append(events, rolled...), c.Submission)
}

func approve(s *Situation, t *Task, c Command) ([]Event, error) {
	step, _ := s.Definition.Step(t.Stage, t.Step)
	if t.AddedBy == "" {
		if err := s.checkMaterials(step, t); err != nil {
			return nil, err
		}
	}
	if err := s.checkInspected(step, t); err != nil {
		return nil, err
	}
	if len(c.Opinion) > MaxText {
		return nil, tooLong("opinion")
	}
	signed, err := attest(s, t, c)
	if err != nil {
		return nil, err
	}
	role, _ := s.Holds(t)
	return s.settled(t, append(signed, TaskApproved{t.Ref(), role, c.Opinion, s.overdueDays(t)}), Submission{})
}

func bounded(name, text, missing string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", fault.New(fault.Invalid, missing, "%s is empty", name).WithFields(fault.Field{Name: name, Reason: missing})
	}
	if len(text) > MaxText {
		return "", tooLong(name)
	}
	return text, nil
}

func tooLong(name string) error {
	return fault.New(fault.Invalid, "text_too_long", "%s is longer than %d bytes", name, MaxText).
		WithFields(fault.Field{Name: name, Reason: "text_too_long"})
}
