package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

func TestATaskIsNotHandedInWithoutItsPapers(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check")
	w := c.As(evaluationtest.HotlineClerk()).On("self_check", "online-hall", "submit").Claims().Supplies("score_sheet")
	err := w.Tries(evaluation.Command{Action: evaluation.Complete, Submission: conclusion()})
	requireFault(t, err, fault.Invalid, "materials_missing")
	require.Equal(t, []fault.Field{{
		Name: "self_evaluation_report", Reason: "material_missing", Params: map[string]string{"title": "财政项目支出绩效自评报告"},
	}}, fault.As(err).Fields)
	w.Supplies("self_evaluation_report").Completes(conclusion())
}

func TestPapersOfAnotherItemDoNotCount(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check")
	c.As(evaluationtest.CoordinationClerk()).On("self_check", "terminals", "submit").Claims().Supplies()
	err := c.As(evaluationtest.HotlineClerk()).On("self_check", "online-hall", "submit").Claims().
		Tries(evaluation.Command{Action: evaluation.Complete, Submission: conclusion()})
	requireFault(t, err, fault.Invalid, "materials_missing")
}

func TestPapersOfAnotherStepDoNotCount(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("inspection")
	task := c.Live("inspection", "online-hall", "supply")
	require.NotEmpty(t, c.Evaluation.Materials)
	require.Empty(t, c.Evaluation.MaterialsFor(task))
}

func TestAnApprovalWaitsForItsPapersToo(t *testing.T) {
	t.Parallel()
	c, by, _ := atReview(t)
	c.Definition.Stages[1].Steps[1].Materials = []evaluation.MaterialKind{{ID: "opinion", Title: "Opinion"}}
	w := c.As(by).On("self_check", "online-hall", "review").Claims()
	requireFault(t, w.Tries(evaluation.Command{Action: evaluation.Approve}), fault.Invalid, "materials_missing")
	w.Supplies("opinion").Approves()
}

func TestANewerVersionNeverReplacesTheRecordOfTheOlder(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check").At("2020-08-06 10:00")
	w := c.As(evaluationtest.HotlineClerk()).On("self_check", "online-hall", "submit").Claims()
	w.Supplies("score_sheet", "score_sheet", "self_evaluation_report")
	own := c.Evaluation.MaterialsFor(w.Task())
	require.Len(t, own, 3)
	require.Equal(t, []int{1, 2, 1}, []int{own[0].Version, own[1].Version, own[2].Version})
	require.Equal(t, "e-2019:self_check:online-hall:submit:1:score_sheet:2", own[1].ID)
	require.Equal(t, w.Task().ID, own[1].Task)
	require.Equal(t, evaluation.ItemID("online-hall"), own[1].Item)
	require.Equal(t, evaluation.PersonID("hotline-clerk"), own[1].SuppliedBy)
	require.Equal(t, c.Now, own[1].SuppliedAt)
	require.Equal(t, evaluationtest.Paper("score_sheet").SHA256, own[1].SHA256)
}

func TestAfterAReturnOnlyWhatWasWrongIsSuppliedAnew(t *testing.T) {
	t.Parallel()
	c, reviewer, _ := atReview(t)
	c.As(reviewer).On("self_check", "online-hall", "review").Claims().Returns("the score sheet does not add up")
	again := c.As(evaluationtest.HotlineClerk()).On("self_check", "online-hall", "submit").Supplies("score_sheet")
	papers := c.Evaluation.MaterialsFor(again.Task())
	require.Len(t, papers, 3)
	require.Equal(t, "e-2019:self_check:online-hall:submit:2:score_sheet:2", papers[2].ID)
	again.Completes(conclusion())
	require.Equal(t, evaluation.StateCompleted, again.Task().State)
}

func TestOnlyPapersThatAreAskedForAreTaken(t *testing.T) {
	t.Parallel()
	c, by, task := atSubmit(t)
	_, err := evaluation.Apply(c.Situation(by), evaluation.Command{Action: evaluation.Supply, Task: task.ID, Material: evaluationtest.Paper("poem")})
	requireFault(t, err, fault.Invalid, "material_not_asked")
	require.Equal(t, map[string]string{"kind": "poem"}, fault.As(err).Params)
}

func TestWhoSuppliedWhatWhenIsNotTheirsToSay(t *testing.T) {
	t.Parallel()
	c, by, task := atSubmit(t)
	forged := evaluationtest.Paper("score_sheet")
	forged.ID, forged.Task, forged.Item, forged.Version = "mine", "other", "terminals", 99
	forged.SuppliedBy, forged.SuppliedAt = "director", c.Now.AddDate(-1, 0, 0)
	events, err := evaluation.Apply(c.Situation(by), evaluation.Command{Action: evaluation.Supply, Task: task.ID, Material: forged})
	require.NoError(t, err)
	v, ok := events[0].(evaluation.MaterialSupplied)
	require.True(t, ok)
	want := evaluationtest.Paper("score_sheet")
	want.ID, want.Task, want.Item, want.Version = string(task.ID)+":score_sheet:2", task.ID, "online-hall", 2
	want.SuppliedBy, want.SuppliedAt = by.Person, c.Now
	require.Equal(t, want, v.Material)
}
