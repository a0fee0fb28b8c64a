package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// Complaint 7: a manager cannot move the tasks of somebody who has left.

func TestAllTasksOfALeaverGoToHisSuccessor(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	c.People = append(c.People, colleague("new-clerk", "hotline", "section"))
	c.Running().Opened("self_check")
	c.As(evaluationtest.HotlineClerk()).On("self_check", "online-hall", "submit").Claims().Supplies("score_sheet")
	task := c.Live("self_check", "online-hall", "submit")
	move := evaluation.Command{Action: evaluation.Reassign, Task: task.ID, Person: "new-clerk", Reason: "has left"}
	require.Equal(t, "task_reassigned", happened(t, c, evaluationtest.OfficeHead(), move))
	require.Equal(t, evaluation.TaskReassigned{TaskRef: task.Ref(), From: "hotline-clerk", To: "new-clerk", Reason: "has left"}, last(c, 0))
	requireAgenda(t, task, "reminder-1 2020-08-10T00:00:00", "overdue-1 2020-08-13T00:00:00", "escalation-1 2020-08-14T00:00:00")
	require.Len(t, c.Evaluation.MaterialsFor(task), 1, "what he supplied stays")

	again := evaluation.Command{Action: evaluation.Reassign, Task: task.ID, Reason: "let them see"}
	require.Equal(t, "task_reassigned", happened(t, c, evaluationtest.OfficeHead(), again))
	require.Equal(t, evaluation.StateOpen, task.State, "back to the candidates")
	require.Empty(t, task.Assignee)
	_, err := c.Try(evaluationtest.OfficeHead(), again)
	requireFault(t, err, fault.Conflict, "task_not_claimed")
	again.Reason = ""
	_, err = c.Try(evaluationtest.OfficeHead(), again)
	requireFault(t, err, fault.Invalid, "reason_required")
}

func TestASeatOfALeaverGoesToSomebodyWithoutOneOrStaysASeat(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	task := c.As(evaluationtest.HotlineHead()).On("work", "", "review").Task()
	try := func(p evaluation.PersonID) error {
		_, err := c.Try(evaluationtest.OfficeHead(), evaluation.Command{Action: evaluation.Reassign, Task: task.ID, Person: p, Reason: "has left"})
		return err
	}
	requireFault(t, try("office-head"), fault.Conflict, "person_has_seat")
	requireFault(t, try("hotline-clerk"), fault.Conflict, "person_without_role")
	requireFault(t, try(""), fault.Conflict, "task_assigned_personally")
	c.Evaluation.Members = append(c.Evaluation.Members, evaluation.Member{Person: "hotline-clerk", Role: "member"})
	require.NoError(t, try("hotline-clerk"))
	require.Equal(t, evaluation.PersonID("hotline-clerk"), task.Assignee)
	c.Finished()
}

func TestWhatALeaverHadDelegatedOrHadBeenDelegatedMovesToo(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	w := c.As(evaluationtest.HotlineHead()).On("work", "", "review").
		Does(evaluation.Command{Action: evaluation.Delegate, Person: "hotline-clerk"})
	move := evaluation.Command{Action: evaluation.Reassign, Task: w.Task().ID, Person: "hotline-head", Reason: "the delegate has left"}
	require.Equal(t, "task_reassigned", happened(t, c, evaluationtest.OfficeHead(), move), "even to its owner")
	require.Empty(t, w.Task().Owner)
	w.Approves()
}

func TestASignatureIsAskedOfSomebodyElse(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	c.As(evaluationtest.Director()).On("work", "", "review").Does(sign("office-clerk", evaluation.PlaceBeside))
	task := c.As(evaluationtest.OfficeClerk()).On("work", "", "review").Task()
	move := evaluation.Command{Action: evaluation.Reassign, Task: task.ID, Person: "hotline-clerk", Reason: "has left"}
	require.Equal(t, "task_reassigned", happened(t, c, evaluationtest.OfficeHead(), move), "he needs no role for that")
	move.Person = "office-head"
	_, err := c.Try(evaluationtest.OfficeHead(), move)
	requireFault(t, err, fault.Conflict, "person_has_seat")
	c.As(evaluationtest.HotlineClerk()).On("work", "", "review").Approves()
}
