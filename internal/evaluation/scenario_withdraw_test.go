package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

func withdrawal(task evaluation.TaskID) evaluation.Command {
	return evaluation.Command{Action: evaluation.Withdraw, Task: task, Reason: "a page is missing"}
}

func TestWhatWasHandedInIsTakenBackWhileNobodyHasActedOnIt(t *testing.T) {
	t.Parallel()
	c, _, _ := atReview(t)
	c.At("2020-08-06 10:00")
	done := *c.Evaluation.Task("e-2019:self_check:online-hall:submit:1")
	require.Equal(t, "task_withdrawn; task_cancelled; task_opened submit#2 claimed hotline-clerk",
		happened(t, c, evaluationtest.HotlineClerk(), withdrawal(done.ID)))
	require.Equal(t, done, *c.Evaluation.Task(done.ID), "what was done stays in the record")
	_, err := c.Try(evaluationtest.HotlineClerk(), withdrawal(done.ID))
	requireFault(t, err, fault.Conflict, "withdrawn_too_late")
	c.As(evaluationtest.HotlineClerk()).On("self_check", "online-hall", "submit").Completes(conclusion())
	require.Equal(t, 2, c.Live("self_check", "online-hall", "review").Round)
}

func TestNothingIsTakenBackOnceTheNextHasActed(t *testing.T) {
	t.Parallel()
	for name, act := range map[string]func(*evaluationtest.Case, evaluation.Actor){
		"claimed it": func(c *evaluationtest.Case, by evaluation.Actor) {
			c.As(by).On("self_check", "online-hall", "review").Claims()
		},
		"claimed and released it": func(c *evaluationtest.Case, by evaluation.Actor) {
			c.As(by).On("self_check", "online-hall", "review").Claims().Releases()
		},
		"approved it": func(c *evaluationtest.Case, by evaluation.Actor) {
			c.As(by).On("self_check", "online-hall", "review").Claims().Approves()
		},
		"returned it": func(c *evaluationtest.Case, by evaluation.Actor) {
			c.As(by).On("self_check", "online-hall", "review").Claims().Returns("no")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, by, _ := atReview(t)
			c.At("2020-08-06 10:00")
			act(c, by)
			_, err := c.Try(evaluationtest.HotlineClerk(), withdrawal("e-2019:self_check:online-hall:submit:1"))
			requireFault(t, err, fault.Conflict, "withdrawn_too_late")
		})
	}
}

func TestANewCalendarAndAReminderAreNobodysDoing(t *testing.T) {
	t.Parallel()
	c, _, _ := atReview(t)
	c.At("2020-08-11 10:00") // a reminder was sent
	c.Calendar.Version = "another"
	c.Record(evaluation.System(), evaluation.Replan(bySystem(c)))
	_, err := c.Try(evaluationtest.HotlineClerk(), withdrawal("e-2019:self_check:online-hall:submit:1"))
	require.NoError(t, err)
}

func TestAVoiceIsTakenBackWhileItsRoundRuns(t *testing.T) {
	t.Parallel()
	c := submitted(t, reviewed(evaluation.QuorumVote, twoThirds()))
	w := c.As(evaluationtest.OfficeHead()).On("work", "", "review").Approves()
	require.Equal(t, "task_withdrawn; task_opened review.6#1 claimed office-head", happened(t, c, evaluationtest.OfficeHead(), withdrawal(w.Task().ID)))
	require.Len(t, open(c), 5)
	_, err := c.Try(evaluationtest.OfficeHead(), withdrawal(w.Task().ID))
	requireFault(t, err, fault.Conflict, "withdrawn_too_late")
	c.As(evaluationtest.OfficeHead()).On("work", "", "review").Returns("on second thoughts")
	for _, p := range []evaluation.Actor{evaluationtest.Director(), evaluationtest.SupervisionHead(), evaluationtest.CoordinationHead(), evaluationtest.HotlineHead()} {
		c.As(p).On("work", "", "review").Approves()
	}
	decided, ok := last(c, 1).(evaluation.VoteDecided)
	require.True(t, ok)
	require.Equal(t, [3]int{4, 1, 5}, [3]int{decided.For, decided.Against, decided.Total}, "the voice that was taken back does not count")
}

