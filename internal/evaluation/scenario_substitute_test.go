package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

// Complaint 8: substitution. Its dates are not the core's to judge; that it
// shows as B for A is, and that the duties of both bind.

func TestWhatBDoesForAShowsBothAndLeavesTheTaskWithA(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	w := c.As(substitute()).On("work", "", "review").Approves()
	require.Equal(t, evaluation.PersonID("hotline-head"), w.Task().Assignee)
	require.Contains(t, history(c, "review"), "review.5#1 completed by hotline-deputy for hotline-head")
	require.Equal(t, evaluation.RoleID("member"), w.Task().DoneAs, "in A's role")
}

func TestWhatBClaimsForAIsAsTask(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check")
	w := c.As(substitute()).On("self_check", "online-hall", "submit").Claims()
	require.Equal(t, evaluation.PersonID("hotline-head"), w.Task().Assignee)
	require.Equal(t, evaluation.RelationAssignee, c.Situation(evaluationtest.HotlineHead()).RelationFor(w.Task(), evaluation.Complete))
}

func TestTheDutiesOfAAndOfBBindBoth(t *testing.T) {
	t.Parallel()
	const doer, own = "duty:not-doer-of:self_check.submit", "duty:not-department-of-item"
	c, _, review := atReview(t) // the hotline's clerk submitted it
	bForA := standIn(evaluationtest.HotlineClerk(), evaluationtest.FinanceOfficer())
	require.Equal(t, doer, c.Situation(bForA).Excluded(review), "B did it himself")
	aDidIt := standIn(evaluationtest.FinanceOfficer(), evaluationtest.HotlineClerk())
	require.Equal(t, doer, c.Situation(aDidIt).Excluded(review), "A did it")

	c.Opened("inspection")
	c.As(evaluationtest.HotlineClerk()).On("inspection", "online-hall", "supply").Claims().Supplies().Completes(evaluation.Submission{})
	inspect := c.Live("inspection", "online-hall", "inspect")
	require.Equal(t, own, c.Situation(standIn(evaluationtest.HotlineHead(), evaluationtest.Director())).Excluded(inspect), "B's own department")
	require.Equal(t, own, c.Situation(standIn(evaluationtest.OfficeHead(), evaluationtest.HotlineHead())).Excluded(inspect), "A's department")
	posted := standIn(colleague("somebody", "office"), evaluationtest.Director())
	posted.Own.Grants = []evaluation.Grant{{Role: "section", UnitID: evaluationtest.Unit, DepartmentID: "hotline"}}
	require.Equal(t, own, c.Situation(posted).Excluded(inspect), "B has a role there")
	posted.Own.Grants[0].UnitID = evaluationtest.OtherUnit
	require.Empty(t, c.Situation(posted).Excluded(inspect), "a department of that name elsewhere is another")
}

func TestNobodySpeaksTwiceInARound(t *testing.T) {
	t.Parallel()
	const once = "duty:one-person-one-seat"
	c := submitted(t, nil)
	seat := func(p evaluation.Actor) *evaluation.Task { return c.As(p).On("work", "", "review").Task() }
	hotline := seat(evaluationtest.HotlineHead())
	require.Equal(t, once, c.Situation(standIn(evaluationtest.OfficeHead(), evaluationtest.HotlineHead())).Excluded(hotline), "B has a seat of his own")
	require.Empty(t, c.Situation(evaluationtest.HotlineHead()).Excluded(hotline))

	// B has none: he speaks for one of the two he stands in for.
	deputy := substitute()
	c.As(deputy).On("work", "", "review").Approves()
	other := standIn(deputy, evaluationtest.SupervisionHead())
	require.Equal(t, once, c.Situation(other).Excluded(seat(evaluationtest.SupervisionHead())))
	require.Empty(t, c.Situation(evaluationtest.SupervisionHead()).Excluded(seat(evaluationtest.SupervisionHead())))

	// Nor does he give himself a seat afterwards.
	c.Evaluation.Members = append(c.Evaluation.Members, evaluation.Member{Person: deputy.Person, Role: "member"})
	require.Equal(t, once, c.Situation(evaluation.Actor{Person: deputy.Person}).Excluded(seat(evaluationtest.SupervisionHead())))
}

func TestTheRecusalOfAOrOfBBindsBoth(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	task := c.As(evaluationtest.HotlineHead()).On("work", "", "review").Task()
	_, err := c.Try(evaluationtest.Director(), evaluation.Command{
		Action: evaluation.ImposeRecusal, Task: task.ID, Person: "hotline-clerk", Reason: "a relative is the contractor",
	})
	require.NoError(t, err)
	require.Equal(t, "duty:recused", c.Situation(standIn(evaluationtest.HotlineClerk(), evaluationtest.HotlineHead())).Excluded(task))
	require.Empty(t, c.Situation(evaluationtest.HotlineHead()).Excluded(task))
}
