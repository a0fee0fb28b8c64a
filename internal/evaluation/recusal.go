package evaluation

import (
	"slices"
	"time"

	"jiheng/internal/fault"
)

// Recusal keeps a person from everything about an item (回避), by his own word
// or because it was imposed.
type Recusal struct {
	Person PersonID  `json:"person"`
	Item   ItemID    `json:"item"`
	By     PersonID  `json:"by"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
	Seq    int64     `json:"seq"`
}

func (e *Evaluation) recused(p PersonID, item ItemID) bool {
	return slices.ContainsFunc(e.Recusals, func(r Recusal) bool { return r.Person == p && r.Item == item })
}

// recuse declares that the actor has an interest in the item of a task.
func recuse(s *Situation, t *Task, c Command) ([]Event, error) {
	return s.withdrawPerson(s.Actor.Principal(), t, c)
}

// imposeRecusal keeps somebody else from the item of a task.
func imposeRecusal(s *Situation, t *Task, c Command) ([]Event, error) {
	if _, err := s.colleague(c.Person, "person"); err != nil {
		return nil, err
	}
	return s.withdrawPerson(c.Person, t, c)
}

// withdrawPerson takes from a person all that he has to do with an item. The
// round goes on without him: the quorum is counted anew, and his seat goes to
// a holder of the replacing roles where the definition names them.
func (s *Situation) withdrawPerson(p PersonID, t *Task, c Command) ([]Event, error) {
	reason, err := bounded("reason", c.Reason, "reason_required")
	if err != nil {
		return nil, err
	}
	if s.Evaluation.recused(p, t.Item) {
		return nil, fault.New(fault.Conflict, "recused_already", "%s has recused himself from %q", p, t.Item).With("person", string(p))
	}
	events := []Event{Recused{t.Ref(), p, reason}}
	return s.follow(events, func(now *Situation) ([]Event, error) {
		all := func(o *Task) bool { return o.Item == t.Item }
		vacated, err := now.vacateAll(all, p, "recused")
		if err != nil {
			return nil, err
		}
		return now.follow(vacated, func(then *Situation) ([]Event, error) { return then.recount(t.Item) })
	})
}

// recount judges every round of an item that is under way, since somebody's
// voice no longer counts.
func (s *Situation) recount(item ItemID) ([]Event, error) {
	var all []Event
	for i := 0; i < len(s.Evaluation.Tasks); i++ {
		t := s.Evaluation.Tasks[i]
		if t.Item != item || !t.State.Live() || t.Effect != EffectNone {
			continue
		}
		events, err := s.proceed(&t, Submission{})
		if err != nil {
			return nil, err
		}
		all, s = append(all, events...), s.after(events)
	}
	return all, nil
}

// vacateAll takes live tasks from a person: what was delegated to him goes back
// to its owner, what somebody else may claim is open again, a seat is cancelled
// and its round counted anew.
func (s *Situation) vacateAll(which func(*Task) bool, p PersonID, reason string) ([]Event, error) {
	var all []Event
	for i := 0; i < len(s.Evaluation.Tasks); i++ {
		t := s.Evaluation.Tasks[i]
		his := t.Assignee == p || t.Owner == p
		if !his || !t.State.Live() || !which(&t) {
			continue
		}
		events, err := s.vacate(&t, p, reason)
		if err != nil {
			return nil, err
		}
		all = append(all, events...)
		s = s.after(events)
	}
	return all, nil
}

func (s *Situation) vacate(t *Task, p PersonID, reason string) ([]Event, error) {
	if t.voice() != p {
		return []Event{TaskHandedBack{t.Ref(), t.Owner, ""}}, nil
	}
	if t.Seat == 0 {
		return s.vacateOpen(t, p, reason)
	}
	events := []Event{TaskCancelled{t.Ref(), reason}}
	return s.follow(events, func(now *Situation) ([]Event, error) {
		replaced := now.replace(t)
		return now.follow(replaced, func(then *Situation) ([]Event, error) { return then.proceed(t, Submission{}) })
	})
}

// vacateOpen opens a task to the others who may claim it, or where nobody is
// left to the replacing roles.
func (s *Situation) vacateOpen(t *Task, p PersonID, reason string) ([]Event, error) {
	step := s.stepOf(t)
	if vacant, _ := s.vacant(t.Stage, t.Item, step); !vacant || len(step.Replacement) == 0 {
		return []Event{TaskVacated{t.Ref(), p, reason}}, nil
	}
	events := []Event{TaskCancelled{t.Ref(), reason}}
	return s.follow(events, func(now *Situation) ([]Event, error) {
		return now.begin(t.Stage, t.Item, step.heldBy(step.Replacement), "", t.Back)
	})
}

// replace gives the seat of a person who is gone to the first holder of the
// replacing roles who may have it.
func (s *Situation) replace(t *Task) []Event {
	step, _ := s.Definition.Step(t.Stage, t.Step)
	if len(step.Replacement) == 0 || t.AddedBy != "" {
		return nil
	}
	stand := step.heldBy(step.Replacement)
	for _, a := range s.holders(stand, t.Stage, t.Item) {
		seat := s.seat(t, a, stand)
		seat.Weight = t.Weight
		if s.excluded(a, &seat) == "" && !s.seated(a.Person, t) {
			return []Event{TaskOpened{seat}}
		}
	}
	return nil
}

// follow adds to events what follows from them.
func (s *Situation) follow(events []Event, then func(*Situation) ([]Event, error)) ([]Event, error) {
	more, err := then(s.after(events))
	if err != nil {
		return nil, err
	}
	return append(events, more...), nil
}
