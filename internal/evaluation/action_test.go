package evaluation_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// outcome is what an action on a task in a state leads to: on a task that is
// completed, on one that is approved or returned, and on one of the tasks of
// a step that all must approve.
type outcome struct {
	state                     evaluation.TaskState
	action                    evaluation.Action
	completing, deciding, all string
}

// A settled task can only be commented on.
const settled = "conflict task_already_settled"

func outcomes() []outcome {
	const (
		notClaimed = "conflict task_not_claimed"
		claimed    = "conflict task_already_claimed"
		personal   = "conflict task_assigned_personally"
		wrong      = "conflict wrong_decision"
		notAsked   = "invalid material_not_asked"
		nothing    = ""
	)
	return []outcome{
		{evaluation.StateOpen, evaluation.Claim, "task_claimed", "task_claimed", personal},
		{evaluation.StateOpen, evaluation.Release, notClaimed, notClaimed, notClaimed},
		{evaluation.StateOpen, evaluation.Draft, notClaimed, notClaimed, notClaimed},
		{evaluation.StateOpen, evaluation.Complete, notClaimed, notClaimed, notClaimed},
		{evaluation.StateOpen, evaluation.Approve, notClaimed, notClaimed, notClaimed},
		{evaluation.StateOpen, evaluation.Return, notClaimed, notClaimed, notClaimed},
		{evaluation.StateOpen, evaluation.Supply, notClaimed, notClaimed, notClaimed},
		{evaluation.StateOpen, evaluation.Comment, "commented", "commented", "commented"},

		{evaluation.StateClaimed, evaluation.Claim, claimed, claimed, claimed},
		{evaluation.StateClaimed, evaluation.Release, "task_released", "task_released", personal},
		{evaluation.StateClaimed, evaluation.Draft, nothing, nothing, nothing},
		{evaluation.StateClaimed, evaluation.Complete, "task_completed as section; task_opened review#1 open", wrong, wrong},
		{evaluation.StateClaimed, evaluation.Approve, wrong, "task_approved as finance_office", "task_approved as chair"},
		{
			evaluation.StateClaimed, evaluation.Return, wrong,
			"task_returned to submit; task_opened submit#2 claimed hotline-clerk",
			"task_returned to compile; task_cancelled; task_cancelled; task_cancelled; task_cancelled; " +
				"task_opened compile#2 claimed finance-officer",
		},
		{evaluation.StateClaimed, evaluation.Supply, "material_supplied", notAsked, notAsked},
		{evaluation.StateClaimed, evaluation.Comment, "commented", "commented", "commented"},

		{evaluation.StateCompleted, evaluation.Claim, settled, settled, settled},
		{evaluation.StateCompleted, evaluation.Release, settled, settled, settled},
		{evaluation.StateCompleted, evaluation.Draft, settled, settled, settled},
		{evaluation.StateCompleted, evaluation.Complete, settled, settled, settled},
		{evaluation.StateCompleted, evaluation.Approve, settled, settled, settled},
		{evaluation.StateCompleted, evaluation.Return, settled, settled, settled},
		{evaluation.StateCompleted, evaluation.Supply, settled, settled, settled},
		{evaluation.StateCompleted, evaluation.Comment, "commented", "commented", "commented"},

		{evaluation.StateReturned, evaluation.Claim, settled, settled, settled},
		{evaluation.StateReturned, evaluation.Release, settled, settled, settled},
		{evaluation.StateReturned, evaluation.Draft, settled, settled, settled},
		{evaluation.StateReturned, evaluation.Complete, settled, settled, settled},
		{evaluation.StateReturned, evaluation.Approve, settled, settled, settled},
		{evaluation.StateReturned, evaluation.Return, settled, settled, settled},
		{evaluation.StateReturned, evaluation.Supply, settled, settled, settled},
		{evaluation.StateReturned, evaluation.Comment, "commented", "commented", "commented"},

		{evaluation.StateCancelled, evaluation.Claim, settled, settled, settled},
		{evaluation.StateCancelled, evaluation.Release, settled, settled, settled},
		{evaluation.StateCancelled, evaluation.Draft, settled, settled, settled},
		{evaluation.StateCancelled, evaluation.Complete, settled, settled, settled},
		{evaluation.StateCancelled, evaluation.Approve, settled, settled, settled},
		{evaluation.StateCancelled, evaluation.Return, settled, settled, settled},
		{evaluation.StateCancelled, evaluation.Supply, settled, settled, settled},
		{evaluation.StateCancelled, evaluation.Comment, "commented", "commented", "commented"},
	}
}

