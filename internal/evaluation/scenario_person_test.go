package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// Complaint 3: somebody else completes a task, and history names the wrong
// person. Policy asks RelationFor who somebody is to a task.

func TestOnlyItsHolderIsTheAssigneeOfATask(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	seat := c.As(evaluationtest.HotlineHead()).On("work", "", "review").Task()
	for name, row := range map[string]struct {
		by   evaluation.Actor
		want evaluation.Relation
	}{
		"its holder":                       {evaluationtest.HotlineHead(), evaluation.RelationAssignee},
		"who acts for its holder":          {substitute(), evaluation.RelationAssignee},
		"another member":                   {evaluationtest.Director(), evaluation.RelationCandidate},
		"a colleague":                      {evaluationtest.HotlineClerk(), evaluation.RelationUnit},
		"a stranger with every role":       {evaluationtest.Stranger(), evaluation.RelationNone},
		"who acts for a member, not of it": {standIn(evaluationtest.HotlineClerk(), evaluationtest.SupervisionHead()), evaluation.RelationCandidate},
	} {
		s := c.Situation(row.by)
		for _, a := range []evaluation.Action{evaluation.Complete, evaluation.Approve, evaluation.Return, evaluation.Release, evaluation.Transfer} {
			require.Equal(t, row.want, s.RelationFor(seat, a), name)
		}
	}
}

func TestHistoryNamesWhoDidItAfterATaskHasGoneFromHandToHand(t *testing.T) {
	t.Parallel()
	c := working(t, nil)
	c.People = append(c.People, colleague("second-officer", "finance", "finance_office"))
	second := c.People[len(c.People)-1]
	w := c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims()
	w.Does(evaluation.Command{Action: evaluation.Transfer, Person: "second-officer", Reason: "on leave"})
	require.Equal(t, evaluation.TaskTransferred{TaskRef: w.Task().Ref(), From: "finance-officer", To: "second-officer", Reason: "on leave"}, last(c, 0))
	require.Equal(t, evaluation.RelationCandidate, c.Situation(evaluationtest.FinanceOfficer()).RelationFor(w.Task(), evaluation.Complete),
		"it is his no longer")
	c.As(second).On("work", "", "submit").Completes(evaluation.Submission{})
	require.Equal(t, []string{"submit#1 completed by second-officer"}, history(c, "submit"))
	require.Equal(t, evaluation.RelationDoer, c.Situation(second).RelationFor(w.Task(), evaluation.Withdraw))
	require.NotEqual(t, evaluation.RelationDoer, c.Situation(evaluationtest.FinanceOfficer()).RelationFor(w.Task(), evaluation.Withdraw))
}

func TestATaskIsGivenOnlyToSomebodyWhoMayHaveIt(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	w := c.As(evaluationtest.Director()).On("work", "", "review")
	give := func(p evaluation.PersonID) error {
		return w.Tries(evaluation.Command{Action: evaluation.Transfer, Person: p})
	}
	requireFault(t, give("nobody"), fault.Invalid, "person_unknown")
	requireFault(t, give("bureau-clerk"), fault.Invalid, "person_unknown")
	requireFault(t, give(evaluation.SystemPerson), fault.Invalid, "person_unknown")
	requireFault(t, give("director"), fault.Invalid, "person_same")
	requireFault(t, give("hotline-clerk"), fault.Conflict, "person_without_role")
	requireFault(t, give("hotline-head"), fault.Conflict, "person_has_seat")
}

func TestADelegatedTaskComesBackAndIsSettledByItsOwner(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	w := c.As(evaluationtest.HotlineHead()).On("work", "", "review")
	w.Does(evaluation.Command{Action: evaluation.Delegate, Person: "hotline-clerk", Reason: "knows the figures"})
	task := w.Task()
	require.Equal(t, evaluation.PersonID("hotline-head"), task.Owner)
	require.Equal(t, evaluation.RelationInvited, c.Situation(evaluationtest.HotlineClerk()).RelationFor(task, evaluation.Draft))
	for _, a := range []evaluation.Action{evaluation.Approve, evaluation.Return, evaluation.Transfer, evaluation.Delegate, evaluation.AddSigner} {
		_, err := c.Try(evaluationtest.HotlineClerk(), everything(a, task, c.Definition))
		requireFault(t, err, fault.Conflict, "task_delegated")
		require.Equal(t, "hotline-clerk", fault.As(err).Params["by"])
	}
	_, err := c.Try(evaluationtest.SupervisionHead(), evaluation.Command{Action: evaluation.HandBack, Task: task.ID})
	requireFault(t, err, fault.Conflict, "task_delegated")

	back := evaluation.Command{Action: evaluation.HandBack, Task: task.ID, Opinion: "the figures are right"}
	require.Equal(t, "task_handed_back", happened(t, c, evaluationtest.HotlineClerk(), back))
	require.Equal(t, evaluation.PersonID("hotline-head"), task.Assignee)
	require.Empty(t, task.Owner)
	_, err = c.Try(evaluationtest.HotlineClerk(), back)
	requireFault(t, err, fault.Conflict, "task_not_delegated")
	c.As(evaluationtest.HotlineHead()).On("work", "", "review").Approves()
	require.Contains(t, history(c, "review"), "review.5#1 completed by hotline-head")
}

func TestAnOwnerCallsADelegatedTaskBack(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	w := c.As(evaluationtest.HotlineHead()).On("work", "", "review")
	w.Does(evaluation.Command{Action: evaluation.Delegate, Person: "hotline-clerk"})
	w.Does(evaluation.Command{Action: evaluation.HandBack})
	require.Equal(t, evaluation.TaskHandedBack{TaskRef: w.Task().Ref(), To: "hotline-head"}, last(c, 0))
	w.Approves()
}

func TestADelegateNeedsNoRoleButNoDutyMayKeepHimAway(t *testing.T) {
	t.Parallel()
	c, by, task := atReview(t)
	c.As(by).On("self_check", "online-hall", "review").Claims()
	give := func(p evaluation.PersonID) error {
		_, err := c.Try(by, evaluation.Command{Action: evaluation.Delegate, Task: task.ID, Person: p})
		return err
	}
	requireFault(t, give("stranger"), fault.Invalid, "person_unknown")
	requireFault(t, give(by.Person), fault.Invalid, "person_same")
	requireFault(t, give("hotline-clerk"), fault.Conflict, "person_excluded")
	require.NoError(t, give("office-clerk"))
	requireFault(t, give("director"), fault.Conflict, "task_delegated")
}

// colleague is somebody more who works in the unit.
func colleague(p evaluation.PersonID, department string, held ...evaluation.RoleID) evaluation.Actor {
	a := evaluation.Actor{Person: p, UnitID: evaluationtest.Unit, DepartmentID: department}
	for _, role := range held {
		a.Grants = append(a.Grants, evaluation.Grant{Role: role, UnitID: evaluationtest.Unit, DepartmentID: department})
	}
	return a
}
