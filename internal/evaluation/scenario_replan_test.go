package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

// byTheWeek has every stage counted in working days, of a year whose notice is
// not there yet: National Day of 2020 is not known.
func byTheWeek(t *testing.T) *evaluationtest.Case {
	t.Helper()
	c := evaluationtest.New(t)
	c.Calendar = calendar.Calendar{}
	c.Start.StartOn = day("2020-09-21")
	for i := range c.Definition.Stages {
		if i > 0 {
			c.Definition.Stages[i].Due = evaluation.Offset{Count: 5, Workdays: true}
		}
	}
	return c.Running()
}

func TestANewCalendarMovesStagesToComeAndKeepsThoseThatAreOver(t *testing.T) {
	t.Parallel()
	c := byTheWeek(t).Through("self_check")
	require.True(t, c.Evaluation.Provisional)
	require.Equal(t, day("2020-09-28"), c.Evaluation.Stage("self_check").DueOn)
	require.Equal(t, day("2020-10-05"), c.Evaluation.Stage("inspection").DueOn)
	over := *c.Evaluation.Stage("self_check")
	c.At("2020-09-28 09:00")
	open := c.Live("inspection", "online-hall", "supply")
	require.NotNil(t, open)
	requireAgenda(t, open, "reminder-1 2020-10-04T00:00:00", "overdue-1 2020-10-06T00:00:00", "escalation-1 2020-10-07T00:00:00")

	c.Calendar = calendar.China()
	events := evaluation.Replan(bySystem(c))
	require.Len(t, events, 1)
	c.Record(evaluation.System(), events)
	require.False(t, c.Evaluation.Provisional)
	require.Equal(t, c.Calendar.Version, c.Evaluation.CalendarVersion)
	require.Equal(t, over, *c.Evaluation.Stage("self_check"), "what is over stays")
	require.Equal(t, day("2020-10-12"), c.Evaluation.Stage("inspection").DueOn)
	require.Equal(t, day("2020-10-12"), c.Evaluation.Stage("roll_up").OpensOn)
	requireArmed(t, c, open, "reminder-1 2020-10-11T00:00:00", "overdue-1 2020-10-13T00:00:00", "escalation-1 2020-10-14T00:00:00")
	require.Empty(t, evaluation.Replan(bySystem(c)), "once is enough")
	v, ok := events[0].(evaluation.Replanned)
	require.True(t, ok)
	require.Equal(t, evaluation.ReplanCalendar, v.Cause)
	require.Equal(t, day("2020-10-05"), v.Stages[0].DueBefore)
	c.Finished()
}

func TestADeadlineThatMovesAheadAgainIsFoundLateAnew(t *testing.T) {
	t.Parallel()
	c := byTheWeek(t).Through("self_check").At("2020-10-08 09:00")
	task := c.Live("inspection", "online-hall", "supply")
	require.False(t, task.OverdueAt.IsZero())
	c.Calendar = calendar.China()
	c.Record(evaluation.System(), evaluation.Replan(bySystem(c)))
	require.True(t, task.OverdueAt.IsZero(), "by the calendar that holds it is not late")
	c.At("2020-10-13 00:00")
	require.Equal(t, c.Now, task.OverdueAt)
	c.At("2020-10-14 00:00")
	require.Equal(t, "escalated", string(last(c, 0).Type()))
}

func TestAReplanStandsStillWithASuspendedEvaluation(t *testing.T) {
	t.Parallel()
	c := byTheWeek(t).Through("self_check").At("2020-09-28 09:00")
	_, err := c.Try(evaluationtest.Director(), suspend())
	require.NoError(t, err)
	c.Calendar = calendar.China()
	c.Record(evaluation.System(), evaluation.Replan(bySystem(c)))
	require.Equal(t, day("2020-10-12"), c.Evaluation.Stage("inspection").DueOn)
	c.At("2020-09-30 09:00")
	_, err = c.Try(evaluationtest.Director(), resume())
	require.NoError(t, err)
	require.Equal(t, day("2020-10-14"), c.Evaluation.Stage("inspection").DueOn, "two working days were lost")
}

func TestAFixedDateStaysButNoStageEndsBeforeItOpens(t *testing.T) {
	t.Parallel()
	c := planned(t, func(sd *evaluation.StageDefinition) { sd.Due = evaluation.Offset{Count: 3, Workdays: true} })
	after := evaluation.StageDefinition{
		ID: "after", Title: "After", After: []evaluation.StageID{"work"}, Due: evaluation.Offset{On: &calendar.Date{Year: 2020, Month: 10, Day: 8}},
		Steps: []evaluation.StepDefinition{{ID: "do", Title: "Do", By: []evaluation.RoleID{"unit_office"}, Quorum: evaluation.QuorumOne}},
	}
	c.Definition.Stages = append(c.Definition.Stages, after)
	c.Start.StartOn, c.Calendar = day("2020-09-29"), calendar.Calendar{}
	c.Running().Opened("work")
	require.Equal(t, day("2020-10-02"), c.Evaluation.Stage("work").DueOn)
	require.Equal(t, day("2020-10-08"), c.Evaluation.Stage("after").DueOn)
	c.Calendar = calendar.China()
	c.Record(evaluation.System(), evaluation.Replan(bySystem(c)))
	require.Equal(t, day("2020-10-10"), c.Evaluation.Stage("work").DueOn)
	require.Equal(t, day("2020-10-10"), c.Evaluation.Stage("after").DueOn)
}
