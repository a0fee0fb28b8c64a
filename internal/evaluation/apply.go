package evaluation

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/fault"
)

// Bounds on text that people type, in bytes.
const (
	MaxText  = 4000
	MaxField = 20000
)

// Apply decides a command of a person. It assumes that policy has allowed the
// action; it judges what the state and the definition allow.
//
// Errors: not_found task_not_found; conflict evaluation_finished,
// task_already_claimed (Params by, at), task_already_settled (Params by, at),
// task_not_claimed, task_assigned_personally, wrong_decision; invalid
// reason_required, text_required, form_incomplete, materials_missing,
// members_invalid, text_too_long, material_not_asked; conflict
// dossier_not_filed, role_without_holder.
func Apply(s *Situation, c Command) ([]Event, error) {
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
	if s.Evaluation.State != Running && tr.Action != Comment {
		return fault.New(fault.Conflict, "evaluation_finished", "evaluation %s is %s", s.Evaluation.ID, s.Evaluation.State)
	}
	if !tr.Possible(t.State) {
		return outOfTurn(t)
	}
	return tr.fits(s, t)
}

// fits tells whether the step knows the action: an approving step is approved
// or returned, any other completed; a task of one's own cannot be released.
func (tr Transition) fits(s *Situation, t *Task) error {
	step, ok := s.Definition.Step(t.Stage, t.Step)
	if !ok {
		return fault.New(fault.Internal, "step_missing", "definition %s has no step %s.%s", s.Definition.Name, t.Stage, t.Step)
	}
	switch tr.Action {
	case Complete:
		if step.Decides {
			return fault.New(fault.Conflict, "wrong_decision", "step %s is approved or returned", step.ID)
		}
	case Approve:
		if !step.Decides {
			return fault.New(fault.Conflict, "wrong_decision", "step %s is completed", step.ID)
		}
	case Return:
		if step.ReturnTo == "" {
			return fault.New(fault.Conflict, "wrong_decision", "step %s returns nowhere", step.ID)
		}
	case Release, Claim:
		if t.Seat > 0 {
			return fault.New(fault.Conflict, "task_assigned_personally", "task %s belongs to its holder", t.ID)
		}
	case Draft, Supply, Comment:
	}
	return nil
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
	case StateCompleted, StateReturned, StateCancelled:
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

func comment(_ *Situation, t *Task, c Command) ([]Event, error) {
	text, err := bounded("text", c.Text, "text_required")
	if err != nil {
		return nil, err
	}
	return []Event{Commented{t.Ref(), text}}, nil
}

func supply(s *Situation, t *Task, c Command) ([]Event, error) {
	step, _ := s.Definition.Step(t.Stage, t.Step)
	known := slices.ContainsFunc(step.Materials, func(k MaterialKind) bool { return k.ID == c.Material.Kind })
	if !known {
		return nil, fault.New(fault.Invalid, "material_not_asked", "step %s asks for no %q", step.ID, c.Material.Kind).
			With("kind", c.Material.Kind)
	}
	m := c.Material
	m.Task, m.Item, m.SuppliedBy, m.SuppliedAt = t.ID, t.Item, s.Actor.Person, s.Now
	m.Version = s.Evaluation.MaterialVersion(t, m.Kind) + 1
	m.ID = string(t.ID) + ":" + m.Kind + ":" + strconv.Itoa(m.Version)
	return []Event{MaterialSupplied{t.Ref(), m}}, nil
}

func complete(s *Situation, t *Task, c Command) ([]Event, error) {
	step, _ := s.Definition.Step(t.Stage, t.Step)
	if err := checkForm(s, step, c.Submission); err != nil {
		return nil, err
	}
	if err := checkMaterials(s.Evaluation, step, t); err != nil {
		return nil, err
	}
	if len(c.Opinion) > MaxText {
		return nil, tooLong("opinion")
	}
	role, _ := s.Holds(t)
	events := []Event{TaskCompleted{t.Ref(), role, c.Opinion, c.Submission}}
	if step.Receives {
		if s.Evaluation.Filing == nil {
			return nil, fault.New(fault.Conflict, "dossier_not_filed", "evaluation %s was not filed", s.Evaluation.ID)
		}
		events = append(events, FilingReceived{t.Ref(), c.Submission.Field(ReceiptField), s.Evaluation.Filing.Digest})
	}
	return s.onward(t, step, events, c.Submission)
}

func approve(s *Situation, t *Task, c Command) ([]Event, error) {
	step, _ := s.Definition.Step(t.Stage, t.Step)
	if err := checkMaterials(s.Evaluation, step, t); err != nil {
		return nil, err
	}
	if len(c.Opinion) > MaxText {
		return nil, tooLong("opinion")
	}
	role, _ := s.Holds(t)
	return s.onward(t, step, []Event{TaskApproved{t.Ref(), role, c.Opinion}}, Submission{})
}

// sendBack returns the matter to the step that the definition names. The
// round's other tasks are cancelled, since the matter they judge is changing.
func sendBack(s *Situation, t *Task, c Command) ([]Event, error) {
	reason, err := bounded("reason", c.Reason, "reason_required")
	if err != nil {
		return nil, err
	}
	step, _ := s.Definition.Step(t.Stage, t.Step)
	role, _ := s.Holds(t)
	events := []Event{TaskReturned{t.Ref(), role, step.ReturnTo, reason}}
	for i := range s.Evaluation.Tasks {
		o := &s.Evaluation.Tasks[i]
		if o.ID != t.ID && sameRound(o, t) && o.State.Live() {
			events = append(events, TaskCancelled{o.Ref(), "returned_by_other"})
		}
	}
	target, _ := s.Definition.Step(t.Stage, step.ReturnTo)
	opened, err := s.begin(t.Stage, t.Item, target, s.lastDoer(t, step.ReturnTo))
	if err != nil {
		return nil, err
	}
	return append(events, opened...), nil
}

// lastDoer is who did a step last: what is sent back goes to whoever handed
// it in, who may release it to colleagues.
func (s *Situation) lastDoer(t *Task, step StepID) PersonID {
	var doer PersonID
	round := 0
	for i := range s.Evaluation.Tasks {
		o := &s.Evaluation.Tasks[i]
		done := o.Stage == t.Stage && o.Item == t.Item && o.Step == step && o.State == StateCompleted
		if done && o.Round > round {
			doer, round = o.DoneBy, o.Round
		}
	}
	return doer
}

// onward begins the next step once the step's quorum is met.
func (s *Situation) onward(t *Task, step StepDefinition, events []Event, handedIn Submission) ([]Event, error) {
	for i := range s.Evaluation.Tasks {
		o := &s.Evaluation.Tasks[i]
		if o.ID != t.ID && sameRound(o, t) && o.State.Live() {
			return events, nil
		}
	}
	appointed, err := s.appoint(t, step, handedIn)
	if err != nil {
		return nil, err
	}
	events = append(events, appointed...)
	sd, _ := s.Definition.Stage(t.Stage)
	next, ok := sd.following(step.ID)
	if !ok {
		return events, nil
	}
	grown := s.after(events)
	opened, err := grown.begin(t.Stage, t.Item, next, "")
	if err != nil {
		return nil, err
	}
	return append(events, opened...), nil
}

// after is the situation once events have happened, for decisions that build
// on each other within one command. The evaluation itself is left as it is.
func (s *Situation) after(events []Event) *Situation {
	e := *s.Evaluation
	e.Tasks = slices.Clone(e.Tasks)
	e.Members = slices.Clone(e.Members)
	for _, ev := range events {
		e.Fold(Record{Seq: e.Seq + 1, At: s.Now, Actor: s.Actor.Person, OnBehalfOf: s.Actor.OnBehalfOf, Event: ev})
	}
	grown := *s
	grown.Evaluation = &e
	return &grown
}

func sameRound(a, b *Task) bool {
	return a.Stage == b.Stage && a.Item == b.Item && a.Step == b.Step && a.Round == b.Round
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
