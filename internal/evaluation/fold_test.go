package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

func TestTheJournalReplayedToAnyMomentIsTheStateOfThatMoment(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	moments := map[int]evaluation.Evaluation{}
	c.Watch = func([]evaluation.Event) { moments[len(c.Records)] = deepCopy(*c.Evaluation) }
	c.Running().Finished()
	require.Greater(t, len(moments), 50)
	for n, then := range moments {
		require.Equal(t, then, *replayed(c.Records[:n], c.Evaluation.ID), "after %d entries", n)
	}
}

func TestFoldingDoesNotReachBackIntoTheEvents(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Finished()
	before := deepCopy(c.Records[0].Event.(evaluation.Started))    //nolint:forcetypeassert // the first entry is the start
	opened := deepCopy(c.Records[2].Event.(evaluation.TaskOpened)) //nolint:forcetypeassert // the first task
	e := replayed(c.Records, c.Evaluation.ID)
	e.Stages[0].Title, e.Items[0].Title, e.Parameters[0].Name = "changed", "changed", "changed"
	e.Tasks[0].Roles[0], e.Tasks[0].Agenda[0].ID = "changed", "changed"
	require.Equal(t, before, c.Records[0].Event)
	require.Equal(t, opened, c.Records[2].Event)
}

func TestACopyOfATaskStaysAsItWasTaken(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check")
	before := *c.Live("self_check", "online-hall", "submit")
	c.At("2020-08-11 09:00")
	require.True(t, before.Agenda[0].DoneAt.IsZero())
	require.False(t, c.Live("self_check", "online-hall", "submit").Agenda[0].DoneAt.IsZero())
}

func TestOnlyWhatPeopleDoCountsAsAVersion(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check")
	w := c.As(evaluationtest.HotlineClerk()).On("self_check", "online-hall", "submit")
	require.Equal(t, int64(1), w.Task().Version)
	w.Claims()
	require.Equal(t, int64(2), w.Task().Version)
	w.Comments("hello").Supplies()
	c.At("2020-08-11 09:00")
	require.Equal(t, int64(2), w.Task().Version)
	w.Releases().Claims().Completes(conclusion())
	require.Equal(t, int64(5), w.Task().Version)
}

func TestWhatIsDoneForSomebodyShowsBoth(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check")
	w := c.As(substitute()).On("self_check", "online-hall", "submit").Claims().Supplies().Completes(conclusion())
	require.Equal(t, evaluation.PersonID("hotline-deputy"), w.Task().DoneBy)
	require.Equal(t, evaluation.PersonID("hotline-head"), w.Task().OnBehalfOf)
	require.Equal(t, evaluation.RoleID("section"), w.Task().DoneAs)
}

func TestWhatACancelledTaskSays(t *testing.T) {
	t.Parallel()
	c, by, _ := atApprove(t)
	c.As(by).On("roll_up", evaluation.WholeItem, "approve").Returns("no")
	cancelled := c.Evaluation.Task("e-2019:roll_up::approve:1.2")
	require.Equal(t, evaluation.StateCancelled, cancelled.State)
	require.Equal(t, "returned_by_other", cancelled.Opinion)
	require.Equal(t, c.Now, cancelled.SettledAt)
	require.True(t, cancelled.NextAgendaAt().IsZero())
	require.Empty(t, cancelled.DoneBy, "its holder did not do it")
}
