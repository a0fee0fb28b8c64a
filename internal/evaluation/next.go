package evaluation

import "time"

// Facts are what the timeline needs to know of an evaluation (推进依据), small
// enough to stand in a workflow's history whatever the number of its tasks.
type Facts struct {
	Finished bool `json:"finished"` // or terminated
	// Suspended is true while nothing moves; people or a resumption call.
	Suspended bool        `json:"suspended,omitempty"`
	Stages    []StageFact `json:"stages"`
	// SystemTasks are open steps of the system.
	SystemTasks []SystemTask `json:"system_tasks,omitempty"`
	// NextAgendaAt is the first instant at which a reminder, a deadline or an
	// escalation is to be handled; zero when there is none.
	NextAgendaAt time.Time `json:"next_agenda_at,omitzero"`
	// Seq is the journal entry these facts were read at.
	Seq int64 `json:"seq"`
}

// StageFact is a stage as the timeline sees it (阶段现状).
type StageFact struct {
	ID      StageID    `json:"id"`
	State   StageState `json:"state"`
	After   []StageID  `json:"after,omitempty"`
	OpensAt time.Time  `json:"opens_at"`
	// Live counts the tasks that still wait for somebody.
	Live int `json:"live"`
}

// SystemTask is a step that the system has to perform (系统任务).
type SystemTask struct {
	Task   TaskID `json:"task"`
	Effect Effect `json:"effect"`
}

// FactsOf reads the facts off a whole evaluation.
func FactsOf(e *Evaluation) Facts {
	f := Facts{Finished: e.State.Over(), Suspended: e.State == Suspended, Seq: e.Seq}
	for _, s := range e.Stages {
		f.Stages = append(f.Stages, StageFact{ID: s.ID, State: s.State, After: s.After, OpensAt: s.OpensAt, Live: live(e, s.ID)})
	}
	for i := range e.Tasks {
		t := &e.Tasks[i]
		if t.State.Live() && t.Effect != EffectNone {
			f.SystemTasks = append(f.SystemTasks, SystemTask{Task: t.ID, Effect: t.Effect})
		}
		at := t.NextAgendaAt()
		if !at.IsZero() && (f.NextAgendaAt.IsZero() || at.Before(f.NextAgendaAt)) {
			f.NextAgendaAt = at
		}
	}
	return f
}

func live(e *Evaluation, stage StageID) int {
	n := 0
	for i := range e.Tasks {
		if e.Tasks[i].Stage == stage && e.Tasks[i].State.Live() {
			n++
		}
	}
	return n
}

// MoveKind is what the timeline does next (推进动作).
type MoveKind string

// The kinds of move.
const (
	MoveTick    MoveKind = "tick"    // handle all that is due
	MovePerform MoveKind = "perform" // let the system do its own step
	MoveSettle  MoveKind = "settle"  // close a stage whose tasks are settled
	MoveOpen    MoveKind = "open"    // open a stage whose time has come
	MoveFinish  MoveKind = "finish"  // end the evaluation
)

// MoveKinds lists all kinds of move.
func MoveKinds() []MoveKind {
	return []MoveKind{MoveTick, MovePerform, MoveSettle, MoveOpen, MoveFinish}
}

// Move is one thing that the timeline has to carry out (推进).
type Move struct {
	Kind   MoveKind `json:"kind"`
	Stage  StageID  `json:"stage,omitempty"`
	Task   TaskID   `json:"task,omitempty"`
	Effect Effect   `json:"effect,omitempty"`
}

// Next decides what the timeline does now, and when it has to look again if
// nobody calls before (zero: only when called). After carrying moves out the
// caller reads the facts anew and asks again, until there are no moves; each
// move is harmless when done twice.
func Next(f Facts, now time.Time) (moves []Move, wake time.Time) {
	if f.Finished || f.Suspended {
		return nil, time.Time{}
	}
	if !f.NextAgendaAt.IsZero() && !f.NextAgendaAt.After(now) {
		return []Move{{Kind: MoveTick}}, time.Time{}
	}
	for _, t := range f.SystemTasks {
		moves = append(moves, Move{Kind: MovePerform, Task: t.Task, Effect: t.Effect})
	}
	wake = f.NextAgendaAt
	settled := 0
	for _, s := range f.Stages {
		switch s.State {
		case StageActive:
			if s.Live == 0 && f.settled(s.After) {
				moves = append(moves, Move{Kind: MoveSettle, Stage: s.ID})
			}
		case StageClosed:
			settled++
		case StageWaiting:
			if !f.settled(s.After) {
				continue
			}
			if s.OpensAt.After(now) {
				wake = earliest(wake, s.OpensAt)
				continue
			}
			moves = append(moves, Move{Kind: MoveOpen, Stage: s.ID})
		}
	}
	if settled == len(f.Stages) {
		moves = append(moves, Move{Kind: MoveFinish})
	}
	return moves, wake
}

func (f Facts) settled(ids []StageID) bool {
	for _, id := range ids {
		for _, s := range f.Stages {
			if s.ID == id && s.State != StageClosed {
				return false
			}
		}
	}
	return true
}

func earliest(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}
