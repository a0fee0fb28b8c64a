package policy_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

// refusal asserts what somebody is told, and that the journal says the same.
// It gives the facts that go with it.
func refusal(t *testing.T, out evaluation.Outcome, err error, code fault.Code, reason, rule string) map[string]string {
	t.Helper()
	require.NoError(t, err)
	f := fault.As(out.Refusal)
	require.NotNil(t, f, "nothing was refused")
	require.Equal(t, []string{string(code), reason, rule}, []string{string(f.Code), f.Reason, f.Rule})
	require.Len(t, out.Events, 1)
	entry, ok := out.Events[0].(evaluation.AttemptRefused)
	require.True(t, ok)
	require.Equal(t, []string{string(code), reason, rule}, []string{entry.Code, entry.Reason, entry.Rule})
	require.Equal(t, rule, out.Rule)
	require.Regexp(t, "^[0-9a-f]{12}$", out.PolicyVersion)
	return f.Params
}

// unknownTask asserts that somebody learns nothing, and leaves no trace.
func unknownTask(t *testing.T, out evaluation.Outcome, err error) {
	t.Helper()
	require.ErrorIs(t, err, fault.New(fault.NotFound, "task_not_found", ""))
	require.Empty(t, out.Events)
	require.NoError(t, out.Refusal)
}

func TestWhoMayIsAllowedByRuleAndRole(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	d, err := w.policy.Authorize(w.seenBy(ann), evaluation.Claim, w.task("water", "submit"))
	require.NoError(t, err)
	require.Equal(t, policy.Decision{
		Allowed: true, Rule: "casbin:task/claim/candidate", Version: w.policy.Version(), Role: policy.Section,
	}, d)
}

func TestAPersonOfAnotherUnitLearnsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	task := w.task("water", "submit")
	other := holding(someone("otto"), policy.Section, stranger, "d1")
	other = holding(other, policy.UnitHead, stranger)
	for _, a := range evaluation.TaskActions() {
		out, err := w.try(other, a, task)
		unknownTask(t, out, err)
	}
	require.Nil(t, w.policy.Explain(w.seenBy(other), task))
	out, err := w.try(other, evaluation.Claim, "ev-1:no:such:task:1")
	unknownTask(t, out, err)
}

func TestNobodyAndTheSystemAreStrangers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	for _, person := range []evaluation.PersonID{"", evaluation.SystemPerson} {
		actor := holding(someone(person), policy.Section, unit, "d1")
		out, err := w.try(actor, evaluation.Claim, w.task("water", "submit"))
		unknownTask(t, out, err)
		_, err = w.policy.AuthorizeEvaluation(w.seenBy(actor), policy.Read)
		require.ErrorIs(t, err, fault.New(fault.NotFound, "evaluation_not_found", ""))
		_, err = w.policy.AuthorizeStart(holding(actor, policy.UnitOffice, unit), unit)
		require.ErrorIs(t, err, fault.New(fault.Forbidden, "not_your_unit", ""))
	}
}

func TestTheTaskDecidesInWhichDepartmentARoleCounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	out, err := w.try(rob, evaluation.Claim, w.task("water", "submit"))
	refusal(t, out, err, fault.Forbidden, "not_candidate", "casbin:task/claim/unit")
	w.do(rob, evaluation.Claim, w.task("road", "submit"))
}

func TestARoleThatIsTakenAwayCountsAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	task := w.task("water", "submit")
	w.do(ann, evaluation.Claim, task)
	moved := holding(someone("ann"), policy.UnitOffice, unit)
	for _, revoked := range []evaluation.Actor{someone("ann"), moved} {
		out, err := w.try(revoked, evaluation.Complete, task)
		refusal(t, out, err, fault.Forbidden, "role_missing", "casbin:task/complete/"+string(w.seenBy(revoked).Relation(w.state.Task(task))))
	}
	w.do(ann, evaluation.Complete, task) // as soon as it is given back
}

func TestTheLoserOfARaceHearsWhoWon(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	task := w.task("water", "submit")
	w.do(ann, evaluation.Claim, task)
	out, err := w.try(abe, evaluation.Claim, task)
	told := refusal(t, out, err, fault.Conflict, "task_already_claimed", "state:claimed")
	require.Equal(t, "ann", told["by"])

	out, err = w.try(abe, evaluation.Complete, task)
	told = refusal(t, out, err, fault.Forbidden, "not_assignee", "assignment:assignee-only")
	require.Equal(t, "ann", told["by"])
	require.Equal(t, "2026-03-02T04:02:00Z", told["at"])
}

func TestWhoSettledATaskHearsThatItIsSettled(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	task := w.task("water", "submit")
	w.take(ann, evaluation.Complete, task)
	out, err := w.try(ann, evaluation.Complete, task)
	told := refusal(t, out, err, fault.Conflict, "task_already_settled", "state:completed")
	require.Equal(t, "ann", told["by"])
	out, err = w.try(abe, evaluation.Claim, task)
	refusal(t, out, err, fault.Conflict, "task_already_settled", "state:completed")
}

func TestATaskMustBeClaimedBeforeItIsDone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	out, err := w.try(ann, evaluation.Complete, w.task("water", "submit"))
	told := refusal(t, out, err, fault.Forbidden, "not_assignee", "assignment:assignee-only")
	require.Empty(t, told)
}

