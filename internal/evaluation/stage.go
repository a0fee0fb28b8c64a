package evaluation

import (
	"time"

	"jiheng/internal/calendar"
)

// StageState is where a stage stands (阶段状态).
type StageState string

// The states of a stage.
const (
	// StageWaiting: before its opening.
	StageWaiting StageState = "planned"
	// StageActive: its tasks are being done.
	StageActive StageState = "open"
	// StageClosed: all its tasks are settled.
	StageClosed StageState = "settled"
)

// StageStates lists all states of a stage.
func StageStates() []StageState { return []StageState{StageWaiting, StageActive, StageClosed} }

// Stage is a stage of a running evaluation (阶段) with its planned and actual
// instants. OpensOn and DueOn are civil dates; OpensAt and DueAt the same on
// the evaluation's timescale, DueAt being 24:00 of DueOn.
type Stage struct {
	ID        StageID       `json:"id"`
	Title     string        `json:"title"`
	State     StageState    `json:"state"`
	After     []StageID     `json:"after"`
	OpensOn   calendar.Date `json:"opens_on"`
	DueOn     calendar.Date `json:"due_on"`
	OpensAt   time.Time     `json:"opens_at"`
	DueAt     time.Time     `json:"due_at"`
	OpenedAt  time.Time     `json:"opened_at,omitzero"`
	SettledAt time.Time     `json:"settled_at,omitzero"`
	// Shift and Delay are the days by which suspensions moved its due date and
	// its opening, counted as its length is.
	Shift int `json:"shift,omitempty"`
	Delay int `json:"delay,omitempty"`
	// Reopened is set once it was opened again after it had been settled or
	// overtaken.
	Reopened *Reopened `json:"reopened,omitempty"`
}

// Grace is within what of a deadline a stage still ends in time, by how long a
// day lasts: the minute of the deadline, for systems need their moment; in a
// rehearsal, where they need the same, its hour.
func Grace(day time.Duration) time.Duration {
	if day <= 0 || day >= 24*time.Hour {
		return time.Minute
	}
	return day / 24
}

// Overran tells whether a stage that went on until an instant missed its day.
func (e *Evaluation) Overran(st Stage, until time.Time) bool {
	return until.Sub(st.DueAt) >= Grace(e.Timescale.Day)
}

// Stage finds a stage; nil when there is none.
func (e *Evaluation) Stage(id StageID) *Stage {
	for i := range e.Stages {
		if e.Stages[i].ID == id {
			return &e.Stages[i]
		}
	}
	return nil
}
