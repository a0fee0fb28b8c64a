package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

func forecastOf(c *evaluationtest.Case, id evaluation.StageID) evaluation.Forecast {
	for _, f := range bySystem(c).Forecasts() {
		if f.Stage == id {
			return f
		}
	}
	return evaluation.Forecast{}
}

func TestAPlanThatIsKeptIsExpectedAsPlanned(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running()
	for _, f := range bySystem(c).Forecasts() {
		st := c.Evaluation.Stage(f.Stage)
		require.Equal(t, st.OpensOn, f.OpensOn, f.Stage)
		require.Equal(t, st.DueOn, f.EndsOn, f.Stage)
		require.Zero(t, f.LateDays)
	}
}

func TestWhatIsOpenIsExpectedByItsDeadlineAndAfterItTodayWithTheStepsToCome(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check")
	st := *c.Evaluation.Stage("self_check")
	f := forecastOf(c, "self_check")
	require.Len(t, f.Items, 3)
	require.Len(t, f.Items[0].Waiting, 1)
	require.Equal(t, 1, f.Items[0].Remaining)
	require.Equal(t, st.DueOn, f.EndsOn)

	// Two days late with one of two steps to come: half of its seven days, rounded up.
	c.At(st.DueOn.AddDays(2).String() + " 10:00")
	f = forecastOf(c, "self_check")
	require.Equal(t, st.DueOn.AddDays(2+4), f.EndsOn)
	require.Equal(t, 6, f.LateDays)
	require.True(t, f.Critical)
	next := forecastOf(c, "inspection")
	require.Equal(t, f.EndsOn, next.OpensOn, "it opens when the one before it ends")
	length := c.Evaluation.Stage("inspection").DueOn.DaysSince(c.Evaluation.Stage("inspection").OpensOn)
	require.Equal(t, f.EndsOn.AddDays(length), next.EndsOn)
	require.True(t, next.Critical)
}

func TestAnItemThatIsDoneHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check")
	c.As(evaluationtest.CoordinationClerk()).On("self_check", "terminals", "submit").Claims().Supplies().Completes(conclusion())
	c.As(evaluationtest.FinanceOfficer()).On("self_check", "terminals", "review").Claims().Approves()
	f := forecastOf(c, "self_check")
	for _, it := range f.Items {
		require.Equal(t, it.Item != "terminals", len(it.Waiting) > 0)
		require.Equal(t, it.Item == "terminals", !it.SettledAt.IsZero())
	}
}

func TestAfterTheEndTheForecastIsWhatHappened(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Finished()
	for _, f := range bySystem(c).Forecasts() {
		st := c.Evaluation.Stage(f.Stage)
		require.Equal(t, c.Evaluation.Timescale.Today(st.OpenedAt), f.OpensOn)
		require.Equal(t, c.Evaluation.Timescale.Today(st.SettledAt), f.EndsOn)
		for _, it := range f.Items {
			require.Empty(t, it.Waiting)
		}
	}
}

func TestWhatWasTerminatedIsExpectedNoMore(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check")
	_, err := c.Try(evaluationtest.Director(), evaluation.Command{Action: evaluation.Terminate, Reason: "单位撤并"})
	require.NoError(t, err)
	require.True(t, forecastOf(c, "inspection").EndsOn.IsZero())
	require.Zero(t, forecastOf(c, "self_check").LateDays)
}