func TestWrongInputLeavesNoTrace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	task := w.task("water", "submit")
	for _, c := range []struct {
		command evaluation.Command
		reason  string
	}{
		{evaluation.Command{Action: evaluation.Comment, Task: task}, "text_required"},
		{evaluation.Command{Action: "fly", Task: task}, "unknown_action"},
		{evaluation.Command{Action: policy.Read, Task: task}, "unknown_action"},
		{evaluation.Command{Action: policy.Start, Task: task}, "unknown_action"},
	} {
		out, err := w.policy.Decide(w.seenBy(ann), c.command)
		require.ErrorIs(t, err, fault.New(fault.Invalid, c.reason, ""))
		require.Empty(t, fault.As(err).Rule, "no rule refused it")
		require.Empty(t, out)
	}
}

func TestTheSystemsOwnTasksAreNobodysToDo(t *testing.T) {
	t.Parallel()
	w := filing(t)
	deliver := w.task("", "deliver")
	for _, a := range evaluation.TaskActions() {
		d, err := w.policy.Authorize(w.seenBy(bob), a, deliver)
		require.ErrorIs(t, err, fault.New(fault.NotFound, "task_not_found", ""))
		require.False(t, d.Allowed)
	}
	require.Nil(t, w.policy.Explain(w.seenBy(bob), deliver))
	_, err := w.policy.Authorize(w.seenBy(bob), policy.Read, deliver)
	require.NoError(t, err)
}

func TestTheReceiverHasItsOwnTaskAndSeesNoOther(t *testing.T) {
	t.Parallel()
	w := filing(t)
	_, err := w.policy.AuthorizeEvaluation(w.seenBy(kate), policy.Read)
	require.ErrorIs(t, err, fault.New(fault.NotFound, "evaluation_not_found", ""), "before it is filed")

	deliver, err := evaluation.File(w.filed(), w.task("", "deliver"))
	require.NoError(t, err)
	w.fold(evaluation.System(), deliver...)
	_, err = w.policy.AuthorizeEvaluation(w.seenBy(kate), policy.Read)
	require.NoError(t, err)
	out, err := w.try(kate, evaluation.Comment, w.task("", "compile"))
	unknownTask(t, out, err)

	receive := w.task("", "acknowledge")
	w.do(kate, evaluation.Claim, receive)
	cashier := holding(someone("lars"), policy.FinanceOffice, receiver)
	out, err = w.try(cashier, evaluation.Claim, receive)
	refusal(t, out, err, fault.Forbidden, "not_candidate", "casbin:task/claim/receiver")
	out, err = w.try(bob, evaluation.Claim, receive)
	refusal(t, out, err, fault.Forbidden, "not_candidate", "casbin:task/claim/unit")
}

func TestOnlyTheOfficeOrTheHeadOfAUnitStartsItsEvaluation(t *testing.T) {
	t.Parallel()
	p := newPolicy(t)
	for _, role := range policy.GrantableRoles() {
		d, err := p.AuthorizeStart(holding(someone("me"), role, unit), unit)
		require.Equal(t, role == policy.UnitOffice || role == policy.UnitHead, d.Allowed, role)
		require.Equal(t, d.Allowed, err == nil)
	}
	_, err := p.AuthorizeStart(holding(someone("me"), policy.UnitHead, unit), stranger)
	require.ErrorIs(t, err, fault.New(fault.Forbidden, "not_your_unit", ""))
	_, err = p.AuthorizeStart(holding(someone("me"), policy.UnitHead, ""), "")
	require.ErrorIs(t, err, fault.New(fault.Forbidden, "not_your_unit", ""), "no unit is nobody's unit")
}

// Where Casbin's file gives too much, what is the assignee's stays so.
func TestPersonalAssignmentDoesNotDependOnTheFile(t *testing.T) {
	t.Parallel()
	model, rules := policy.Shipped()
	for _, a := range []evaluation.Action{
		evaluation.Release, evaluation.Draft, evaluation.Complete, evaluation.Approve, evaluation.Return, evaluation.Supply,
	} {
		generous, err := policy.Build(model, rules+"p, participant, task, "+string(a)+", candidate\np, participant, task, "+string(a)+", unit\n")
		require.NoError(t, err)
		for _, rel := range []evaluation.Relation{evaluation.RelationCandidate, evaluation.RelationUnit} {
			d, err := generous.Authorize(standing(t, policy.FinanceOffice, rel), a, "task")
			require.ErrorIs(t, err, fault.New(fault.Forbidden, "not_assignee", ""))
			require.False(t, d.Allowed)
		}
	}
}

// Whether somebody is a stranger is asked only of whom no rule lets in.
func TestTheFileMayLetTheReceiverReadTasks(t *testing.T) {
	t.Parallel()
	model, rules := policy.Shipped()
	open, err := policy.Build(model, rules+"p, bureau, task, read, receiver\n")
	require.NoError(t, err)
	s := standing(t, policy.Bureau, evaluation.RelationReceiver)
	_, err = open.Authorize(s, policy.Read, "task")
	require.NoError(t, err)
	_, err = open.Authorize(s, evaluation.Claim, "task")
	require.ErrorIs(t, err, fault.New(fault.NotFound, "task_not_found", ""))
}

func TestMaterialsOfATaskThatThereIsNotAreNotFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.policy.AuthorizeObject(w.seenBy(bob), policy.ObjectMaterial, policy.Read, "ev-1:no:such:task:1")
	require.ErrorIs(t, err, fault.New(fault.NotFound, "task_not_found", ""))
}
