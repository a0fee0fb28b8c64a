package evaluation_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

func bySystem(c *evaluationtest.Case) *evaluation.Situation { return c.Situation(evaluation.System()) }

func TestAStageThatSelectsNothingOpensAndSettlesAtOnce(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	c.Definition.Stages[1].ForEach = &evaluation.ForEach{Kind: evaluation.ItemDepartment}
	c.Running().Through("formation")
	s := c.Evaluation.Stage("self_check")
	require.Equal(t, evaluation.StageClosed, s.State)
	require.Equal(t, s.OpenedAt, s.SettledAt)
	for _, r := range c.Records {
		if v, ok := r.Event.(evaluation.StageOpened); ok && v.Stage == "self_check" {
			require.Equal(t, []evaluation.ItemID{}, v.Items, "an empty list, not none")
		}
	}
	c.Finished()
}

func TestAStageIsDoneForTheItemsItSelects(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		each *evaluation.ForEach
		want []evaluation.ItemID
	}{
		"as a whole":        {nil, []evaluation.ItemID{evaluation.WholeItem}},
		"every project":     {&evaluation.ForEach{Kind: evaluation.ItemProject}, []evaluation.ItemID{"terminals", "online-hall", "poverty-relief", "running-costs"}},
		"the large ones":    {&evaluation.ForEach{Kind: evaluation.ItemProject, Where: evaluationtest.AmountAtLeast("self_check_amount")}, []evaluation.ItemID{"terminals", "online-hall", "poverty-relief"}},
		"no department yet": {&evaluation.ForEach{Kind: evaluation.ItemDepartment}, []evaluation.ItemID{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := evaluationtest.New(t)
			c.Definition.Stages[0].ForEach = row.each
			c.Running()
			opened, ok := c.Records[1].Event.(evaluation.StageOpened)
			require.True(t, ok)
			require.Equal(t, row.want, opened.Items)
		})
	}
}

func TestTheThresholdItselfIsReached(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	c.Start.Items[0].Amount = evaluationtest.Yuan("1000000.00")
	c.Start.Items[1].Amount = evaluationtest.Yuan("999999.99")
	c.Running().Through("formation")
	require.NotNil(t, c.Live("self_check", "terminals", "submit"))
	require.Nil(t, c.Live("self_check", "online-hall", "submit"))
	require.NotNil(t, c.Live("self_check", "poverty-relief", "submit"), "one below does not hide the next")
}

func TestItemsOfAnotherKindArePassedOver(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	c.Start.Items[0].Kind = evaluation.ItemDepartment
	c.Running().Through("formation")
	require.Nil(t, c.Live("self_check", "terminals", "submit"))
	require.NotNil(t, c.Live("self_check", "online-hall", "submit"))
}

func TestAStageThatIsNotPlannedOrNotDefinedIsNotFound(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running()
	defined := c.Definition.Stages
	c.Definition.Stages = defined[:1]
	_, err := evaluation.Open(bySystem(c), "self_check")
	requireFault(t, err, fault.NotFound, "stage_not_found")

	c.Definition.Stages, c.Evaluation.Stages = defined, c.Evaluation.Stages[:1]
	_, err = evaluation.Open(bySystem(c), "self_check")
	requireFault(t, err, fault.NotFound, "stage_not_found")
}

func TestAConditionThatFailsKeepsTheStageShutAndSaysWhy(t *testing.T) {
	t.Parallel()
	cause := errors.New("division by zero")
	c := evaluationtest.New(t)
	c.Running()
	c.Definition.Stages[1].ForEach.Where = evaluationtest.Condition{Test: func(evaluation.Item, []evaluation.ParameterValue) (bool, error) {
		return false, cause
	}}
	c.Evaluation.Stage("formation").State = evaluation.StageClosed
	events, err := evaluation.Open(bySystem(c), "self_check")
	requireFault(t, err, fault.Invalid, "condition_failed")
	require.ErrorIs(t, err, cause)
	require.Nil(t, events)
}

