package evaluation

import (
	"slices"
	"strconv"

	"jiheng/internal/fault"
)

// begin opens the next round of a step for an item: one task, or one for
// every holder where several act. A person given in to has the task at once,
// if he still may; back is the step that follows instead of the next.
//
// Where nobody holds the roles, or only people whom a duty keeps away, the
// definition says what happens.
//
// Errors: conflict role_without_holder when several must act and nobody can.
func (s *Situation) begin(stage StageID, item ItemID, step StepDefinition, to PersonID, back StepID) ([]Event, error) {
	if step.Effect == EffectNone {
		vacant, why := s.vacant(stage, item, step)
		if vacant {
			events, done, err := s.fillVacancy(stage, item, &step, why, back)
			if done || err != nil {
				return events, err
			}
		}
	}
	t := s.blank(stage, item, step)
	t.Back = back
	if step.Quorum == QuorumOne || step.Effect != EffectNone {
		t.ID = taskID(s.Evaluation.ID, t)
		if to != "" && s.mayHave(to, &t) {
			t.State, t.Assignee, t.ClaimedAt = StateClaimed, to, s.Now
		}
		return []Event{TaskOpened{t}}, nil
	}
	return s.seats(t, step)
}

// mayHave tells whether what comes back to somebody can still be his: he holds
// the role and no duty keeps him away. Of a person whom the situation does not
// describe only appointments are known, and a standing role is believed.
func (s *Situation) mayHave(p PersonID, t *Task) bool {
	a, known := s.staff(p)
	if s.excluded(a, t) != "" {
		return false
	}
	if _, holds := s.holds(a, t); holds {
		return true
	}
	return !known && slices.ContainsFunc(t.Roles, func(id RoleID) bool {
		r, ok := s.Definition.Role(id)
		return ok && r.HeldBy != HeldByAppointment
	})
}

// seats opens a task for every holder, or for the first of them where they act
// one after the other.
func (s *Situation) seats(t Task, step StepDefinition) ([]Event, error) {
	var events []Event
	now := s
	for _, a := range s.holders(step, t.Stage, t.Item) {
		seat := now.seatIn(t, a, step, len(events)+1)
		if now.excluded(a, &seat) != "" {
			continue
		}
		events = append(events, TaskOpened{seat})
		if step.Quorum == QuorumSequence {
			break
		}
	}
	if len(events) == 0 {
		return nil, fault.New(fault.Conflict, "role_without_holder", "nobody can do %v", step.By).
			With("step", string(step.ID))
	}
	return events, nil
}

// seat is a further task of a running round, for one person.
func (s *Situation) seat(like *Task, a Actor, step StepDefinition) Task {
	t := s.blank(like.Stage, like.Item, step)
	t.Round, t.Back, t.Priority = like.Round, like.Back, like.Priority
	t.DueOn, t.DueAt, t.Extended, t.Agenda = like.DueOn, like.DueAt, like.Extended, s.agendaOf(like.Stage, like.DueOn)
	last := 0
	for i := range s.Evaluation.Tasks {
		if o := &s.Evaluation.Tasks[i]; sameRound(o, like) {
			last = max(last, o.Seat)
		}
	}
	return s.seatIn(t, a, step, last+1)
}

func (s *Situation) seatIn(t Task, a Actor, step StepDefinition, number int) Task {
	t.Seat = number
	t.ID = taskID(s.Evaluation.ID, t)
	t.State, t.Assignee, t.ClaimedAt = StateClaimed, a.Person, s.Now
	if step.Quorum == QuorumVote {
		role, _ := s.holds(a, &t)
		t.Weight = step.Rule.weigh(role)
	}
	return t
}

// stepOf is the step of a round as it began: where the superiors took it, it is
// held by them.
func (s *Situation) stepOf(t *Task) StepDefinition {
	step, _ := s.Definition.Step(t.Stage, t.Step)
	first := t
	for i := range s.Evaluation.Tasks {
		if o := &s.Evaluation.Tasks[i]; sameRound(o, t) && o.Seat < first.Seat {
			first = o
		}
	}
	if !slices.Equal(first.Roles, step.By) {
		return step.heldBy(first.Roles)
	}
	return step
}

// blank is a task of the step as it begins, without id, seat and assignee.
func (s *Situation) blank(stage StageID, item ItemID, step StepDefinition) Task {
	e := s.Evaluation
	planned := e.Stage(stage)
	t := Task{
		Stage: stage, Item: item, Step: step.ID, Round: s.rounds(stage, item, step.ID) + 1,
		Title: step.Title, State: StateOpen, Roles: step.By, UnitID: e.UnitID, Effect: step.Effect,
		DueOn: planned.DueOn, DueAt: planned.DueAt, OpenedAt: s.Now, Version: 1,
		Agenda: s.agendaOf(stage, planned.DueOn),
	}
	if r, ok := s.Definition.Role(step.By[0]); ok {
		t.UnitID = e.UnitOf(r)
	}
	if it := e.Item(item); it != nil {
		t.Title = it.Title + " · " + step.Title
		if step.OfItem {
			t.DepartmentID = it.DepartmentID
		}
	}
	return t
}

// rounds counts how often a step has begun for an item.
func (s *Situation) rounds(stage StageID, item ItemID, step StepID) int {
	n := 0
	for i := range s.Evaluation.Tasks {
		t := &s.Evaluation.Tasks[i]
		if t.Stage == stage && t.Item == item && t.Step == step && t.Round > n {
			n = t.Round
		}
	}
	return n
}

// taskID makes the id of a task from its place: evaluation, stage, item,
// step, round and seat. The same place is the same task, however often it is
// opened.
func taskID(e ID, t Task) TaskID {
	id := string(e) + ":" + string(t.Stage) + ":" + string(t.Item) + ":" + string(t.Step) + ":" + strconv.Itoa(t.Round)
	if t.Seat > 0 {
		id += "." + strconv.Itoa(t.Seat)
	}
	return TaskID(id)
}
