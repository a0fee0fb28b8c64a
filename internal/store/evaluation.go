package store

import (
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
)

// evaluationRow is the head row of an evaluation: what is scalar, the end of
// the journal, and how far others have followed it.
type evaluationRow struct {
	ID                  string                                `json:"id"                    gorm:"primaryKey"`
	UnitID              string                                `json:"unit_id"`
	ReceiverID          string                                `json:"receiver_id"`
	Title               string                                `json:"title"`
	Year                int                                   `json:"year"`
	ProcessName         string                                `json:"process_name"`
	ProcessVersion      int                                   `json:"process_version"`
	ProcessDigest       string                                `json:"process_digest"`
	State               string                                `json:"state"`
	Initiator           string                                `json:"initiator"`
	StartOn             day                                   `json:"start_on"`
	StartedAt           time.Time                             `json:"started_at"`
	FinishedAt          *time.Time                            `json:"finished_at"`
	TimescaleOrigin     day                                   `json:"timescale_origin"`
	TimescaleStartedAt  *time.Time                            `json:"timescale_started_at"`
	TimescaleDayNanos   int64                                 `json:"timescale_day_nanos"`
	CalendarVersion     string                                `json:"calendar_version"`
	Provisional         bool                                  `json:"provisional"`
	Parameters          document[[]evaluation.ParameterValue] `json:"parameters"`
	SuspendedAt         *time.Time                            `json:"suspended_at"`
	EndReason           string                                `json:"end_reason"`
	LeadingGroup        document[*evaluation.Group]           `json:"leading_group"`
	GroupChange         document[*evaluation.GroupChange]     `json:"group_change"`
	RollUp              document[*evaluation.RollUp]          `json:"roll_up"`
	Origin              document[*evaluation.Origin]          `json:"origin"`
	Seq                 int64                                 `json:"seq"`
	HeadHash            digest                                `json:"head_hash"`
	HeadAt              time.Time                             `json:"head_at"`
	ToldSeq             int64                                 `json:"told_seq"`
	ToldLeaseUntil      *time.Time                            `json:"told_lease_until"`
	WorkflowConfirmedAt *time.Time                            `json:"workflow_confirmed_at"`
	NotifiedSeq         int64                                 `json:"notified_seq"`
}

// TableName names the table.
func (evaluationRow) TableName() string { return "evaluations" }

func newEvaluationRow(e *evaluation.Evaluation, head journal.Head) evaluationRow {
	return evaluationRow{
		ID: string(e.ID), UnitID: e.UnitID, ReceiverID: e.ReceiverID, Title: e.Title, Year: e.Year,
		ProcessName: e.Process.Name, ProcessVersion: e.Process.Version, ProcessDigest: e.Process.Digest,
		State: string(e.State), Initiator: string(e.Initiator), StartOn: day(e.StartOn),
		StartedAt: e.StartedAt, FinishedAt: nullable(e.FinishedAt),
		TimescaleOrigin: day(e.Timescale.Origin), TimescaleStartedAt: nullable(e.Timescale.StartedAt),
		TimescaleDayNanos: int64(e.Timescale.Day),
		CalendarVersion:   e.CalendarVersion, Provisional: e.Provisional,
		Parameters:  document[[]evaluation.ParameterValue]{e.Parameters},
		SuspendedAt: nullable(e.SuspendedAt), EndReason: e.EndReason,
		LeadingGroup: document[*evaluation.Group]{e.Group}, GroupChange: document[*evaluation.GroupChange]{e.GroupChange},
		RollUp: document[*evaluation.RollUp]{e.RollUp}, Origin: document[*evaluation.Origin]{e.Origin},
		Seq: head.Seq, HeadHash: digest(head.Hash), HeadAt: head.At,
	}
}

// core gives what the row says; lists are filled in by the loader.
func (r *evaluationRow) core() *evaluation.Evaluation {
	return &evaluation.Evaluation{
		ID: evaluation.ID(r.ID), UnitID: r.UnitID, ReceiverID: r.ReceiverID, Title: r.Title, Year: r.Year,
		Process: r.process(), State: evaluation.State(r.State), Initiator: evaluation.PersonID(r.Initiator),
		StartOn: calendar.Date(r.StartOn), StartedAt: r.StartedAt.UTC(), FinishedAt: instant(r.FinishedAt),
		Timescale: calendar.Timescale{
			Origin: calendar.Date(r.TimescaleOrigin), StartedAt: instant(r.TimescaleStartedAt),
			Day: time.Duration(r.TimescaleDayNanos),
		},
		CalendarVersion: r.CalendarVersion, Provisional: r.Provisional,
		Parameters: r.Parameters.V, Seq: r.Seq,
		SuspendedAt: instant(r.SuspendedAt), EndReason: r.EndReason, Group: group(r.LeadingGroup.V), GroupChange: groupChange(r.GroupChange.V),
		RollUp: rollUp(r.RollUp.V), Origin: r.Origin.V,
	}
}

func (r *evaluationRow) process() evaluation.ProcessRef {
	return evaluation.ProcessRef{Name: r.ProcessName, Version: r.ProcessVersion, Digest: r.ProcessDigest}
}

// head is the end of the journal as the row has it.
func (r *evaluationRow) head() journal.Head {
	return journal.Head{EvaluationID: r.ID, Seq: r.Seq, Hash: journal.Digest(r.HeadHash), At: r.HeadAt.UTC()}
}

// group and groupChange bring what was read as JSON to UTC.
func group(g *evaluation.Group) *evaluation.Group {
	if g != nil {
		g.FormedAt = g.FormedAt.UTC()
	}
	return g
}

func rollUp(u *evaluation.RollUp) *evaluation.RollUp {
	if u != nil {
		u.At = u.At.UTC()
	}
	return u
}

func groupChange(c *evaluation.GroupChange) *evaluation.GroupChange {
	if c != nil {
		c.At = c.At.UTC()
	}
	return c
}
