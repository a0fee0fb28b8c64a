package policy_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

// inspection is the moment at which both projects wait to be inspected; ann
// and rob handed in the self-checks of theirs.
func inspection(t testing.TB) *world {
	t.Helper()
	w := newWorld(t)
	w.open("self_check")
	w.take(ann, evaluation.Complete, w.task("water", "submit"))
	w.take(rob, evaluation.Complete, w.task("road", "submit"))
	for _, item := range []evaluation.ItemID{"water", "road"} {
		w.take(bob, evaluation.Approve, w.task(item, "review"))
	}
	w.settle("self_check")
	w.open("inspection")
	w.take(abe, evaluation.Complete, w.task("water", "supply"))
	w.take(rob, evaluation.Complete, w.task("road", "supply"))
	return w
}

// filing is the moment at which the system has to deliver the dossier.
func filing(t testing.TB) *world {
	t.Helper()
	w := inspection(t)
	w.take(carl, evaluation.Approve, w.task("water", "inspect"))
	w.take(emma, evaluation.Approve, w.task("road", "inspect"))
	w.settle("inspection")
	w.open("roll_up")
	w.take(bob, evaluation.Complete, w.task("", "compile"))
	for _, member := range []evaluation.Actor{carl, dora, emma} {
		w.do(member, evaluation.Approve, w.task("", "approve", member.Person))
	}
	w.settle("roll_up")
	w.open("filing")
	w.take(bob, evaluation.Complete, w.task("", "hand_in"))
	return w
}

// filed is what the system sees when the dossier is sealed.
func (w *world) filed() *evaluation.Situation {
	w.state.Dossier = &evaluation.Dossier{Digest: "d"}
	return w.seenBy(evaluation.System())
}

const notSubmitter = "duty:not-doer-of:self_check.submit"

func TestWhoHandedInDoesNotReview(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	both := holding(ann, policy.FinanceOffice, unit)
	w.take(both, evaluation.Complete, w.task("water", "submit"))
	out, err := w.try(both, evaluation.Claim, w.task("water", "review"))
	refusal(t, out, err, fault.Forbidden, "duty_conflict", notSubmitter)
	w.do(both, evaluation.Comment, w.task("water", "review")) // a remark is free
	w.take(rob, evaluation.Complete, w.task("road", "submit"))
	w.do(both, evaluation.Claim, w.task("road", "review")) // of another item
}

func TestWhoHandedInDoesNotInspectInALaterStage(t *testing.T) {
	t.Parallel()
	w := inspection(t)
	w.state.Members = append(w.state.Members, evaluation.Member{Person: "ann", Role: policy.Member, Since: noon})
	moved := someone("ann") // has left the section since
	out, err := w.try(moved, evaluation.Claim, w.task("water", "inspect"))
	refusal(t, out, err, fault.Forbidden, "duty_conflict", notSubmitter)
}

func TestADutyBindsWhoActsForAnotherAndForWhomOneActs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	forAnn := abe
	forAnn.OnBehalfOf = "ann"
	w.take(forAnn, evaluation.Complete, w.task("water", "submit"))
	review := w.task("water", "review")

	reviewer := holding(someone("bea"), policy.FinanceOffice, unit)
	for _, excluded := range []evaluation.Actor{
		holding(someone("abe"), policy.FinanceOffice, unit), // did it
		holding(someone("ann"), policy.FinanceOffice, unit), // it was done for
		{Person: "bea", OnBehalfOf: "ann", Grants: reviewer.Grants},
		{Person: "bea", OnBehalfOf: "abe", Grants: reviewer.Grants},
	} {
		out, err := w.try(excluded, evaluation.Claim, review)
		refusal(t, out, err, fault.Forbidden, "duty_conflict", notSubmitter)
	}
	w.take(reviewer, evaluation.Approve, review)
}

func TestNobodyInspectsTheirOwnDepartment(t *testing.T) {
	t.Parallel()
	w := inspection(t)
	ofWater := evaluation.Actor{Person: "carl", UnitID: unit, DepartmentID: "d1"}
	helpsOut := holding(evaluation.Actor{Person: "carl", UnitID: unit, DepartmentID: "office"}, policy.Section, unit, "d1")
	for _, a := range []evaluation.Actor{ofWater, helpsOut} {
		out, err := w.try(a, evaluation.Claim, w.task("water", "inspect"))
		refusal(t, out, err, fault.Forbidden, "duty_conflict", "duty:not-department-of-item")
	}
	w.do(ofWater, evaluation.Claim, w.task("road", "inspect"))
	elsewhere := holding(someone("emma"), policy.Section, stranger, "d1") // another unit's d1
	w.do(elsewhere, evaluation.Claim, w.task("water", "inspect"))
}

func TestAnItemOfNoDepartmentIsNobodysOwn(t *testing.T) {
	t.Parallel()
	w := inspection(t)
	w.state.Items[0].DepartmentID = ""
	w.do(holding(carl, policy.UnitHead, unit), evaluation.Claim, w.task("water", "inspect"))
}

func TestWhoMayNoLongerDoATaskCanOnlyGiveItBack(t *testing.T) {
	t.Parallel()
	w := inspection(t)
	task := w.task("water", "inspect")
	w.do(carl, evaluation.Claim, task)
	moved := evaluation.Actor{Person: "carl", UnitID: unit, DepartmentID: "d1"} // to the section, meanwhile
	for _, a := range []evaluation.Action{evaluation.Claim, evaluation.Draft, evaluation.Complete, evaluation.Approve, evaluation.Return, evaluation.Supply} {
		out, err := w.try(moved, a, task)
		refusal(t, out, err, fault.Forbidden, "duty_conflict", "duty:not-department-of-item")
	}
	w.do(moved, evaluation.Release, task)
	w.take(emma, evaluation.Approve, task)
}

func TestADutyIsToldBeforeTheAssignment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	both := holding(ann, policy.FinanceOffice, unit)
	w.take(both, evaluation.Complete, w.task("water", "submit"))
	review := w.task("water", "review")
	w.do(bob, evaluation.Claim, review)
	out, err := w.try(both, evaluation.Approve, review)
	refusal(t, out, err, fault.Forbidden, "duty_conflict", notSubmitter)
	require.Equal(t, evaluation.PersonID("bob"), w.state.Task(review).Assignee)
}
