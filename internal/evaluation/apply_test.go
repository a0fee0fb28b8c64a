package evaluation_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

func TestTheLoserOfAClaimLearnsWhoWonAndWhen(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check").At("2020-08-06 10:00")
	c.As(evaluationtest.HotlineClerk()).On("self_check", "online-hall", "submit").Claims()
	err := c.As(evaluationtest.HotlineHead()).On("self_check", "online-hall", "submit").Tries(evaluation.Command{Action: evaluation.Claim})
	requireFault(t, err, fault.Conflict, "task_already_claimed")
	require.Equal(t, map[string]string{"by": "hotline-clerk", "at": "2020-08-06T02:00:00Z"}, fault.As(err).Params)
}

func TestASettledTaskTellsWhoSettledItAndWhen(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check").At("2020-08-06 10:00")
	w := c.As(evaluationtest.HotlineClerk()).On("self_check", "online-hall", "submit").Claims().Supplies().Completes(conclusion())
	err := w.Tries(evaluation.Command{Action: evaluation.Release})
	requireFault(t, err, fault.Conflict, "task_already_settled")
	require.Equal(t, map[string]string{"by": "hotline-clerk", "at": "2020-08-06T02:00:00Z"}, fault.As(err).Params)
}

func TestOnlyTasksForPeopleCanBeActedOn(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running()
	s := c.Situation(evaluationtest.OfficeHead())
	_, err := evaluation.Apply(s, evaluation.Command{Action: evaluation.Claim, Task: "nowhere"})
	requireFault(t, err, fault.NotFound, "task_not_found")
	require.Nil(t, evaluation.Actions(s, "nowhere"))

	task := &c.Evaluation.Tasks[0]
	task.Effect = evaluation.EffectSeal
	_, err = evaluation.Apply(s, evaluation.Command{Action: evaluation.Claim, Task: task.ID})
	requireFault(t, err, fault.NotFound, "task_not_found")
	require.Nil(t, evaluation.Actions(s, task.ID))
}

func TestAnActionOutsideTheVocabularyIsInvalid(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running()
	_, err := evaluation.Apply(c.Situation(evaluationtest.OfficeHead()), evaluation.Command{Action: "erase", Task: c.Evaluation.Tasks[0].ID})
	requireFault(t, err, fault.Invalid, "unknown_action")
}

func TestAStepThatTheDefinitionLostIsOurFault(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running()
	c.Definition.Stages[0].Steps = nil
	_, err := evaluation.Apply(c.Situation(evaluationtest.OfficeHead()), evaluation.Command{Action: evaluation.Claim, Task: c.Evaluation.Tasks[0].ID})
	requireFault(t, err, fault.Internal, "step_missing")
}

func TestAFinishedEvaluationCanOnlyBeSpokenOf(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Finished()
	task := c.Evaluation.Tasks[0].ID
	for _, action := range evaluation.TaskActions() {
		events, err := evaluation.Apply(c.Situation(evaluationtest.OfficeHead()), evaluation.Command{
			Action: action, Task: task, Text: "well done", People: []evaluation.PersonID{"director"},
		})
		want := map[evaluation.Action]string{
			evaluation.Comment: "commented", evaluation.CopyTo: "task_copied", evaluation.MarkRead: "task_read",
		}[action]
		if want == "" {
			want = "conflict evaluation_finished"
		}
		require.Equal(t, want, tell(events, err), action)
	}
}

func TestTheMatterGoesOnWhenTheLastOfAllHasApproved(t *testing.T) {
	t.Parallel()
	c, _, _ := atApprove(t)
	group := []evaluation.Actor{
		evaluationtest.Director(), evaluationtest.OfficeHead(), evaluationtest.SupervisionHead(),
		evaluationtest.CoordinationHead(), evaluationtest.HotlineHead(),
	}
	for i, p := range group {
		task := c.As(p).On("roll_up", evaluation.WholeItem, "approve").Task()
		events, err := evaluation.Apply(c.Situation(p), evaluation.Command{Action: evaluation.Approve, Task: task.ID})
		want := "task_approved as member"
		switch i {
		case 0:
			want = "task_approved as chair"
		case len(group) - 1:
			want += "; task_opened seal#1 open"
		}
		require.Equal(t, want, tell(events, err))
		c.Record(p, events)
	}
}

func TestWhatOneOfAllReturnedIsApprovedByAllAnew(t *testing.T) {
	t.Parallel()
	c, _, _ := atApprove(t)
	c.As(evaluationtest.Director()).On("roll_up", evaluation.WholeItem, "approve").Approves()
	first := *c.Evaluation.Task("e-2019:roll_up::approve:1.1")
	c.As(evaluationtest.HotlineHead()).On("roll_up", evaluation.WholeItem, "approve").Returns("the grade is not explained")
	require.Nil(t, c.Live("roll_up", evaluation.WholeItem, "approve"))
	c.As(evaluationtest.FinanceOfficer()).On("roll_up", evaluation.WholeItem, "compile").Completes(compiled())

	var seats []evaluation.PersonID
	for _, task := range c.Evaluation.Tasks {
		if task.Step == "approve" && task.Round == 2 {
			require.Equal(t, evaluation.StateClaimed, task.State)
			seats = append(seats, task.Assignee)
		}
	}
	require.Equal(t, []evaluation.PersonID{"director", "office-head", "supervision-head", "coordination-head", "hotline-head"}, seats)
	require.Equal(t, first, *c.Evaluation.Task(first.ID), "the first round stands as it was")
}

