package process

import (
	"strconv"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// Schedule is a process resolved to instants from a start date (排期表), for
// people and programs that look ahead.
type Schedule struct {
	Process  evaluation.ProcessRef `json:"process"`
	Title    string                `json:"title"`
	StartOn  calendar.Date         `json:"start_on"`
	Calendar string                `json:"calendar"`
	// Provisional is true when any date was counted in a year whose statutory
	// calendar is not loaded.
	Provisional bool `json:"provisional"`
	// Timescale is set when days do not last as long as days do.
	Timescale *calendar.Timescale `json:"timescale,omitempty"`
	Stages    []ScheduledStage    `json:"stages"`

	timetable evaluation.Timetable
}

// ScheduledStage is a stage with its dates and instants.
type ScheduledStage struct {
	ID      evaluation.StageID   `json:"id"`
	Title   string               `json:"title"`
	After   []evaluation.StageID `json:"after"`
	OpensOn calendar.Date        `json:"opens_on"`
	OpensAt time.Time            `json:"opens_at"`
	DueOn   calendar.Date        `json:"due_on"`
	DueAt   time.Time            `json:"due_at"`
	// Workdays counts the working days from the opening, which is not
	// counted, to the due date, which is.
	Workdays int `json:"workdays"`
	// DueOnRestDay is true when nobody works on the due date.
	DueOnRestDay bool             `json:"due_on_rest_day"`
	Provisional  bool             `json:"provisional"`
	Entries      []ScheduledEntry `json:"entries"`
}

// ScheduledEntry is what time will do to the tasks of a stage.
type ScheduledEntry struct {
	ID   string                `json:"id"`
	Kind evaluation.AgendaKind `json:"kind"`
	At   time.Time             `json:"at"`
	// Offset is the distance from the due date as a definition writes it.
	Offset string                `json:"offset,omitempty"`
	To     []evaluation.Audience `json:"-"`
	// Tells repeats To as a definition writes it.
	Tells []string `json:"to,omitempty"`
	// NeverSent is true for a reminder that comes no later than the stage is
	// planned to open.
	NeverSent bool `json:"never_sent"`

	offset evaluation.Offset
}

// NewSchedule resolves a process. Errors: those of evaluation.Plan.
func NewSchedule(def *evaluation.Definition, t evaluation.Timetable) (*Schedule, error) {
	stages, provisional, err := evaluation.Plan(def, t)
	if err != nil {
		return nil, err
	}
	s := &Schedule{
		Process: evaluation.ProcessRef{Name: def.Name, Version: def.Version, Digest: def.Digest}, Title: def.Title,
		StartOn: t.StartOn, Calendar: t.Calendar.Version, Provisional: provisional, timetable: t,
	}
	if !t.Timescale.IsRealTime() {
		s.Timescale = &t.Timescale
	}
	for i, st := range stages {
		stage := schedule(def.Stages[i], st, t)
		s.Provisional = s.Provisional || stage.Provisional
		s.Stages = append(s.Stages, stage)
	}
	return s, nil
}

func schedule(sd evaluation.StageDefinition, st evaluation.Stage, t evaluation.Timetable) ScheduledStage {
	workdays, unsure := t.Calendar.WorkdaysBetween(st.OpensOn, st.DueOn)
	worked, guess := t.Calendar.IsWorkday(st.DueOn)
	out := ScheduledStage{
		ID: st.ID, Title: st.Title, After: st.After, OpensOn: st.OpensOn, OpensAt: st.OpensAt, DueOn: st.DueOn, DueAt: st.DueAt,
		Workdays: workdays, DueOnRestDay: !worked, Provisional: unsure || guess,
	}
	if out.After == nil {
		out.After = []evaluation.StageID{}
	}
	offsets := notificationOffsets(sd)
	for _, a := range evaluation.StageAgenda(sd, st, t) {
		e := ScheduledEntry{ID: a.ID, Kind: a.Kind, At: a.At, To: a.To}
		e.NeverSent = a.Kind == evaluation.AgendaReminder && !a.At.After(st.OpensAt)
		if a.Kind != evaluation.AgendaOverdue {
			e.offset, offsets = offsets[0], offsets[1:]
			e.Offset = offsetText(e.offset)
			_, guess := e.offset.From(st.DueOn, t.Calendar)
			out.Provisional = out.Provisional || guess
		}
		for _, who := range a.To {
			e.Tells = append(e.Tells, audienceText(who))
		}
		out.Entries = append(out.Entries, e)
	}
	return out
}

// notificationOffsets lists the offsets in the order of the agenda.
func notificationOffsets(sd evaluation.StageDefinition) []evaluation.Offset {
	var out []evaluation.Offset
	for _, n := range sd.Reminders {
		out = append(out, n.Offset)
	}
	for _, n := range sd.Escalations {
		out = append(out, n.Offset)
	}
	return out
}

// offsetText writes an offset as a definition does.
func offsetText(o evaluation.Offset) string {
	unit := " day"
	if o.Workdays {
		unit = " workday"
	}
	if o.Count != 1 && o.Count != -1 {
		unit += "s"
	}
	return strconv.Itoa(o.Count) + unit
}

func audienceText(who evaluation.Audience) string {
	if who.Assignee {
		return assignee
	}
	return string(who.Role)
}
