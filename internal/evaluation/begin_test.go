package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

// withoutAgenda is a task as it opens; agendas have tests of their own.
func withoutAgenda(t *evaluation.Task) evaluation.Task {
	task := *t
	task.Agenda = nil
	return task
}

func TestATaskOpensWithEverythingItsCandidatesNeed(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check")
	stage := c.Evaluation.Stage("self_check")
	task := c.Live("self_check", "online-hall", "submit")
	require.Equal(t, evaluation.Task{
		ID: "e-2019:self_check:online-hall:submit:1", Stage: "self_check", Item: "online-hall", Step: "submit", Round: 1,
		Title: "网上办事大厅二期项目 · 提交自评报告和评分表", State: evaluation.StateOpen, Roles: []evaluation.RoleID{"section"},
		UnitID: evaluationtest.Unit, DepartmentID: "hotline",
		DueOn: stage.DueOn, DueAt: stage.DueAt, OpenedAt: c.Now, Version: 1,
	}, withoutAgenda(task))
}

func TestAStepOfTheWholeNamesNoDepartment(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check")
	c.As(evaluationtest.HotlineClerk()).On("self_check", "online-hall", "submit").Claims().Supplies().Completes(conclusion())
	review := c.Live("self_check", "online-hall", "review")
	require.Equal(t, "网上办事大厅二期项目 · 财务室审核", review.Title)
	require.Empty(t, review.DepartmentID)

	draft := evaluationtest.New(t).Running().Live("formation", evaluation.WholeItem, "draft_notice")
	require.Equal(t, "拟定成立通知", draft.Title)
	require.Equal(t, evaluation.TaskID("e-2019:formation::draft_notice:1"), draft.ID)
}

func TestWhereAllMustActEachHasATaskAtOnce(t *testing.T) {
	t.Parallel()
	c, by, task := atApprove(t)
	stage := c.Evaluation.Stage("roll_up")
	require.Equal(t, evaluation.Task{
		ID: "e-2019:roll_up::approve:1.1", Stage: "roll_up", Step: "approve", Round: 1, Seat: 1,
		Title: "领导小组审定", State: evaluation.StateClaimed, Roles: []evaluation.RoleID{"chair", "member"},
		UnitID: evaluationtest.Unit, Assignee: by.Person,
		DueOn: stage.DueOn, DueAt: stage.DueAt, OpenedAt: c.Now, ClaimedAt: c.Now, Version: 1,
	}, withoutAgenda(task))
}

func TestWhatComesBackIsItsDoersAtOnce(t *testing.T) {
	t.Parallel()
	c, reviewer, _ := atReview(t)
	c.As(reviewer).On("self_check", "online-hall", "review").Claims()
	c.At("2020-08-11 10:00").As(reviewer).On("self_check", "online-hall", "review").Returns("unsigned")
	back := c.Live("self_check", "online-hall", "submit")
	require.Equal(t, evaluation.TaskID("e-2019:self_check:online-hall:submit:2"), back.ID)
	require.Equal(t, evaluation.StateClaimed, back.State)
	require.Equal(t, evaluation.PersonID("hotline-clerk"), back.Assignee)
	require.Equal(t, c.Now, back.ClaimedAt)
	require.Equal(t, int64(1), back.Version)
}

func TestTheReceiversTaskIsHeldInTheReceivingUnit(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("filing")
	c.As(evaluationtest.FinanceOfficer()).On("filing", evaluation.WholeItem, "hand_in").Claims().Approves()
	require.Equal(t, evaluationtest.Receiver, c.Live("filing", evaluation.WholeItem, "acknowledge").UnitID)
}
