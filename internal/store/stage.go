package store

import (
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

type stageRow struct {
	EvaluationID string                         `json:"evaluation_id" gorm:"primaryKey"`
	ID           string                         `json:"id"            gorm:"primaryKey"`
	Position     int                            `json:"position"`
	Title        string                         `json:"title"`
	State        string                         `json:"state"`
	AfterStages  document[[]evaluation.StageID] `json:"after_stages"`
	OpensOn      day                            `json:"opens_on"`
	DueOn        day                            `json:"due_on"`
	OpensAt      time.Time                      `json:"opens_at"`
	DueAt        time.Time                      `json:"due_at"`
	OpenedAt     *time.Time                     `json:"opened_at"`
	SettledAt    *time.Time                     `json:"settled_at"`
	Shift        int                            `json:"shift"`
	Delay        int                            `json:"delay"`
	Reopened     document[*evaluation.Reopened] `json:"reopened"`
}

// TableName names the table.
func (stageRow) TableName() string { return "stages" }

func newStageRow(e *evaluation.Evaluation, i int) stageRow {
	s := e.Stages[i]
	return stageRow{
		EvaluationID: string(e.ID), ID: string(s.ID), Position: i, Title: s.Title, State: string(s.State),
		AfterStages: document[[]evaluation.StageID]{s.After}, OpensOn: day(s.OpensOn), DueOn: day(s.DueOn),
		OpensAt: s.OpensAt, DueAt: s.DueAt, OpenedAt: nullable(s.OpenedAt), SettledAt: nullable(s.SettledAt), Shift: s.Shift, Delay: s.Delay,
		Reopened: document[*evaluation.Reopened]{s.Reopened},
	}
}

func (r *stageRow) core() evaluation.Stage {
	return evaluation.Stage{
		ID: evaluation.StageID(r.ID), Title: r.Title, State: evaluation.StageState(r.State), After: r.AfterStages.V,
		OpensOn: calendar.Date(r.OpensOn), DueOn: calendar.Date(r.DueOn), OpensAt: r.OpensAt.UTC(), DueAt: r.DueAt.UTC(),
		OpenedAt: instant(r.OpenedAt), SettledAt: instant(r.SettledAt), Shift: r.Shift, Delay: r.Delay,
		Reopened: r.Reopened.V,
	}
}