func TestAStageForAllWithoutHoldersOpensAndWaits(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	c.Definition.Stages[1].Steps[0].Quorum = evaluation.QuorumAll
	c.People = slices.DeleteFunc(c.People, func(a evaluation.Actor) bool { return a.DepartmentID == "hotline" })
	c.Running()
	c.Evaluation.Stage("formation").State = evaluation.StageClosed
	events, err := evaluation.Open(bySystem(c), "self_check")
	require.Equal(t, "stage_opened; task_opened submit.1#1 claimed coordination-head; task_opened submit.2#1 claimed coordination-clerk; "+
		"task_opened submit#1 open; task_opened submit.1#1 claimed office-clerk", tell(events, err))
}

func TestAMoveThatWasOvertakenDoesNothing(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running()
	s := bySystem(c)
	for _, stage := range []evaluation.StageID{"formation", "self_check"} {
		events, err := evaluation.Open(s, stage)
		require.NoError(t, err)
		require.Empty(t, events, "%s is open already, or not to be opened yet", stage)
		require.Empty(t, evaluation.Settle(s, stage), "%s has live tasks, or was not opened", stage)
	}
	require.Empty(t, evaluation.Settle(s, "nowhere"))
	require.Empty(t, evaluation.Finish(s), "not every stage is settled")
	_, err := evaluation.Open(s, "nowhere")
	requireFault(t, err, fault.NotFound, "stage_not_found")

	c.Finished()
	require.Empty(t, evaluation.Finish(bySystem(c)), "it is finished")
	require.Empty(t, ticked(t, c))
}

func TestAStageIsNotOpenedBeforeItsInstant(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Through("roll_up")
	require.Equal(t, "2020-08-27T00:00:00", civil(c.Evaluation.Stage("filing").OpensAt))
	c.Now = c.Evaluation.Stage("filing").OpensAt.Add(-time.Nanosecond)
	events, err := evaluation.Open(bySystem(c), "filing")
	require.NoError(t, err)
	require.Empty(t, events)
	c.Now = c.Now.Add(time.Nanosecond)
	events, err = evaluation.Open(bySystem(c), "filing")
	require.NoError(t, err)
	require.Equal(t, "stage_opened; task_opened hand_in#1 open", tell(events, nil))
}

func TestAnEntryIsHandledOnceAtItsInstant(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check")
	c.Now = evaluationtest.Instant(t, "2020-08-10 00:00").Add(-time.Nanosecond)
	require.Empty(t, ticked(t, c))
	c.Now = c.Now.Add(time.Nanosecond)
	events := ticked(t, c)
	require.Equal(t, "reminded; reminded; reminded", tell(events, nil))
	first := c.Live("self_check", "terminals", "submit")
	require.Equal(t, evaluation.Reminded{
		TaskRef: first.Ref(), Entry: "reminder-1", To: []evaluation.Audience{{Assignee: true}}, DueAt: first.DueAt,
	}, events[0])
	version := first.Version
	c.Record(evaluation.System(), events)
	require.Empty(t, ticked(t, c))
	require.Equal(t, version, first.Version, "a reminder does not make a page stale")
}

func TestAfterAnOutageEverythingMissedIsHandledInOneGo(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check")
	c.As(evaluationtest.HotlineClerk()).On("self_check", "online-hall", "submit").Claims().Supplies().Completes(conclusion())
	c.Now = evaluationtest.Instant(t, "2020-08-20 09:00")
	events := ticked(t, c)
	require.Equal(t, "reminded; found_overdue; escalated; reminded; found_overdue; escalated; reminded; found_overdue; escalated", tell(events, nil))
	task := c.Live("self_check", "terminals", "submit")
	require.Equal(t, evaluation.FoundOverdue{TaskRef: task.Ref(), Entry: "overdue-1", DueAt: task.DueAt}, events[1])
	require.Equal(t, evaluation.Escalated{
		TaskRef: task.Ref(), Entry: "escalation-1", To: []evaluation.Audience{{Role: "group_office"}}, DueAt: task.DueAt,
	}, events[2])
}

func ticked(t *testing.T, c *evaluationtest.Case) []evaluation.Event {
	t.Helper()
	events, err := evaluation.Tick(bySystem(c))
	require.NoError(t, err)
	return events
}
