package evaluation_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

func TestAStage_opens_later_or_earlier_where_its_definition_says_so(t *testing.T) {
	t.Parallel()
	wait := evaluation.Offset{Count: 90, Parameter: "look_back_days"}
	def := &evaluation.Definition{Stages: []evaluation.StageDefinition{
		{ID: "reply", Due: evaluation.Offset{Count: 30}},
		{ID: "filing", After: []evaluation.StageID{"reply"}, Early: true, Due: evaluation.Offset{Count: 30}},
		{ID: "look_back", After: []evaluation.StageID{"reply"}, Opens: &wait, Due: evaluation.Offset{Count: 10, Workdays: true}},
	}}
	start := calendar.Date{Year: 2020, Month: 8, Day: 3}
	timetable := evaluation.Timetable{StartOn: start, Calendar: calendar.China(), Timescale: calendar.RealTime()}
	stages, _, err := evaluation.Plan(def, timetable)
	require.NoError(t, err)
	require.Equal(t, start, stages[1].OpensOn, "as soon as the reply is settled")
	require.Equal(t, stages[0].DueOn, stages[1].DueOn)
	require.Equal(t, start.AddDays(30+90), stages[2].OpensOn, "on its day and not at once")
	short := def.With([]evaluation.ParameterValue{{Name: "look_back_days", Value: decimal.NewFromInt(5)}})
	stages, _, err = evaluation.Plan(short, timetable)
	require.NoError(t, err)
	require.Equal(t, start.AddDays(30+5), stages[2].OpensOn, "the wait is a parameter")
	require.Equal(t, 90, def.Stages[2].Opens.Count, "the definition stays as it is")
}
