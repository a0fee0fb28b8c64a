package process

import (
	"fmt"
	"slices"
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
	// Offset is the distance from the due date as a definition writes it; of
	// one that is repeated Every is the distance from the turn before, and Turn
	// counts from 2.
	Offset string                `json:"offset,omitempty"`
	Every  string                `json:"every,omitempty"`
	Turn   int                   `json:"turn,omitempty"`
	To     []evaluation.Audience `json:"-"`
	// Tells repeats To as a definition writes it.
	Tells []string `json:"to,omitempty"`
	// NeverSent is true for a reminder that comes no later than the stage is
	// planned to open.
	NeverSent bool `json:"never_sent"`

	offset, every evaluation.Offset
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
	turns := notificationTurns(sd)
	for _, a := range evaluation.StageAgenda(sd, st, t) {
		e := ScheduledEntry{ID: a.ID, Kind: a.Kind, At: a.At, To: a.To}
		e.NeverSent = a.Kind == evaluation.AgendaReminder && !a.At.After(st.OpensAt)
		if a.Kind != evaluation.AgendaOverdue {
			out.Provisional = fillTurn(&e, turns[0], st.DueOn, t.Calendar) || out.Provisional
			turns = turns[1:]
		}
		for _, who := range a.To {
			e.Tells = append(e.Tells, audienceText(who))
		}
		out.Entries = append(out.Entries, e)
	}
	return out
}

// turn is one time that a notification is sent.
type turn struct {
	notice evaluation.Notification
	number int // counts from 1
}

// notificationTurns lists what is sent in the order of the agenda.
func notificationTurns(sd evaluation.StageDefinition) []turn {
	var out []turn
	for _, n := range slices.Concat(sd.Reminders, sd.Escalations) {
		for i := range max(n.Times, 1) {
			out = append(out, turn{n, i + 1})
		}
	}
	return out
}

// fillTurn fills in which time of which notification an entry is. It tells
// whether its day was counted without the statutory calendar.
func fillTurn(e *ScheduledEntry, n turn, due calendar.Date, c calendar.Calendar) bool {
	e.offset, e.Offset = n.notice.Offset, offsetText(n.notice.Offset)
	on, provisional := e.offset.From(due, c)
	if n.number == 1 {
		return provisional
	}
	e.Turn, e.every, e.Every = n.number, n.notice.Every, offsetText(n.notice.Every)
	for range n.number - 1 {
		next, guess := e.every.From(on, c)
		on, provisional = next, provisional || guess
	}
	return provisional
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
	return strconv.Itoa(o.Count) + unit + hourText(o.Minute)
}

func hourText(minute int) string {
	if minute == 0 {
		return ""
	}
	return " at " + clock(minute)
}

func clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

func audienceText(who evaluation.Audience) string {
	if who.Assignee {
		return assignee
	}
	return string(who.Role)
}
