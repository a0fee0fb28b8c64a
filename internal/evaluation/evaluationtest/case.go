package evaluationtest

import (
	"fmt"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// T is what a fixture needs of a test; *testing.T and *rapid.T both have it.
type T interface {
	require.TestingT
	Helper()
}

// Case is one evaluation with its journal and a clock that only it moves. Its
// parts may be changed before Running.
type Case struct {
	T          T
	Definition *evaluation.Definition
	Calendar   calendar.Calendar
	Start      evaluation.Start
	People     []evaluation.Actor

	Evaluation *evaluation.Evaluation
	Records    []evaluation.Record
	// Now is the real instant; at the usual timescale also the civil one.
	Now time.Time
	// Retention is how many years papers are kept; 0 is for good.
	Retention int
	// Watch, if set, is called after every decision that was folded in.
	Watch func(events []evaluation.Event)
}

// New prepares the case of the service centre; nothing has started yet.
func New(t T) *Case {
	return &Case{
		T: t, Definition: Overall(), Calendar: calendar.China(), Start: Start(), People: Everybody(),
		Evaluation: &evaluation.Evaluation{ID: "e-2019"},
	}
}

// Running starts the evaluation at 08:30 of its first day.
func (c *Case) Running() *Case {
	c.T.Helper()
	c.Now = c.Start.Timescale.At(c.Start.StartOn.Start().Add(8*time.Hour + 30*time.Minute))
	events, err := evaluation.Begin(c.Situation(OfficeHead()), c.Start)
	require.NoError(c.T, err)
	c.Record(OfficeHead(), events)
	c.Turn()
	return c
}

// Situation is the present situation with somebody acting, who knows everybody
// else; the staff only where the definition has to.
func (c *Case) Situation(by evaluation.Actor) *evaluation.Situation {
	s := &evaluation.Situation{
		Evaluation: c.Evaluation, Definition: c.Definition, Calendar: c.Calendar, Actor: by, Now: c.Now, Others: c.Staff(), Retention: c.Retention, HeadAt: c.Now,
	}
	if c.Definition.NeedsStaff() {
		s.Staff = s.Others
	}
	return s
}

// Facing is the situation as a command meets it: it knows those whom the
// command names, and the staff only where the definition has to.
func (c *Case) Facing(by evaluation.Actor, command evaluation.Command) *evaluation.Situation {
	s := c.Situation(by)
	s.Others = nil
	for _, p := range c.Staff() {
		if slices.Contains(command.Named(), p.Person) {
			s.Others = append(s.Others, p)
		}
	}
	return s
}

// Staff lists everybody as they are themselves, whomever they stand in for.
func (c *Case) Staff() []evaluation.Actor {
	var out []evaluation.Actor
	for _, p := range c.People {
		if p.OnBehalfOf != "" {
			p = evaluation.Actor{Person: p.Person, UnitID: p.UnitID, DepartmentID: p.Own.DepartmentID, Grants: p.Own.Grants}
		}
		if !slices.ContainsFunc(out, func(o evaluation.Actor) bool { return o.Person == p.Person }) {
			out = append(out, p)
		}
	}
	return out
}

// Try takes an action, records what happened if it was not refused, and lets
// the timeline react.
func (c *Case) Try(by evaluation.Actor, command evaluation.Command) ([]evaluation.Event, error) {
	c.T.Helper()
	events, err := evaluation.Apply(c.Facing(by, command), command)
	if err != nil {
		return nil, err
	}
	c.Record(by, events)
	c.Turn()
	return events, nil
}

// Record puts events into the journal and folds them in.
func (c *Case) Record(by evaluation.Actor, events []evaluation.Event) {
	for _, event := range events {
		r := evaluation.Record{
			Seq: int64(len(c.Records)) + 1, At: c.Now, Actor: by.Person, OnBehalfOf: by.OnBehalfOf, Event: event,
		}
		c.Records = append(c.Records, r)
		c.Evaluation.Fold(r)
	}
	if c.Watch != nil && len(events) > 0 {
		c.Watch(events)
	}
}

// Live finds the live task of a step for an item; nil when there is none. A
// step that all must do has several: it is the first.
func (c *Case) Live(stage evaluation.StageID, item evaluation.ItemID, step evaluation.StepID) *evaluation.Task {
	for i := range c.Evaluation.Tasks {
		t := &c.Evaluation.Tasks[i]
		if t.Stage == stage && t.Item == item && t.Step == step && t.State.Live() {
			return t
		}
	}
	return nil
}

// Instant reads a civil instant, "2020-08-13 09:00"; 24:00 is allowed.
func Instant(t T, text string) time.Time {
	t.Helper()
	var y, mo, d, h, m int
	_, err := fmt.Sscanf(text, "%d-%d-%d %d:%d", &y, &mo, &d, &h, &m)
	require.NoError(t, err, text)
	return time.Date(y, time.Month(mo), d, h, m, 0, 0, calendar.Location())
}
