package api

import (
	"context"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// CalendarStore finds the statutory calendar.
type CalendarStore interface {
	// CalendarInForce gives the newest calendar.
	CalendarInForce(ctx context.Context) (CalendarInForce, error)
	// CalendarVersions lists what was kept, the newest first.
	CalendarVersions(ctx context.Context) ([]CalendarKept, error)
	// CalendarNamed gives a kept version. Fault: not_found calendar_not_found.
	CalendarNamed(ctx context.Context, version string) (calendar.Calendar, error)
	// TakeCalendar merges a file into the calendar in force, while nobody else
	// administers; allow is asked by which rule. Without a digest nothing is
	// kept. Faults: invalid calendar_inconsistent; conflict calendar_moved.
	TakeCalendar(ctx context.Context, by Deed, in CalendarTaken, allow func(evaluation.Actor) (string, error)) (CalendarOutcome, error)
	// Movings tells which dates of running evaluations another calendar moves.
	Movings(ctx context.Context, before, after calendar.Calendar) (evaluation.Movings, error)
}

// CalendarInForce is the newest statutory calendar (现行工作日历).
type CalendarInForce struct {
	Calendar calendar.Calendar
	Source   string
	LoadedAt time.Time // zero while none was imported
}

// GetCalendar shows what the notices rule of a year, by the calendar in force or
// by an earlier version.
func (s *server) GetCalendar(c context.Context, r GetCalendarRequestObject) (GetCalendarResponseObject, error) {
	ctx, _ := enter(c)
	in, err := s.store.CalendarInForce(ctx)
	if err != nil {
		return nil, err
	}
	if v := r.Params.Version; v != "" && v != in.Calendar.Version {
		named, err := s.store.CalendarNamed(ctx, v)
		if err != nil {
			return nil, err
		}
		in = CalendarInForce{Calendar: named}
	}
	year := r.Params.Year
	if year == 0 {
		year = calendar.DateOf(s.now()).Year
	}
	return GetCalendar200JSONResponse(calendarView(in, year)), nil
}

func calendarView(in CalendarInForce, year int) Calendar {
	view := Calendar{
		Version: in.Calendar.Version, Source: in.Source, LoadedAt: local(in.LoadedAt), Year: year,
		Covered: in.Calendar.Loaded(year), Years: in.Calendar.Years(), Papers: []string{}, Days: []CalendarDay{},
	}
	view.ProvisionalFrom, view.Provisional = in.Calendar.FirstProvisional(year)
	for _, n := range in.Calendar.Notices() {
		if n.Year == year {
			view.Papers = append(view.Papers, n.Papers...)
		}
		for _, d := range n.Days { // notices come by year, and the next one's December last
			if d.Date.Year == year {
				view.Days = append(view.Days, CalendarDay{Date: d.Date, Name: d.Name, Off: d.Off, Note: d.Note})
			}
		}
	}
	return view
}

// dueProvisional tells whether a task is to be done by a day whose notice is
// not loaded.
func dueProvisional(c calendar.Calendar, due calendar.Date, settled time.Time) bool {
	return settled.IsZero() && c.Provisional(due, due)
}

// workdaysLeft counts the working days after today up to the day of a deadline,
// nil once it has passed or the task is settled. Like the deadline itself it
// goes by the days of the clock, also where an evaluation is played faster.
func workdaysLeft(c calendar.Calendar, now, due, settled time.Time) *int {
	if !settled.IsZero() || !due.After(now) {
		return nil
	}
	// A deadline at 24:00 is the first instant of the next day.
	n, _ := c.WorkdaysBetween(calendar.DateOf(now), calendar.DateOf(due.Add(-1)))
	return &n
}

// stageProvisional tells whether the dates of a stage may still change. While
// an evaluation waits to be planned by a newer calendar, whatever was uncertain
// when it was planned still is.
func stageProvisional(e *evaluation.Evaluation, st evaluation.Stage, c calendar.Calendar) bool {
	if e.CalendarVersion != c.Version && e.Provisional {
		return true
	}
	return st.SettledAt.IsZero() && c.Provisional(st.OpensOn, st.DueOn)
}
