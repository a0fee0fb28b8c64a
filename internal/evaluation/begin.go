package evaluation

import (
	"slices"
	"strconv"

	"jiheng/internal/fault"
)

// begin opens the next round of a step for an item: one task, or one for
// every holder where all must act. A person given in to has the task at once.
//
// Errors: conflict role_without_holder when all must act and nobody is
// appointed.
func (s *Situation) begin(stage StageID, item ItemID, step StepDefinition, to PersonID) ([]Event, error) {
	t := s.blank(stage, item, step)
	if step.Quorum != QuorumAll {
		t.ID = taskID(s.Evaluation.ID, t)
		if to != "" {
			t.State, t.Assignee, t.ClaimedAt = StateClaimed, to, s.Now
		}
		return []Event{TaskOpened{t}}, nil
	}
	var events []Event
	for _, p := range s.allHolders(step) {
		seat := t
		seat.Seat = len(events) + 1
		seat.ID = taskID(s.Evaluation.ID, seat)
		seat.State, seat.Assignee, seat.ClaimedAt = StateClaimed, p, s.Now
		events = append(events, TaskOpened{seat})
	}
	if len(events) == 0 {
		return nil, fault.New(fault.Conflict, "role_without_holder", "nobody holds %v", step.By).
			With("step", string(step.ID))
	}
	return events, nil
}

// blank is a task of the step as it begins, without id, seat and assignee.
func (s *Situation) blank(stage StageID, item ItemID, step StepDefinition) Task {
	e := s.Evaluation
	sd, _ := s.Definition.Stage(stage)
	planned := e.Stage(stage)
	t := Task{
		Stage: stage, Item: item, Step: step.ID, Round: s.rounds(stage, item, step.ID) + 1,
		Title: step.Title, State: StateOpen, Roles: step.By, UnitID: e.UnitID, Effect: step.Effect,
		DueOn: planned.DueOn, DueAt: planned.DueAt, OpenedAt: s.Now, Version: 1,
		Agenda: agendaFor(sd, planned.DueOn, s.Now, s.Timetable()),
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

// allHolders lists the appointed holders of the step's roles, each once.
func (s *Situation) allHolders(step StepDefinition) []PersonID {
	var out []PersonID
	for _, role := range step.By {
		for _, p := range s.Evaluation.HoldersOf(role) {
			if !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
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
