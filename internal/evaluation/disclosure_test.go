package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

// disclosing is the case with two dates filled in at the roll-up.
func disclosing(t *testing.T, within evaluation.Offset, from, done string) evaluation.Disclosure {
	t.Helper()
	return disclosingOn(t, within, from, done, "2019-03-01")
}

func disclosingOn(t *testing.T, within evaluation.Offset, from, done, today string) evaluation.Disclosure {
	t.Helper()
	at := func(field string) evaluation.FieldRef {
		return evaluation.FieldRef{Stage: "roll_up", Step: "compile", Field: field}
	}
	d := &evaluation.Definition{Disclosures: []evaluation.DisclosureRule{{ID: "accounts", From: at("from"), Done: at("done"), Within: within}}}
	e := &evaluation.Evaluation{Tasks: []evaluation.Task{{
		Stage: "roll_up", Step: "compile", State: evaluation.StateCompleted, Submission: evaluationtest.Fields("from", from, "done", done),
	}}}
	return evaluation.Disclosures(d, e, calendar.China(), day(today))[0]
}

func TestADisclosureIsHeldAgainstItsTime(t *testing.T) {
	t.Parallel()
	days, workdays := evaluation.Offset{Count: 20}, evaluation.Offset{Count: 15, Workdays: true}
	for name, row := range map[string]struct {
		within           evaluation.Offset
		from, done, due  string
		state            evaluation.DisclosureState
		days             int
		calendar, likely bool
	}{
		"sixteen days, as the service centre published it": {days, "2019-02-02", "2019-02-18", "2019-02-22", evaluation.DisclosureKept, 16, false, false},
		"on the last day":                       {days, "2019-02-02", "2019-02-22", "2019-02-22", evaluation.DisclosureKept, 20, false, false},
		"a day too late":                        {days, "2019-02-02", "2019-02-23", "2019-02-22", evaluation.DisclosureLate, 1, false, false},
		"never":                                 {days, "2019-02-02", "", "2019-02-22", evaluation.DisclosureMissed, 7, false, false},
		"not yet":                               {days, "2019-02-20", "", "2019-03-12", evaluation.DisclosureOpen, 0, false, false},
		"no date of approval":                   {days, "", "2019-02-18", "", evaluation.DisclosureUnknown, 0, false, false},
		"working days over the spring festival": {workdays, "2020-01-17", "2020-02-14", "2020-02-14", evaluation.DisclosureKept, 15, true, false},
		"and one too late":                      {workdays, "2020-01-17", "2020-02-17", "2020-02-14", evaluation.DisclosureLate, 1, true, false},
	} {
		got := disclosing(t, row.within, row.from, row.done)
		require.Equal(t, row.state, got.State, name)
		require.Equal(t, row.days, got.Days, name)
		if row.due != "" {
			require.Equal(t, row.due, got.DueOn.String(), name)
		}
		require.Equal(t, row.calendar, got.Calendar != "", name)
	}
}

func TestADisclosureThatRunsSaysHowMuchIsLeft(t *testing.T) {
	t.Parallel()
	for today, left := range map[string][2]int{
		"2020-01-17": {28, 15}, "2020-01-31": {14, 10}, "2020-02-13": {1, 1}, "2020-02-14": {0, 0},
	} {
		got := disclosingOn(t, evaluation.Offset{Count: 15, Workdays: true}, "2020-01-17", "", today)
		require.Equal(t, evaluation.DisclosureOpen, got.State, today)
		require.Equal(t, [2]int{got.DaysLeft, got.WorkdaysLeft}, left, today)
	}
	got := disclosing(t, evaluation.Offset{Count: 20}, "2019-02-20", "")
	require.Equal(t, [2]int{11, 7}, [2]int{got.DaysLeft, got.WorkdaysLeft}, "working days are told of a time in days too")
	late := disclosing(t, evaluation.Offset{Count: 20}, "2019-02-02", "")
	require.Equal(t, [2]int{}, [2]int{late.DaysLeft, late.WorkdaysLeft})
}

func TestADisclosureInAYearWithoutCalendarIsMarked(t *testing.T) {
	t.Parallel()
	got := disclosing(t, evaluation.Offset{Count: 15, Workdays: true}, "2098-01-10", "")
	require.True(t, got.Provisional)
}

func TestWithoutAFieldTheFirstPublicationCounts(t *testing.T) {
	t.Parallel()
	c := correctable(t).Finished()
	rule := evaluation.DisclosureRule{From: evaluation.FieldRef{Stage: "roll_up", Step: "compile", Field: "approved_on"}, Within: evaluation.Offset{Count: 20}}
	c.Definition.Disclosures = []evaluation.DisclosureRule{rule}
	c.Evaluation.Written("roll_up", "compile", "").Submission = evaluationtest.Fields("approved_on", "2020-08-10")
	first := evaluation.Disclosures(c.Definition, c.Evaluation, c.Calendar, day("2020-12-31"))[0]
	require.Equal(t, evaluation.DisclosureKept, first.State)
	require.Equal(t, c.Evaluation.Timescale.Today(c.Evaluation.Publications[0].PublishedAt), first.DoneOn)
}
