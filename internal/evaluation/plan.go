package evaluation

import (
	"strconv"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/fault"
)

// Timetable is everything a plan depends on besides the definition (排期依据).
type Timetable struct {
	StartOn   calendar.Date
	Calendar  calendar.Calendar
	Timescale calendar.Timescale
}

// Plan resolves every stage of a definition to absolute instants. A stage
// opens at 00:00 of the latest due date of the stages before it, or of the
// start date, or as its definition says, and ends at 24:00 of its due date. Provisional is true when a
// date was counted in a year whose statutory calendar is not loaded.
//
// Errors: invalid stage_order when After names a stage that is not planned
// before (a cycle cannot be ordered); invalid due_before_opening when a fixed
// date lies before the stage opens.
func Plan(def *Definition, t Timetable) (stages []Stage, provisional bool, err error) {
	for _, sd := range def.Stages {
		after, err := opening(sd, stages, t.StartOn)
		if err != nil {
			return nil, false, err
		}
		opens, unsure := sd.opensOn(after, t.Calendar)
		due, guess := sd.Due.From(opens, t.Calendar)
		provisional = provisional || guess || unsure
		if due.Compare(opens) < 0 {
			return nil, false, fault.New(fault.Invalid, "due_before_opening", "stage %s is due on %s, before it opens on %s", sd.ID, due, opens).
				With("stage", string(sd.ID)).With("due", due.String()).With("opens", opens.String())
		}
		stages = append(stages, Stage{
			ID: sd.ID, Title: sd.Title, State: StageWaiting, After: sd.After,
			OpensOn: opens, DueOn: due,
			OpensAt: t.Timescale.At(opens.Start()), DueAt: t.Timescale.At(sd.Due.deadline(due)),
		})
	}
	return stages, provisional, nil
}

func opening(sd StageDefinition, planned []Stage, start calendar.Date) (calendar.Date, error) {
	opens := start
	for _, id := range sd.After {
		before, ok := findStage(planned, id)
		if !ok {
			return opens, fault.New(fault.Invalid, "stage_order", "stage %s comes after %s, which is not planned before it", sd.ID, id).
				With("stage", string(sd.ID)).With("after", string(id))
		}
		opens = latest(opens, sd.readyOn(before.OpensOn, before.DueOn))
	}
	return opens, nil
}

// readyOn is the day on which a stage need not wait any longer for one before
// it.
func (sd StageDefinition) readyOn(opens, due calendar.Date) calendar.Date {
	if sd.Early {
		return opens
	}
	return due
}

// opensOn is the day on which a stage opens that waits for nothing from a day.
func (sd StageDefinition) opensOn(ready calendar.Date, c calendar.Calendar) (on calendar.Date, provisional bool) {
	if sd.Opens == nil {
		return ready, false
	}
	on, provisional = sd.Opens.From(ready, c)
	return latest(on, ready), provisional
}

func findStage(stages []Stage, id StageID) (Stage, bool) {
	for _, s := range stages {
		if s.ID == id {
			return s, true
		}
	}
	return Stage{}, false
}

// From counts the offset from a date. Provisional is true when a working day
// was counted in a year whose statutory calendar is not loaded.
func (o Offset) From(d calendar.Date, c calendar.Calendar) (on calendar.Date, provisional bool) {
	switch {
	case o.On != nil:
		return *o.On, false
	case o.Workdays:
		return c.AddWorkdays(d, o.Count)
	default:
		return d.AddDays(o.Count), false
	}
}

// StageAgenda resolves everything that time would do to a task of a planned
// stage, for people who look at a plan. Reminders that come no later than the
// stage opens are in it, although no task will ever have them.
func StageAgenda(sd StageDefinition, stage Stage, t Timetable) []AgendaEntry {
	return agendaFor(sd, stage.DueOn, time.Time{}, t)
}

// agendaFor resolves what time will do to a task that opens now. Reminders
// whose instant has passed already are dropped; being overdue and escalation
// are not, since they are owed to those above.
func agendaFor(sd StageDefinition, dueOn calendar.Date, now time.Time, t Timetable) []AgendaEntry {
	dueAt := t.Timescale.At(sd.Due.deadline(dueOn))
	var out []AgendaEntry
	for i, n := range sd.Reminders {
		for turn, at := range n.instants(dueOn, t) {
			if at.After(now) {
				out = append(out, AgendaEntry{ID: entryID(AgendaReminder, i, turn), Kind: AgendaReminder, At: at, To: n.To})
			}
		}
	}
	out = append(out, AgendaEntry{ID: entryID(AgendaOverdue, 0, 0), Kind: AgendaOverdue, At: dueAt})
	for i, n := range sd.Escalations {
		for turn, at := range n.instants(dueOn, t) {
			out = append(out, AgendaEntry{ID: entryID(AgendaEscalation, i, turn), Kind: AgendaEscalation, At: later(at, dueAt), To: n.To})
		}
	}
	return out
}

// later keeps an escalation from coming before the deadline that it is about.
func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// MaxTimes bounds how often one reminder or escalation is repeated.
const MaxTimes = 30

// instants are when a notification is due: 24:00 of the day it falls on, except
// that one before the due date comes at the beginning of its day; and again at
// its distance, as often as it says.
func (n Notification) instants(dueOn calendar.Date, t Timetable) []time.Time {
	on, _ := n.Offset.From(dueOn, t.Calendar)
	var out []time.Time
	for range min(max(n.Times, 1), MaxTimes) {
		at := on.End()
		if on.Compare(dueOn) <= 0 {
			at = on.Start()
		}
		if n.Offset.Minute > 0 {
			at = n.Offset.deadline(on)
		}
		out = append(out, t.Timescale.At(at))
		on, _ = n.Every.From(on, t.Calendar)
	}
	return out
}

func entryID(kind AgendaKind, i, turn int) string {
	id := string(kind) + "-" + strconv.Itoa(i+1)
	if turn > 0 {
		id += "." + strconv.Itoa(turn+1)
	}
	return id
}