func TestEveryActionInEveryState(t *testing.T) {
	t.Parallel()
	for _, row := range outcomes() {
		for _, kind := range kinds() {
			t.Run(fmt.Sprintf("%s/%s/%s", row.state, row.action, kind.name), func(t *testing.T) {
				t.Parallel()
				c, by, task := kind.reach(t)
				pretend(task, row.state, by.Person, c.Now)
				events, err := evaluation.Apply(c.Situation(by), everything(row.action, task, c.Definition))
				require.Equal(t, kind.want(row), tell(events, err))
				requireSameAnswer(t, c, by, task, row.action, err)
			})
		}
	}
}

func TestEveryPairOfStateAndActionHasOneOutcome(t *testing.T) {
	t.Parallel()
	found := map[string]int{}
	for _, row := range outcomes() {
		found[string(row.state)+" "+string(row.action)]++
	}
	for _, state := range evaluation.TaskStates() {
		for _, action := range evaluation.TaskActions() {
			require.Equal(t, 1, found[string(state)+" "+string(action)], "%s in state %s", action, state)
		}
	}
	require.Len(t, outcomes(), len(evaluation.TaskStates())*len(evaluation.TaskActions()))
}

// kind is a kind of step that tells the actions apart.
type kind struct {
	name  string
	want  func(outcome) string
	reach func(*testing.T) (*evaluationtest.Case, evaluation.Actor, *evaluation.Task)
}

func kinds() []kind {
	return []kind{
		{"completing", func(o outcome) string { return o.completing }, atSubmit},
		{"deciding", func(o outcome) string { return o.deciding }, atReview},
		{"all", func(o outcome) string { return o.all }, atApprove},
	}
}

func atSubmit(t *testing.T) (*evaluationtest.Case, evaluation.Actor, *evaluation.Task) {
	c := evaluationtest.New(t).Running().Opened("self_check")
	c.As(evaluationtest.HotlineClerk()).On("self_check", "online-hall", "submit").Claims().Supplies()
	return c, evaluationtest.HotlineClerk(), c.Live("self_check", "online-hall", "submit")
}

func atReview(t *testing.T) (*evaluationtest.Case, evaluation.Actor, *evaluation.Task) {
	c, by, _ := atSubmit(t)
	c.As(by).On("self_check", "online-hall", "submit").Completes(conclusion())
	return c, evaluationtest.FinanceOfficer(), c.Live("self_check", "online-hall", "review")
}

func atApprove(t *testing.T) (*evaluationtest.Case, evaluation.Actor, *evaluation.Task) {
	c := evaluationtest.New(t).Running().Opened("roll_up")
	c.As(evaluationtest.FinanceOfficer()).On("roll_up", evaluation.WholeItem, "compile").Claims().Completes(compiled())
	return c, evaluationtest.Director(), c.Live("roll_up", evaluation.WholeItem, "approve")
}

// pretend puts a task into a state, as if somebody had.
func pretend(t *evaluation.Task, state evaluation.TaskState, by evaluation.PersonID, at time.Time) {
	t.State, t.Assignee, t.ClaimedAt = state, "", time.Time{}
	if state != evaluation.StateOpen {
		t.Assignee, t.ClaimedAt = by, at
	}
	if !state.Live() {
		t.DoneBy, t.SettledAt = by, at
	}
}

// everything is a command with all that any action could ask for.
func everything(a evaluation.Action, t *evaluation.Task, def *evaluation.Definition) evaluation.Command {
	step, _ := def.Step(t.Stage, t.Step)
	return evaluation.Command{
		Action: a, Task: t.ID, Submission: evaluationtest.Filled(step), Opinion: "agreed",
		Reason: "the score sheet does not add up", Text: "please look", Material: evaluationtest.Paper("score_sheet"),
	}
}

// requireSameAnswer: the buttons of a page promise what Apply keeps. Only what
// is handed in can still be wrong.
func requireSameAnswer(t *testing.T, c *evaluationtest.Case, by evaluation.Actor, task *evaluation.Task, a evaluation.Action, err error) {
	t.Helper()
	for _, p := range evaluation.Actions(c.Situation(by), task.ID) {
		if p.Action != a {
			continue
		}
		require.Equal(t, "state:"+string(task.State), p.Rule)
		if fault.CodeOf(err) == fault.Conflict {
			require.False(t, p.Allowed)
			require.Equal(t, fault.ReasonOf(err), p.Reason)
			require.Equal(t, fault.As(err).Params, p.Params)
			return
		}
		require.True(t, p.Allowed)
		require.Empty(t, p.Reason)
		return
	}
	require.Fail(t, "no permission for the action")
}

func conclusion() evaluation.Submission {
	return evaluationtest.Fields("conclusion", "goals reached")
}

func compiled() evaluation.Submission {
	sub := evaluationtest.Fields("total", "97", "grade", evaluationtest.Grade)
	sub.Sheet = evaluationtest.Sheet()
	return sub
}
