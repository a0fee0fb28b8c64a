package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

func whenLate(o evaluation.OnOverdue) func(*evaluation.StageDefinition) {
	return func(sd *evaluation.StageDefinition) { sd.OnOverdue = o }
}

func TestALateTaskStaysOpenAndItsDaysAreCounted(t *testing.T) {
	t.Parallel()
	for count, want := range map[evaluation.DayCount]int{evaluation.CountDays: 5, evaluation.CountWorkdays: 4, "": 5} {
		c := working(t, func(sd *evaluation.StageDefinition) { sd.OnOverdue, sd.CountOverdue = evaluation.OverdueKeep, count })
		c.At("2020-08-20 09:00") // a Thursday; it was due on Saturday
		w := c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims().Completes(evaluation.Submission{})
		require.Equal(t, want, w.Task().OverdueDays, "%q", count)
	}
}

func TestDaysOfDelayAreCountedForEveryKindOfDecision(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil).At("2020-08-17 09:00")
	c.As(evaluationtest.Director()).On("work", "", "review").Approves()
	c.As(evaluationtest.OfficeHead()).On("work", "", "review").Returns("no")
	require.Equal(t, 2, c.Evaluation.Task("e-2019:work::review:1.1").OverdueDays)
	require.Equal(t, 2, c.Evaluation.Task("e-2019:work::review:1.2").OverdueDays)
	require.Zero(t, c.Evaluation.Task("e-2019:work::submit:1").OverdueDays)
}

func TestALateTaskIsClosedWithNothingHandedIn(t *testing.T) {
	t.Parallel()
	c := working(t, whenLate(evaluation.OverdueClose)).At("2020-08-16 00:00")
	require.Equal(t, []string{"submit#1 expired"}, history(c, "submit"))
	require.Len(t, open(c), 5, "what comes next begins late, and is not closed unseen")
	require.True(t, c.Evaluation.Task("e-2019:work::submit:1").NextAgendaAt().IsZero())
	c.Finished()
}

func TestARoundOfAllGoesOnWithoutThoseWhoLetItsDeadlinePass(t *testing.T) {
	t.Parallel()
	c := submitted(t, whenLate(evaluation.OverdueClose))
	c.As(evaluationtest.Director()).On("work", "", "review").Approves()
	c.At("2020-08-16 00:00")
	require.Equal(t, []string{
		"review.1#1 completed by director", "review.2#1 expired", "review.3#1 expired", "review.4#1 expired", "review.5#1 expired",
	}, history(c, "review"))
	require.Equal(t, []string{"sign#1 anybody"}, open(c))
}

func TestTheFirstOfAnyToBeClosedClosesTheRound(t *testing.T) {
	t.Parallel()
	c := submitted(t, func(sd *evaluation.StageDefinition) {
		whenLate(evaluation.OverdueClose)(sd)
		sd.Steps[1].Quorum = evaluation.QuorumAny
	}).At("2020-08-16 00:00")
	require.Equal(t, []string{"sign#1 anybody"}, open(c))
	require.Equal(t, "review.2#1 cancelled", history(c, "review")[1])
}

func TestTheGroupIsFormedHoweverLate(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	c.Definition.Stages[0].OnOverdue = evaluation.OverdueClose
	c.Running().At("2020-08-20 09:00")
	require.Equal(t, []string{"draft_notice#1 anybody"}, open(c))
	c.As(evaluationtest.OfficeHead()).On("formation", "", "draft_notice").Claims().Completes(evaluation.Submission{Members: evaluationtest.Group()})
	c.At("2020-08-21 09:00")
	require.Equal(t, []string{"issue_notice#1 anybody"}, open(c))
}

func TestALateTaskGoesBackToTheStepBefore(t *testing.T) {
	t.Parallel()
	c := submitted(t, whenLate(evaluation.OverdueReturn))
	c.As(evaluationtest.Director()).On("work", "", "review").Approves()
	c.At("2020-08-16 00:00")
	require.Equal(t, []string{"submit#2 finance-officer"}, open(c))
	require.Equal(t, "review.2#1 returned by system", history(c, "review")[1])
	require.Equal(t, []string{"review.1#1 completed by director"}, history(c, "review")[:1], "what was decided stays")

	// It does not go round for ever: what begins late is kept.
	c.At("2020-08-17 09:00").As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Completes(evaluation.Submission{})
	c.At("2020-08-30 09:00")
	require.Len(t, open(c), 5)
	c.Finished()
}

func TestWhatHasNowhereToGoBackToStaysOpen(t *testing.T) {
	t.Parallel()
	c := working(t, whenLate(evaluation.OverdueReturn)).At("2020-08-20 09:00")
	require.Equal(t, []string{"submit#1 anybody"}, open(c))
	c = submitted(t, func(sd *evaluation.StageDefinition) {
		whenLate(evaluation.OverdueReturn)(sd)
		reviewed(evaluation.QuorumRatio, twoThirds())(sd)
	}).At("2020-08-20 09:00")
	require.Len(t, open(c), 5, "a vote is not returned by the clock")
}

func TestALateTaskAsksForTimeByItself(t *testing.T) {
	t.Parallel()
	c := working(t, func(sd *evaluation.StageDefinition) { extendable(sd); sd.OnOverdue = evaluation.OverdueExtend }).At("2020-08-16 00:00")
	task := c.Live("work", "", "submit")
	require.Equal(t, &evaluation.Extension{By: evaluation.SystemPerson, At: c.Now, Until: day("2020-08-20")}, task.Extension)
	require.Equal(t, evaluation.StateOpen, task.State)
	_, err := c.Try(evaluationtest.Director(), evaluation.Command{Action: evaluation.GrantExtension, Task: task.ID})
	require.NoError(t, err)
	require.True(t, task.OverdueAt.IsZero(), "its deadline lies ahead again")
	requireArmed(t, c, task, "reminder-1 2020-08-18T00:00:00", "overdue-1 2020-08-21T00:00:00", "escalation-1 2020-08-22T00:00:00")

	c.At("2020-08-30 09:00")
	require.Nil(t, task.Extension, "there is no more time to ask for")
	require.False(t, task.OverdueAt.IsZero())
}

func TestWhatALateTaskAsksForWhereThereIsNoLimit(t *testing.T) {
	t.Parallel()
	unbounded := func(sd *evaluation.StageDefinition) {
		extendable(sd)
		sd.OnOverdue, sd.Extension.AtMost = evaluation.OverdueExtend, evaluation.Offset{}
	}
	c := working(t, unbounded).At("2020-08-16 00:00")
	require.Equal(t, day("2020-08-17"), c.Live("work", "", "submit").Extension.Until, "one day from today")
	c = planned(t, unbounded)
	c.Running()
	c.At("2020-08-20 09:00").Opened("work")
	require.Equal(t, day("2020-08-21"), c.Live("work", "", "submit").Extension.Until)
	none := working(t, whenLate(evaluation.OverdueExtend)).At("2020-08-20 00:00")
	require.Nil(t, none.Live("work", "", "submit").Extension, "where none is granted none is asked for")
}
