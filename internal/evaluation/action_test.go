package evaluation_test

import (
	"fmt"
	"slices"
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

// What else is wrong with an action.
const (
	settled     = "conflict task_already_settled"
	notClaimed  = "conflict task_not_claimed"
	claimed     = "conflict task_already_claimed"
	personal    = "conflict task_assigned_personally"
	wrong       = "conflict wrong_decision"
	noSigner    = "conflict signer_missing"
	notAsked    = "conflict extension_missing"
	notOffered  = "conflict extension_not_offered"
	withoutRole = "conflict person_without_role"
)

func outcomes() []outcome {
	rows := append(whileOpen(), whileClaimed()...)
	rows = append(rows, whenSettled(evaluation.StateReturned)...)
	rows = append(rows, whenSettled(evaluation.StateCancelled)...)
	rows = append(rows, whenSettled(evaluation.StateExpired)...)
	for _, row := range whenSettled(evaluation.StateCompleted) {
		switch row.action { //nolint:exhaustive // the rest is as in the other settled states
		case evaluation.Withdraw:
			// Nothing came of a task that only pretends to be done; a round goes on.
			late := "conflict withdrawn_too_late"
			row.completing, row.deciding, row.all = late, late, "task_withdrawn; task_opened approve.6#1 claimed director"
		case evaluation.RemoveSigner:
			row.completing, row.deciding, row.all = noSigner, noSigner, noSigner
		}
		rows = append(rows, row)
	}
	return rows
}

func whileOpen() []outcome {
	s := evaluation.StateOpen
	same := func(a evaluation.Action, want string) outcome { return outcome{s, a, want, want, want} }
	return []outcome{
		{s, evaluation.Claim, "task_claimed", "task_claimed", personal},
		same(evaluation.Release, notClaimed), same(evaluation.Draft, notClaimed), same(evaluation.Complete, notClaimed),
		same(evaluation.Approve, notClaimed), same(evaluation.Return, notClaimed), same(evaluation.Supply, notClaimed),
		same(evaluation.TakeBack, notClaimed), same(evaluation.CheckMarks, notClaimed),
		same(evaluation.Comment, "commented"), same(evaluation.Withdraw, notClaimed),
		same(evaluation.Transfer, notClaimed), same(evaluation.Delegate, notClaimed), same(evaluation.HandBack, notClaimed),
		same(evaluation.AddSigner, notClaimed), same(evaluation.RemoveSigner, noSigner),
		same(evaluation.CopyTo, "task_copied"), same(evaluation.MarkRead, "task_read"), same(evaluation.Urge, "task_urged"),
		same(evaluation.SetPriority, "priority_set"), same(evaluation.AskExtension, notClaimed),
		{s, evaluation.GrantExtension, notAsked, notAsked, notAsked},
		{s, evaluation.RefuseExtension, notAsked, notAsked, notAsked},
		{s, evaluation.Recuse, "recused", "recused", "recused"},
		{s, evaluation.ImposeRecusal, "recused", "recused", "recused; task_cancelled"},
		{s, evaluation.Reassign, "task_reassigned", withoutRole, "conflict person_excluded"},
		{
			s, evaluation.Jump, "task_jumped; task_cancelled; task_opened review#1 open",
			"task_jumped; task_cancelled; task_opened submit#2 claimed hotline-clerk",
			"task_jumped; task_cancelled; task_cancelled; task_cancelled; task_cancelled; task_cancelled; " +
				"task_opened compile#2 claimed finance-officer",
		},
		{s, evaluation.Suspend, "task_suspended", "task_suspended", "task_suspended"},
		{s, evaluation.Resume, "conflict task_not_suspended", "conflict task_not_suspended", "conflict task_not_suspended"},
	}
}

func whileClaimed() []outcome {
	s := evaluation.StateClaimed
	same := func(a evaluation.Action, want string) outcome { return outcome{s, a, want, want, want} }
	return []outcome{
		same(evaluation.Claim, claimed),
		{s, evaluation.Release, "task_released", "task_released", personal},
		same(evaluation.Draft, ""),
		{s, evaluation.Complete, "task_completed as section; task_opened review#1 open", wrong, wrong},
		{s, evaluation.Approve, wrong, "task_approved as finance_office", "task_approved as chair"},
		{
			s, evaluation.Return, wrong, "task_returned to submit; task_opened submit#2 claimed hotline-clerk",
			"task_returned to compile; task_cancelled; task_cancelled; task_cancelled; task_cancelled; " +
				"task_opened compile#2 claimed finance-officer",
		},
		{s, evaluation.Supply, "material_supplied", "invalid material_not_asked", "invalid material_not_asked"},
		same(evaluation.TakeBack, "conflict nothing_to_take_back"), same(evaluation.CheckMarks, "conflict marks_not_asked"),
		same(evaluation.Comment, "commented"), same(evaluation.Withdraw, claimed),
		{s, evaluation.Transfer, "task_transferred", withoutRole, "conflict person_has_seat"},
		{s, evaluation.Delegate, "task_delegated", "task_delegated", "conflict person_has_seat"},
		same(evaluation.HandBack, "conflict task_not_delegated"),
		{
			s, evaluation.AddSigner, "signer_added; task_opened submit.1#1 claimed hotline-head",
			"signer_added; task_opened review.1#1 claimed hotline-head", "conflict person_has_seat",
		},
		same(evaluation.RemoveSigner, noSigner),
		same(evaluation.CopyTo, "task_copied"), same(evaluation.MarkRead, "task_read"), same(evaluation.Urge, "task_urged"),
		same(evaluation.SetPriority, "priority_set"), same(evaluation.AskExtension, notOffered),
		{s, evaluation.GrantExtension, notAsked, notAsked, notAsked},
		{s, evaluation.RefuseExtension, notAsked, notAsked, notAsked},
		{s, evaluation.Recuse, "recused; task_vacated", "recused; task_vacated", "recused; task_cancelled"},
		{s, evaluation.ImposeRecusal, "recused", "recused", "recused; task_cancelled"},
		{s, evaluation.Reassign, "task_reassigned", withoutRole, "conflict person_has_seat"},
		{
			s, evaluation.Jump, "task_jumped; task_cancelled; task_opened review#1 open",
			"task_jumped; task_cancelled; task_opened submit#2 claimed hotline-clerk",
			"task_jumped; task_cancelled; task_cancelled; task_cancelled; task_cancelled; task_cancelled; " +
				"task_opened compile#2 claimed finance-officer",
		},
		same(evaluation.Suspend, "task_suspended"),
		same(evaluation.Resume, "conflict task_not_suspended"),
	}
}

// whenSettled is what is left to do with a task that is over: to speak of it.
func whenSettled(s evaluation.TaskState) []outcome {
	var rows []outcome
	for _, a := range []evaluation.Action{
		evaluation.Claim, evaluation.Release, evaluation.Draft, evaluation.Complete, evaluation.Approve, evaluation.Return,
		evaluation.Supply, evaluation.TakeBack, evaluation.CheckMarks, evaluation.Withdraw, evaluation.Transfer, evaluation.Delegate, evaluation.HandBack, evaluation.AddSigner,
		evaluation.RemoveSigner, evaluation.Urge, evaluation.SetPriority, evaluation.AskExtension, evaluation.GrantExtension,
		evaluation.RefuseExtension, evaluation.Recuse, evaluation.ImposeRecusal, evaluation.Reassign, evaluation.Jump,
		evaluation.Suspend, evaluation.Resume,
	} {
		rows = append(rows, outcome{s, a, settled, settled, settled})
	}
	return append(rows,
		outcome{s, evaluation.Comment, "commented", "commented", "commented"},
		outcome{s, evaluation.CopyTo, "task_copied", "task_copied", "task_copied"},
		outcome{s, evaluation.MarkRead, "task_read", "task_read", "task_read"})
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
	c := evaluation.Command{
		Action: a, Task: t.ID, Submission: evaluationtest.Filled(step), Opinion: "agreed",
		Reason: "the score sheet does not add up", Text: "please look", Material: evaluationtest.Paper("score_sheet"),
		Person: "hotline-head", People: []evaluation.PersonID{"director"}, Place: evaluation.PlaceBeside,
		Until: t.DueOn.AddDays(2), Priority: evaluation.PriorityUrgent,
	}
	if sd, _ := def.Stage(t.Stage); a == evaluation.Jump {
		for _, o := range sd.Steps {
			if o.ID != t.Step && o.Effect == evaluation.EffectNone {
				c.To = o.ID
			}
		}
	}
	return c
}

// requireSameAnswer: the buttons of a page promise what Apply keeps. Only what
// is handed in, or whom it names, can still be wrong.
func requireSameAnswer(t evaluationtest.T, c *evaluationtest.Case, by evaluation.Actor, task *evaluation.Task, a evaluation.Action, err error) {
	t.Helper()
	for _, p := range evaluation.Actions(c.Facing(by, evaluation.Command{}), task.ID) {
		if p.Action != a {
			continue
		}
		require.Equal(t, "state:"+string(task.State), p.Rule)
		if !p.Allowed {
			require.Equal(t, fault.Conflict, fault.CodeOf(err))
			require.Equal(t, fault.ReasonOf(err), p.Reason)
			require.Equal(t, fault.As(err).Params, p.Params)
			return
		}
		require.Empty(t, p.Reason)
		require.True(t, fault.CodeOf(err) != fault.Conflict || ofTheInput(fault.ReasonOf(err)), "%s was promised: %v", a, err)
		return
	}
	require.Fail(t, "no permission for the action")
}

// ofTheInput tells whether an action was refused for what was handed in with it.
func ofTheInput(reason string) bool {
	return slices.Contains([]string{
		"person_without_role", "person_excluded", "person_has_seat", "too_many_signers", "copied_already", "urged_recently",
		"priority_unchanged", "jump_over_effect", "recused_already", "dossier_not_filed", "signer_missing",
		"task_not_claimed", "task_assigned_personally",
	}, reason)
}

func conclusion() evaluation.Submission {
	return evaluationtest.Fields("conclusion", "goals reached")
}

func compiled() evaluation.Submission {
	sub := evaluationtest.Fields("total", "97", "grade", evaluationtest.Grade)
	sub.Sheet = evaluationtest.Sheet()
	return sub
}
