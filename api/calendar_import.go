package api

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/holiday"
	"jiheng/policy"
)

// CalendarKept is a version of the statutory calendar (工作日历版本).
type CalendarKept struct {
	Number                  int
	Version, Source, Digest string
	Years, Imported         []int
	LoadedAt                time.Time
	LoadedBy                string
}

// CalendarTaken is a file of holidays as it is brought in (日历导入).
type CalendarTaken struct {
	Notices calendar.Calendar
	Source  string
	// Digest is of the calendar that was shown to come of it, empty for a look
	// that keeps nothing.
	Digest string
}

// CalendarOutcome is what comes of it, or would.
type CalendarOutcome struct {
	CalendarKept

	// Added is false when the content was in force already.
	Added         bool
	Before, After calendar.Calendar
}

// ListCalendarVersions lists the versions of the calendar for administrators.
func (s *server) ListCalendarVersions(c context.Context, _ ListCalendarVersionsRequestObject) (ListCalendarVersionsResponseObject, error) {
	ctx, x := enter(c)
	if err := s.mayOversee(ctx, x); err != nil {
		return nil, err
	}
	kept, err := s.store.CalendarVersions(ctx)
	if err != nil {
		return nil, err
	}
	names, err := s.loaders(ctx, kept)
	if err != nil {
		return nil, err
	}
	out := ListCalendarVersions200JSONResponse{Versions: []CalendarVersion{}}
	for _, v := range kept {
		out.Versions = append(out.Versions, CalendarVersion{
			Version: v.Version, Source: v.Source, Digest: v.Digest, Years: v.Years, Imported: v.Imported, LoadedAt: local(v.LoadedAt),
			LoadedBy: cmp.Or(names[v.LoadedBy], v.LoadedBy),
		})
	}
	return out, nil
}

// ImportCalendar previews a file of holidays; with the digest of the calendar
// that was shown to come of it the file is taken over.
func (s *server) ImportCalendar(c context.Context, r ImportCalendarRequestObject) (ImportCalendarResponseObject, error) {
	ctx, x := enter(c)
	actor, err := s.actor(ctx, x)
	if err != nil {
		return nil, err
	}
	if _, err := s.mayConfigure(actor); err != nil {
		return nil, err
	}
	content, err := readForm(c, r.Body)
	if err != nil {
		return nil, err
	}
	in, err := s.store.CalendarInForce(ctx)
	if err != nil {
		return nil, err
	}
	taken := CalendarTaken{Source: strings.TrimSpace(r.Params.Source), Digest: r.Params.Digest}
	taken.Notices, err = holiday.Read(r.Params.Name, content, holiday.Options{Source: taken.Source, Standing: in.Calendar})
	if list, ok := errors.AsType[*holiday.Errors](err); ok {
		return ImportCalendar200JSONResponse(calendarProblems(list)), nil
	}
	if err != nil {
		return nil, err
	}
	view, err := s.takeCalendar(ctx, x, taken)
	return ImportCalendar200JSONResponse(view), err
}

// mayConfigure asks by which rule somebody may change settings of the
// installation.
func (s *server) mayConfigure(actor evaluation.Actor) (rule string, err error) {
	d, err := s.policy.AuthorizeInstallation(actor, policy.ObjectInstallation, policy.Configure)
	return d.Rule, err
}

func (s *server) takeCalendar(ctx context.Context, x *exchange, taken CalendarTaken) (CalendarImport, error) {
	by := deedOf(x, policy.Decision{Version: s.policy.Version()}) // the rule is asked for under the lock
	done, err := s.store.TakeCalendar(ctx, by, taken, s.mayConfigure)
	if fault.ReasonOf(err) == "calendar_inconsistent" { // another was imported since it was read
		return CalendarImport{}, fault.New(fault.Conflict, "calendar_moved", "another calendar was imported meanwhile")
	}
	if err != nil {
		return CalendarImport{}, err
	}
	view := calendarImportView(done)
	if taken.Digest != "" {
		view.TakenOver = done.Added
		return view, nil
	}
	moved, err := s.store.Movings(ctx, done.Before, done.After)
	view.Running, view.MoreMoved = moved.Running, moved.More
	for _, m := range moved.Evaluations {
		view.Moved = append(view.Moved, movedView(m))
	}
	return view, err
}

func calendarProblems(list *holiday.Errors) CalendarImport {
	view := CalendarImport{Problems: []ImportProblem{}, Years: []CalendarYearAdded{}, Days: []CalendarDayChanged{}, Moved: []MovedEvaluation{}}
	for _, p := range list.Problems {
		text := p.Sentence()
		if at := p.Chinese(); at != "" {
			text = at + "：" + text
		}
		view.Problems = append(view.Problems, ImportProblem{Cell: p.String(), Reason: p.Reason, Message: text + "。"})
	}
	return view
}

func calendarImportView(done CalendarOutcome) CalendarImport {
	view := calendarProblems(&holiday.Errors{})
	view.Digest, view.Version, view.Added = done.After.Digest(), done.Version, done.Added
	years, days := holiday.Changes(done.Before, done.After)
	for _, y := range years {
		view.Years = append(view.Years, CalendarYearAdded{Year: y.Year, Off: y.Off, MakeUp: y.MakeUp, Papers: y.Papers})
	}
	for _, d := range days {
		view.Days = append(view.Days, CalendarDayChanged{Date: d.Date, Before: d.Before, After: d.After})
	}
	return view
}

func movedView(m evaluation.Moving) MovedEvaluation {
	out := MovedEvaluation{ID: string(m.ID), Title: m.Title, UnitName: m.UnitName, Tasks: m.Tasks, Stages: []MovedStage{}}
	for _, st := range m.Stages {
		out.Stages = append(out.Stages, MovedStage{
			Title: st.Title, OpensBefore: st.OpensBefore, OpensAfter: st.OpensAfter, DueBefore: st.DueBefore, DueAfter: st.DueAfter,
		})
	}
	return out
}

// loaders gives the names of who imported; at the console anybody is called as
// he called himself.
func (s *server) loaders(ctx context.Context, kept []CalendarKept) (map[string]string, error) {
	out := map[string]string{string(evaluation.SystemPerson): systemName()}
	var ids []evaluation.PersonID
	for _, v := range kept {
		ids = append(ids, evaluation.PersonID(v.LoadedBy))
	}
	people, err := s.store.PersonNames(ctx, ids)
	for _, p := range people {
		out[string(p.ID)] = calling(p)
	}
	return out, err
}