func TestAPersonWithTwoRolesHasOneSeat(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("roll_up")
	c.Evaluation.Members = append(c.Evaluation.Members, evaluation.Member{Person: "director", Role: "member"})
	c.As(evaluationtest.FinanceOfficer()).On("roll_up", evaluation.WholeItem, "compile").Claims().Completes(compiled())
	n := 0
	for _, task := range c.Evaluation.Tasks {
		if task.Step == "approve" && task.Assignee == "director" {
			n++
		}
	}
	require.Equal(t, 1, n)
}

func TestAStepForAllWithoutHoldersWaitsForWhoeverComesToHoldTheRole(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("roll_up")
	w := c.As(evaluationtest.FinanceOfficer()).On("roll_up", evaluation.WholeItem, "compile").Claims()
	c.Evaluation.Members = nil
	events, err := evaluation.Apply(c.Situation(evaluationtest.FinanceOfficer()),
		evaluation.Command{Action: evaluation.Complete, Task: w.Task().ID, Submission: compiled()})
	require.Equal(t, "task_completed as finance_office; rolled_up; task_opened approve#1 open", tell(events, err))
}

func TestWithoutKnowingTheStaffAStepForAllCannotBegin(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("roll_up")
	c.As(evaluationtest.FinanceOfficer()).On("roll_up", evaluation.WholeItem, "compile").Claims()
	step := &c.Definition.Stages[3].Steps[1]
	step.By = append(step.By, "auditor") // a role that the definition does not declare
	c.Evaluation.Members = nil
	task := c.Live("roll_up", evaluation.WholeItem, "compile")
	command := evaluation.Command{Action: evaluation.Complete, Task: task.ID, Submission: compiled()}
	_, err := evaluation.Apply(c.Situation(evaluationtest.FinanceOfficer()), command)
	requireFault(t, err, fault.Conflict, "role_without_holder")
	require.Equal(t, "approve", fault.As(err).Params["step"])
}

func TestWhatIsReturnedGoesToItsLastDoerWhoMayReleaseIt(t *testing.T) {
	t.Parallel()
	c, reviewer, _ := atReview(t)
	c.As(evaluationtest.CoordinationClerk()).On("self_check", "terminals", "submit").Claims().Supplies().Completes(conclusion())
	c.As(reviewer).On("self_check", "online-hall", "review").Claims().Returns("the report is unsigned")
	back := c.As(evaluationtest.HotlineClerk()).On("self_check", "online-hall", "submit").Releases()
	require.Equal(t, evaluation.StateOpen, back.Task().State)
	require.Empty(t, back.Task().Assignee)
	require.True(t, back.Task().ClaimedAt.IsZero())

	// The next return finds whoever did the last round, whatever the order in
	// which the tasks were read.
	c.As(evaluationtest.HotlineHead()).On("self_check", "online-hall", "submit").Claims().Completes(conclusion())
	tasks := c.Evaluation.Tasks
	for i, j := 0, len(tasks)-1; i < j; i, j = i+1, j-1 {
		tasks[i], tasks[j] = tasks[j], tasks[i]
	}
	c.As(reviewer).On("self_check", "online-hall", "review").Claims().Returns("page three is missing")
	require.Equal(t, evaluation.PersonID("hotline-head"), c.Live("self_check", "online-hall", "submit").Assignee)
}

func TestTextIsBounded(t *testing.T) {
	t.Parallel()
	fits, long := strings.Repeat("x", evaluation.MaxText), strings.Repeat("x", evaluation.MaxText+1)
	submit, submitter, submitTask := atSubmit(t)
	review, reviewer, reviewTask := atReview(t)
	review.As(reviewer).On("self_check", "online-hall", "review").Claims()
	on := func(text string) []evaluation.Command {
		return []evaluation.Command{
			{Action: evaluation.Comment, Task: submitTask.ID, Text: text},
			{Action: evaluation.Complete, Task: submitTask.ID, Opinion: text, Submission: conclusion()},
			{Action: evaluation.Approve, Task: reviewTask.ID, Opinion: text},
			{Action: evaluation.Return, Task: reviewTask.ID, Reason: text},
		}
	}
	try := func(cmd evaluation.Command) error {
		s := submit.Situation(submitter)
		if cmd.Task == reviewTask.ID {
			s = review.Situation(reviewer)
		}
		_, err := evaluation.Apply(s, cmd)
		return err
	}
	for _, cmd := range on(fits) {
		require.NoError(t, try(cmd), cmd.Action)
	}
	for _, cmd := range on(long) {
		requireFault(t, try(cmd), fault.Invalid, "text_too_long")
	}
	for _, cmd := range on(" \n\t") {
		want := map[evaluation.Action][]string{
			evaluation.Comment: {"text text_required"}, evaluation.Return: {"reason reason_required"},
		}[cmd.Action]
		if want == nil {
			require.NoError(t, try(cmd), "an opinion may be left out")
			continue
		}
		require.Equal(t, want, reasons(try(cmd)))
	}
}

func TestTextIsKeptWithoutTheBlanksAroundIt(t *testing.T) {
	t.Parallel()
	c, by, task := atSubmit(t)
	events, err := evaluation.Apply(c.Situation(by), evaluation.Command{Action: evaluation.Comment, Task: task.ID, Text: "  see page 3\n"})
	require.NoError(t, err)
	require.Equal(t, []evaluation.Event{evaluation.Commented{TaskRef: task.Ref(), Text: "see page 3"}}, events)
}
