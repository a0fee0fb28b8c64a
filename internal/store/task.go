package store

import (
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

type taskRow struct {
	ID           string                             `json:"id"             gorm:"primaryKey"`
	EvaluationID string                             `json:"evaluation_id"`
	OpenedSeq    int64                              `json:"opened_seq"`
	StageID      string                             `json:"stage_id"`
	ItemID       string                             `json:"item_id"`
	Step         string                             `json:"step"`
	Round        int                                `json:"round"`
	Seat         int                                `json:"seat"`
	Title        string                             `json:"title"`
	State        string                             `json:"state"`
	Roles        texts                              `json:"roles"`
	Appointed    bool                               `json:"appointed"`
	UnitID       string                             `json:"unit_id"`
	DepartmentID string                             `json:"department_id"`
	Assignee     string                             `json:"assignee"`
	Effect       string                             `json:"effect"`
	DueOn        day                                `json:"due_on"`
	DueAt        time.Time                          `json:"due_at"`
	OpenedAt     time.Time                          `json:"opened_at"`
	ClaimedAt    *time.Time                         `json:"claimed_at"`
	SettledAt    *time.Time                         `json:"settled_at"`
	OverdueAt    *time.Time                         `json:"overdue_at"`
	DoneBy       string                             `json:"done_by"`
	OnBehalfOf   string                             `json:"on_behalf_of"`
	DoneAs       string                             `json:"done_as"`
	Opinion      string                             `json:"opinion"`
	Submission   document[evaluation.Submission]    `json:"submission"`
	Agenda       document[[]evaluation.AgendaEntry] `json:"agenda"`
	NextAgendaAt *time.Time                         `json:"next_agenda_at"`
	Priority     int                                `json:"priority"`
	Owner        string                             `json:"owner"`
	AddedBy      string                             `json:"added_by"`
	Anchor       string                             `json:"anchor"`
	Place        string                             `json:"place"`
	Signers      document[[]evaluation.Signer]      `json:"signers"`
	Weight       int                                `json:"weight"`
	Back         string                             `json:"back"`
	Extension    document[*evaluation.Extension]    `json:"extension"`
	Extended     bool                               `json:"extended"`
	UrgedAt      *time.Time                         `json:"urged_at"`
	SuspendedAt  *time.Time                         `json:"suspended_at"`
	OverdueDays  int                                `json:"overdue_days"`
	Version      int64                              `json:"version"`
}

// TableName names the table.
func (taskRow) TableName() string { return "tasks" }

// newTaskRow gives the row of a task that journal entry openedSeq opened.
func newTaskRow(id evaluation.ID, def *evaluation.Definition, t *evaluation.Task, openedSeq int64) taskRow {
	return taskRow{
		ID: string(t.ID), EvaluationID: string(id), OpenedSeq: openedSeq,
		StageID: string(t.Stage), ItemID: string(t.Item), Step: string(t.Step), Round: t.Round, Seat: t.Seat,
		Title: t.Title, State: string(t.State), Roles: plain(t.Roles), Appointed: appointed(def, t),
		UnitID: t.UnitID, DepartmentID: t.DepartmentID, Assignee: string(t.Assignee), Effect: string(t.Effect),
		DueOn: day(t.DueOn), DueAt: t.DueAt, OpenedAt: t.OpenedAt,
		ClaimedAt: nullable(t.ClaimedAt), SettledAt: nullable(t.SettledAt), OverdueAt: nullable(t.OverdueAt),
		DoneBy: string(t.DoneBy), OnBehalfOf: string(t.OnBehalfOf), DoneAs: string(t.DoneAs), Opinion: t.Opinion,
		Submission: document[evaluation.Submission]{t.Submission}, Agenda: document[[]evaluation.AgendaEntry]{t.Agenda},
		NextAgendaAt: nullable(t.NextAgendaAt()), Version: t.Version,
		Priority: int(t.Priority), Owner: string(t.Owner), AddedBy: string(t.AddedBy), Anchor: string(t.Anchor), Place: string(t.Place),
		Signers: document[[]evaluation.Signer]{t.Signers}, Weight: t.Weight, Back: string(t.Back),
		Extension: document[*evaluation.Extension]{t.Extension}, Extended: t.Extended,
		UrgedAt: nullable(t.UrgedAt), SuspendedAt: nullable(t.SuspendedAt), OverdueDays: t.OverdueDays,
	}
}

// appointed tells where the holders of the task's roles are found; all roles
// of a step are held in the same place.
func appointed(def *evaluation.Definition, t *evaluation.Task) bool {
	for _, id := range t.Roles {
		if r, ok := def.Role(id); ok {
			return r.HeldBy == evaluation.HeldByAppointment
		}
	}
	return false
}

func plain[T ~string](list []T) texts {
	out := make(texts, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

func (r *taskRow) core() evaluation.Task {
	roles := make([]evaluation.RoleID, len(r.Roles))
	for i, role := range r.Roles {
		roles[i] = evaluation.RoleID(role)
	}
	agenda := r.Agenda.V
	for i := range agenda {
		agenda[i].At, agenda[i].DoneAt = agenda[i].At.UTC(), agenda[i].DoneAt.UTC()
	}
	return evaluation.Task{
		ID: evaluation.TaskID(r.ID), Stage: evaluation.StageID(r.StageID), Item: evaluation.ItemID(r.ItemID),
		Step: evaluation.StepID(r.Step), Round: r.Round, Seat: r.Seat, Title: r.Title,
		State: evaluation.TaskState(r.State), Roles: roles, UnitID: r.UnitID, DepartmentID: r.DepartmentID,
		Assignee: evaluation.PersonID(r.Assignee), Effect: evaluation.Effect(r.Effect),
		DueOn: calendar.Date(r.DueOn), DueAt: r.DueAt.UTC(), OpenedAt: r.OpenedAt.UTC(),
		ClaimedAt: instant(r.ClaimedAt), SettledAt: instant(r.SettledAt), OverdueAt: instant(r.OverdueAt),
		DoneBy: evaluation.PersonID(r.DoneBy), OnBehalfOf: evaluation.PersonID(r.OnBehalfOf),
		DoneAs: evaluation.RoleID(r.DoneAs), Opinion: r.Opinion, Submission: r.Submission.V,
		Agenda: agenda, Version: r.Version,
		Owner: evaluation.PersonID(r.Owner), AddedBy: evaluation.PersonID(r.AddedBy), Anchor: evaluation.TaskID(r.Anchor),
		Place: evaluation.Place(r.Place), Signers: r.Signers.V, Weight: r.Weight, Back: evaluation.StepID(r.Back),
		Extension: extension(r.Extension.V), Extended: r.Extended, UrgedAt: instant(r.UrgedAt), SuspendedAt: instant(r.SuspendedAt),
		OverdueDays: r.OverdueDays, Priority: evaluation.Priority(r.Priority),
	}
}

func extension(x *evaluation.Extension) *evaluation.Extension {
	if x != nil {
		x.At = x.At.UTC()
	}
	return x
}