func TestAVoiceThatWasTakenBackDoesNotComeBackWithoutItsOwner(t *testing.T) {
	t.Parallel()
	c := submitted(t, reviewed(evaluation.QuorumRatio, twoThirds()))
	w := c.As(evaluationtest.OfficeHead()).On("work", "", "review").Approves()
	require.Equal(t, "task_withdrawn; task_opened review.6#1 claimed office-head", happened(t, c, evaluationtest.OfficeHead(), withdrawal(w.Task().ID)))
	changed(t, c, nil, member("office-head"))
	c.As(evaluationtest.Director()).On("work", "", "review").Approves()
	c.As(evaluationtest.HotlineHead()).On("work", "", "review").Approves()
	require.Len(t, open(c), 2, "two of four are not two thirds")
}

func TestAMatterThatAllHadApprovedIsTakenBackByOne(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil).At("2020-08-06 10:00")
	for _, p := range reviewers() {
		c.As(p).On("work", "", "review").Approves()
	}
	mine := c.Evaluation.Task("e-2019:work::review:1.5")
	_, err := c.Try(evaluationtest.HotlineHead(), withdrawal(mine.ID))
	require.NoError(t, err)
	require.Len(t, open(c), 5, "everybody is asked again")
	require.Equal(t, 2, c.Live("work", "", "review").Round)
	c.Finished()
}

func TestOneAfterTheOtherATurnIsTakenBackUntilTheNextHasActed(t *testing.T) {
	t.Parallel()
	c := submitted(t, reviewed(evaluation.QuorumSequence, evaluation.QuorumRule{}))
	first := c.As(evaluationtest.Director()).On("work", "", "review").Approves()
	require.Equal(t, "task_withdrawn; task_cancelled; task_opened review.3#1 claimed director", happened(t, c, evaluationtest.Director(), withdrawal(first.Task().ID)))
	require.Equal(t, []string{"review.3#1 director"}, open(c), "it is his turn again, and nobody else's")
	again := c.As(evaluationtest.Director()).On("work", "", "review").Approves()
	require.Equal(t, []string{"review.4#1 office-head"}, open(c))
	c.As(evaluationtest.OfficeHead()).On("work", "", "review").Approves()
	_, err := c.Try(evaluationtest.Director(), withdrawal(again.Task().ID))
	requireFault(t, err, fault.Conflict, "withdrawn_too_late")
	c.Finished()
}

func TestWhatASignerHasSignedIsNotTakenBack(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	w := c.As(evaluationtest.Director()).On("work", "", "review").Does(sign("office-clerk", evaluation.PlaceAfter)).Approves()
	c.As(evaluationtest.OfficeClerk()).On("work", "", "review").Approves()
	_, err := c.Try(evaluationtest.Director(), withdrawal(w.Task().ID))
	requireFault(t, err, fault.Conflict, "withdrawn_too_late")
	_, err = c.Try(evaluationtest.OfficeClerk(), withdrawal("e-2019:work::review:1.6"))
	requireFault(t, err, fault.Conflict, "withdrawn_too_late")
}

func TestWhoHasLeftTakesNothingBack(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	w := c.As(evaluationtest.HotlineHead()).On("work", "", "review").Approves()
	changed(t, c, nil, member("hotline-head"))
	_, err := c.Try(evaluationtest.HotlineHead(), withdrawal(w.Task().ID))
	requireFault(t, err, fault.Conflict, "person_without_role")
}

func TestWhatStaysIsNotTakenBack(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Through("formation")
	_, err := c.Try(evaluationtest.Director(), withdrawal("e-2019:formation::issue_notice:1"))
	requireFault(t, err, fault.Conflict, "withdrawn_too_late") // the group was formed
	c.Opened("publication")
	_, err = c.Try(evaluationtest.Director(), withdrawal("e-2019:roll_up::approve:1.1"))
	requireFault(t, err, fault.Conflict, "withdrawn_too_late") // it was sealed
}
