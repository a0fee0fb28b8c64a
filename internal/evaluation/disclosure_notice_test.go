package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

// The twenty days from 2 February 2019 end on Friday 22 February.
func TestADisclosureCallsBeforeItsTimeIsOverAndOnceItIs(t *testing.T) {
	t.Parallel()
	const from = "2019-02-02"
	within := evaluation.Offset{Count: 20}
	for _, c := range []struct {
		from, done, today string
		call              evaluation.DisclosureCall
	}{
		{"", "", "2019-02-22", evaluation.CallNone},
		{from, "", "2019-02-14", evaluation.CallNone},
		{from, "", "2019-02-15", evaluation.CallSoon},
		{from, "", "2019-02-20", evaluation.CallSoon},
		{from, "", "2019-02-21", evaluation.CallLast},
		{from, "", "2019-02-22", evaluation.CallLast},
		{from, "", "2019-02-23", evaluation.CallLate},
		{from, "", "2020-02-23", evaluation.CallLate},
		{from, "2019-02-18", "2019-02-21", evaluation.CallNone},
		{from, "2019-03-18", "2019-03-21", evaluation.CallNone},
	} {
		require.Equal(t, c.call, disclosingOn(t, within, c.from, c.done, c.today).Call(), "%+v", c)
	}
}

func TestWhoFillsInTheDayHasToMakeItPublic(t *testing.T) {
	t.Parallel()
	d := evaluationtest.New(t).Definition
	at := evaluation.FieldRef{Stage: "roll_up", Step: "compile", Field: "day"}
	compile, _ := d.Step("roll_up", "compile")
	require.NotEmpty(t, compile.By)
	require.Equal(t, compile.By, d.Publishers(evaluation.DisclosureRule{Done: at}))
	require.Equal(t, compile.By, d.Publishers(evaluation.DisclosureRule{From: at}))
	for i := range d.Stages {
		if d.Stages[i].ID == "publication" {
			clear := evaluation.StepDefinition{
				ID: "clear", By: []evaluation.RoleID{"group_office"}, Form: []evaluation.FormField{{Name: "clearance", Kind: evaluation.FieldClearance}},
			}
			d.Stages[i].Steps = append(d.Stages[i].Steps, clear)
		}
	}
	require.Equal(t, []evaluation.RoleID{"group_office"}, d.Publishers(evaluation.DisclosureRule{From: at}), "who decides what of it is published")
}
