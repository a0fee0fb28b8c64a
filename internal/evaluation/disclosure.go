package evaluation

import "jiheng/internal/calendar"

// DisclosureRule is a time within which something has to be made public
// (公开时限): so many days after an approval, or working days after a reply came.
type DisclosureRule struct {
	ID    string
	Title string
	// From is the date field from which the time runs, Done the one that says
	// when it was made public; without Done it is the publication of this
	// evaluation itself.
	From, Done FieldRef
	Within     Offset
	// Basis is the rule that sets the time.
	Basis string
}

// FieldRef names a form field of a step (字段引用).
type FieldRef struct {
	Stage StageID
	Step  StepID
	Field string
}

// Written tells whether the reference names a field.
func (r FieldRef) Written() bool { return r.Field != "" }

// DisclosureState is how something stands against its time (公开时限状态).
type DisclosureState string

// The states of a disclosure.
const (
	DisclosureUnknown DisclosureState = "unknown" // the time has not begun: no date is filled in (未起算)
	DisclosureOpen    DisclosureState = "open"    // it runs (期限内待公开)
	DisclosureKept    DisclosureState = "kept"    // made public in time (按期公开)
	DisclosureLate    DisclosureState = "late"    // made public too late (逾期公开)
	DisclosureMissed  DisclosureState = "missed"  // not made public, and the time is over (逾期未公开)
)

// DisclosureStates lists all states of a disclosure.
func DisclosureStates() []DisclosureState {
	return []DisclosureState{DisclosureUnknown, DisclosureOpen, DisclosureKept, DisclosureLate, DisclosureMissed}
}

// Disclosure is how one rule is kept (公开时限): from when, until when, when.
type Disclosure struct {
	Rule DisclosureRule
	// FromOn, DueOn and DoneOn are civil dates; zero where there is none.
	FromOn, DueOn, DoneOn calendar.Date
	State                 DisclosureState
	// Days is by how many days it was late, or took when it was not, counted as
	// the rule counts.
	Days int
	// DaysLeft and WorkdaysLeft are how much of the time is left while it runs.
	DaysLeft, WorkdaysLeft int
	// Calendar is the version that counted working days, Provisional that the
	// statutory days of a year in between are not known yet.
	Calendar    string
	Provisional bool
}

// Disclosures works out how every rule of a process is kept on a day.
func Disclosures(d *Definition, e *Evaluation, c calendar.Calendar, today calendar.Date) []Disclosure {
	out := make([]Disclosure, len(d.Disclosures))
	for i, r := range d.Disclosures {
		out[i] = disclosed(r, r.from(e), r.done(e), c, today)
	}
	return out
}

func (r DisclosureRule) from(e *Evaluation) calendar.Date { return e.dateAt(r.From) }

func (r DisclosureRule) done(e *Evaluation) calendar.Date {
	switch {
	case r.Done.Written():
		return e.dateAt(r.Done)
	case e.Publication == nil:
		return calendar.Date{}
	}
	return e.Timescale.Today(e.Publications[0].PublishedAt) // a correction does not make the first one late
}

// dateAt is the date that was filled in last at a step done once.
func (e *Evaluation) dateAt(r FieldRef) calendar.Date {
	t := e.Written(r.Stage, r.Step, WholeItem)
	if t == nil {
		return calendar.Date{}
	}
	date, err := calendar.ParseDate(t.Submission.Field(r.Field))
	if err != nil {
		return calendar.Date{}
	}
	return date
}

// disclosed holds two dates against a rule. The day from which the time runs
// does not count.
func disclosed(r DisclosureRule, from, done calendar.Date, c calendar.Calendar, today calendar.Date) Disclosure {
	out := Disclosure{Rule: r, FromOn: from, DoneOn: done, State: DisclosureUnknown}
	if from.IsZero() {
		return out
	}
	end := done
	if done.IsZero() {
		end = today
	}
	between := func(a, b calendar.Date) int { return b.DaysSince(a) }
	out.DueOn = from.AddDays(r.Within.Count)
	if r.Within.Workdays {
		out.Calendar = c.Version
		out.DueOn, out.Provisional = c.AddWorkdays(from, r.Within.Count)
		between = func(a, b calendar.Date) int { n, _ := c.WorkdaysBetween(a, b); return n }
	}
	late := out.DueOn.Before(end)
	switch {
	case done.IsZero() && !late:
		out.State, out.DaysLeft = DisclosureOpen, out.DueOn.DaysSince(today)
		left, unsure := c.WorkdaysBetween(today, out.DueOn)
		out.WorkdaysLeft, out.Provisional = left, out.Provisional || unsure
	case done.IsZero():
		out.State, out.Days = DisclosureMissed, between(out.DueOn, end)
	case late:
		out.State, out.Days = DisclosureLate, between(out.DueOn, end)
	default:
		out.State, out.Days = DisclosureKept, between(from, end)
	}
	return out
}
