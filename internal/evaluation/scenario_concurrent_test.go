package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// Complaint 14: approvals at the same time throw, or go on twice. The row lock
// puts one after the other; whoever comes second decides on what the first left.

func TestTheLastTwoApproveAtTheSameTime(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	group := reviewers()
	for _, p := range group[:3] {
		c.As(p).On("work", "", "review").Approves()
	}
	approve := func(p evaluation.Actor) evaluation.Command {
		return evaluation.Command{Action: evaluation.Approve, Task: c.As(p).On("work", "", "review").Task().ID}
	}
	one, other := approve(group[3]), approve(group[4])
	// Both look at the same state: neither is the last.
	for i, command := range []evaluation.Command{one, other} {
		events, err := evaluation.Apply(c.Situation(group[3+i]), command)
		require.Equal(t, "task_approved as member", tell(events, err))
	}
	// The lock lets one in first. The second sees the first, and goes on, once.
	require.Equal(t, "task_approved as member", happened(t, c, group[3], one))
	require.Equal(t, "task_approved as member; task_opened sign#1 open", happened(t, c, group[4], other))
}

func TestOneApprovesWhileAnotherReturns(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	group := reviewers()
	mine := c.As(group[1]).On("work", "", "review").Task().ID
	c.As(group[0]).On("work", "", "review").Returns("no")
	_, err := c.Try(group[1], evaluation.Command{Action: evaluation.Approve, Task: mine})
	requireFault(t, err, fault.Conflict, "task_already_settled")
	require.Equal(t, []string{"submit#2 finance-officer"}, open(c))
}

func TestOneOfAnyIsFirst(t *testing.T) {
	t.Parallel()
	c := submitted(t, reviewed(evaluation.QuorumAny, evaluation.QuorumRule{}))
	mine := c.As(evaluationtest.HotlineHead()).On("work", "", "review").Task().ID
	c.As(evaluationtest.Director()).On("work", "", "review").Approves()
	_, err := c.Try(evaluationtest.HotlineHead(), evaluation.Command{Action: evaluation.Approve, Task: mine})
	requireFault(t, err, fault.Conflict, "task_already_settled")
	require.Equal(t, []string{"sign#1 anybody"}, open(c))
}

func TestASubmissionIsWithdrawnWhileTheNextClaims(t *testing.T) {
	t.Parallel()
	c, by, task := atReview(t)
	withdraw := evaluation.Command{Action: evaluation.Withdraw, Task: "e-2019:self_check:online-hall:submit:1"}
	_, err := evaluation.Apply(c.Situation(evaluationtest.HotlineClerk()), withdraw)
	require.NoError(t, err)
	c.At("2020-08-06 10:00").As(by).On("self_check", "online-hall", "review").Claims()
	_, err = c.Try(evaluationtest.HotlineClerk(), withdraw)
	requireFault(t, err, fault.Conflict, "withdrawn_too_late")
	require.Equal(t, evaluation.StateClaimed, task.State)
}

func TestACompletionAndTheDeadlineMeet(t *testing.T) {
	t.Parallel()
	c := working(t, func(sd *evaluation.StageDefinition) { sd.OnOverdue = evaluation.OverdueClose })
	w := c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims()
	c.Now = w.Task().DueAt
	c.Turn() // the deadline was first
	err := w.Tries(evaluation.Command{Action: evaluation.Complete})
	requireFault(t, err, fault.Conflict, "task_already_settled")

	c = working(t, func(sd *evaluation.StageDefinition) { sd.OnOverdue = evaluation.OverdueClose })
	w = c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims()
	c.Now = w.Task().DueAt
	events, err := evaluation.Apply(c.Situation(evaluationtest.FinanceOfficer()), evaluation.Command{Action: evaluation.Complete, Task: w.Task().ID})
	require.NoError(t, err) // the completion was first
	c.Record(evaluationtest.FinanceOfficer(), events)
	c.Turn()
	require.Equal(t, evaluation.StateCompleted, w.Task().State)
	require.Zero(t, w.Task().OverdueDays)
}
