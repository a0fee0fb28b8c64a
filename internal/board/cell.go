package board

import (
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// State is how a stage stands at a glance (看板状态).
type State string

// The states, from what needs nothing to what needs somebody.
const (
	NotBegun State = "not_begun"
	InTime   State = "in_time"
	DueSoon  State = "due_soon" // within SoonDays
	Late     State = "late"
	Returned State = "returned" // in time, but sent back and being done again
	Done     State = "done"
	Skipped  State = "skipped" // nothing was asked of it
	Stopped  State = "stopped" // the whole is suspended or was terminated
	// Elsewhere is done by a unit that works in a system of its own, or has
	// begun nothing here.
	Elsewhere State = "elsewhere"
)

// States lists all states.
func States() []State {
	return []State{NotBegun, InTime, DueSoon, Late, Returned, Done, Skipped, Stopped, Elsewhere}
}

// SoonDays is how many days before its deadline something is due soon.
const SoonDays = 3

// Facts are what a cell is made from (看板依据): a stage, or an item's share of
// it, as counted in its tasks.
type Facts struct {
	Evaluation evaluation.State
	Stage      evaluation.StageState
	DueOn      calendar.Date
	DueAt      time.Time
	SettledAt  time.Time
	// Day is how long a day lasts; 0 as long as it does.
	Day time.Duration
	// Items were begun, Open of them wait for somebody, Again of them after a
	// return; FirstDue is the first deadline among them.
	Items, Open, Again int
	FirstDue           time.Time
}

// Cell is what is shown of a stage (看板格).
type Cell struct {
	State State
	DueOn calendar.Date
	// Items were begun, Open of them wait for somebody.
	Items, Open int
	// Days are the begun days of delay.
	Days int
}

// Cell judges the facts at an instant.
func (f Facts) Cell(now time.Time) Cell {
	c := Cell{State: f.state(now), DueOn: f.DueOn, Items: f.Items, Open: f.Open}
	switch {
	case c.State == Late:
		c.Days = f.days(now.Sub(f.deadline()))
	case c.State == Done && f.SettledAt.Sub(f.DueAt) >= evaluation.Grace(f.day()):
		c.Days = f.days(f.SettledAt.Sub(f.DueAt))
	}
	return c
}

func (f Facts) state(now time.Time) State {
	open := f.Open > 0 || f.Stage != evaluation.StageClosed
	switch {
	case f.Stage == evaluation.StageClosed && f.Open == 0 && f.Items == 0:
		return Skipped
	case !open:
		return Done
	case f.Evaluation != evaluation.Running:
		return Stopped
	case f.Stage == evaluation.StageActive && f.Items > 0 && f.Open == 0:
		return Done // this share of it; others are still at it
	case now.After(f.deadline()):
		return Late
	case f.Stage == evaluation.StageWaiting:
		return NotBegun
	case f.Again > 0:
		return Returned
	case f.deadline().Sub(now) <= SoonDays*f.day():
		return DueSoon
	default:
		return InTime
	}
}

// deadline is the first that somebody can miss.
func (f Facts) deadline() time.Time {
	if f.Open > 0 && !f.FirstDue.IsZero() {
		return f.FirstDue
	}
	return f.DueAt
}

func (f Facts) day() time.Duration {
	if f.Day > 0 {
		return f.Day
	}
	return 24 * time.Hour
}

func (f Facts) days(d time.Duration) int { return DaysOf(d, f.day()) }

// DaysOf counts begun days.
func DaysOf(d, day time.Duration) int { return int((d + day - 1) / day) }
