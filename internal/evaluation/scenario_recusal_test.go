package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

func recuse(task evaluation.TaskID) evaluation.Command {
	return evaluation.Command{Action: evaluation.Recuse, Task: task, Reason: "a relative is the contractor"}
}

func impose(task evaluation.TaskID, p evaluation.PersonID) evaluation.Command {
	return evaluation.Command{Action: evaluation.ImposeRecusal, Task: task, Person: p, Reason: "a relative is the contractor"}
}

func TestWhoRecusesHimselfIsKeptFromEverythingAboutTheItem(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check")
	w := c.As(evaluationtest.HotlineClerk()).On("self_check", "online-hall", "submit").Claims()
	require.Equal(t, "recused; task_vacated", happened(t, c, evaluationtest.HotlineClerk(), recuse(w.Task().ID)))
	require.Equal(t, []evaluation.Recusal{{
		Person: "hotline-clerk", Item: "online-hall", By: "hotline-clerk", Reason: "a relative is the contractor", At: c.Now, Seq: c.Evaluation.Seq - 1,
	}}, c.Evaluation.Recusals)
	require.Equal(t, "duty:recused", c.Situation(evaluationtest.HotlineClerk()).Excluded(w.Task()))
	require.Empty(t, c.Situation(evaluationtest.HotlineClerk()).Excluded(c.Live("self_check", "terminals", "submit")))
	_, err := c.Try(evaluationtest.OfficeHead(), impose(w.Task().ID, "hotline-clerk"))
	requireFault(t, err, fault.Conflict, "recused_already")
	_, err = c.Try(evaluationtest.OfficeHead(), impose(w.Task().ID, "nobody"))
	requireFault(t, err, fault.Invalid, "person_unknown")

	c.As(evaluationtest.HotlineHead()).On("self_check", "online-hall", "submit").Claims()
}

func TestWhatIsReturnedDoesNotComeBackToWhoIsKeptAway(t *testing.T) {
	t.Parallel()
	c, by, task := atReview(t)
	_, err := c.Try(evaluationtest.OfficeHead(), impose(task.ID, "hotline-clerk"))
	require.NoError(t, err)
	c.As(by).On("self_check", "online-hall", "review").Claims().Returns("unsigned")
	require.Equal(t, evaluation.StateOpen, c.Live("self_check", "online-hall", "submit").State)
}

func TestASeatForWhichThereIsNoReplacementGoes(t *testing.T) {
	t.Parallel()
	c := submitted(t, func(sd *evaluation.StageDefinition) { sd.Steps[1].Replacement = []evaluation.RoleID{"unit_head"} })
	mine := c.As(evaluationtest.HotlineHead()).On("work", "", "review").Task().ID
	require.Equal(t, "recused; task_cancelled", happened(t, c, evaluationtest.HotlineHead(), recuse(mine)), "the head has a seat already")
}

func TestARecusalCountsTheRoundAnew(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	for _, p := range reviewers()[:4] {
		c.As(p).On("work", "", "review").Approves()
	}
	mine := c.As(evaluationtest.HotlineHead()).On("work", "", "review").Task().ID
	require.Equal(t, "recused; task_cancelled; task_opened sign#1 open", happened(t, c, evaluationtest.HotlineHead(), recuse(mine)))
}

func TestARecusalClosesAVote(t *testing.T) {
	t.Parallel()
	c := submitted(t, reviewed(evaluation.QuorumRatio, twoThirds()))
	for _, p := range reviewers()[:3] {
		c.As(p).On("work", "", "review").Approves()
	}
	mine := c.As(evaluationtest.HotlineHead()).On("work", "", "review").Task().ID
	require.Equal(t, "recused; task_cancelled; vote_decided; task_cancelled; task_opened sign#1 open",
		happened(t, c, evaluationtest.HotlineHead(), recuse(mine)), "three of four are two thirds")

	c = submitted(t, reviewed(evaluation.QuorumRatio, twoThirds()))
	c.As(evaluationtest.Director()).On("work", "", "review").Returns("no")
	first := c.As(evaluationtest.HotlineHead()).On("work", "", "review").Task().ID
	require.Equal(t, "recused; task_cancelled", happened(t, c, evaluationtest.HotlineHead(), recuse(first)))
	second := c.As(evaluationtest.CoordinationHead()).On("work", "", "review").Task().ID
	require.Equal(t, "recused; task_cancelled", happened(t, c, evaluationtest.CoordinationHead(), recuse(second)))
	third := c.As(evaluationtest.SupervisionHead()).On("work", "", "review").Task().ID
	require.Equal(t, "recused; task_cancelled; vote_decided; task_cancelled; task_opened submit#2 claimed finance-officer",
		happened(t, c, evaluationtest.SupervisionHead(), recuse(third)), "one of two is not two thirds")
}

func TestAVoiceThatWasGivenDoesNotCountOnceItsOwnerIsKeptAway(t *testing.T) {
	t.Parallel()
	c := submitted(t, reviewed(evaluation.QuorumRatio, twoThirds()))
	c.As(evaluationtest.Director()).On("work", "", "review").Returns("no")
	for _, p := range reviewers()[1:3] {
		c.As(p).On("work", "", "review").Approves()
	}
	mine := c.Evaluation.Task("e-2019:work::review:1.1")
	require.Equal(t, "recused", happened(t, c, evaluationtest.OfficeHead(), impose(c.Live("work", "", "review").ID, "director")))
	require.Equal(t, evaluation.StateReturned, mine.State, "what he said stands in the record")
	c.As(evaluationtest.HotlineHead()).On("work", "", "review").Approves()
	v, ok := last(c, 2).(evaluation.VoteDecided)
	require.True(t, ok)
	require.Equal(t, [3]int{3, 0, 4}, [3]int{v.For, v.Against, v.Total})
}

func TestAReplacementTakesTheSeat(t *testing.T) {
	t.Parallel()
	rule := moreThanHalf()
	rule.Weights = []evaluation.Weight{{Role: "chair", Points: 4}}
	c := submitted(t, func(sd *evaluation.StageDefinition) {
		reviewed(evaluation.QuorumVote, rule)(sd)
		sd.Steps[1].Replacement = []evaluation.RoleID{"unit_office"}
	})
	mine := c.As(evaluationtest.Director()).On("work", "", "review").Task().ID
	require.Equal(t, "recused; task_cancelled; task_opened review.6#1 claimed office-clerk",
		happened(t, c, evaluationtest.Director(), recuse(mine)), "the office's head has a seat already, its clerk has none")
	task := c.Evaluation.Task("e-2019:work::review:1.6")
	require.Equal(t, 4, task.Weight, "it is the chair's seat")
	require.Equal(t, evaluation.RelationAssignee, c.Situation(evaluationtest.OfficeClerk()).RelationFor(task, evaluation.Approve))
	c.As(evaluationtest.OfficeClerk()).On("work", "", "review").Approves()
	c.As(evaluationtest.HotlineHead()).On("work", "", "review").Approves()
	require.Equal(t, []string{"sign#1 anybody"}, open(c))
}

func TestAReplacementTakesATaskThatNobodyElseCouldClaim(t *testing.T) {
	t.Parallel()
	c := working(t, func(sd *evaluation.StageDefinition) { sd.Steps[0].Replacement = []evaluation.RoleID{"unit_office"} })
	w := c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims()
	require.Equal(t, "recused; task_cancelled; task_opened submit#2 open", happened(t, c, evaluationtest.FinanceOfficer(), recuse(w.Task().ID)))
	c.As(evaluationtest.OfficeClerk()).On("work", "", "submit").Claims().Completes(evaluation.Submission{})
}

func TestOneAfterTheOtherTheTurnOfWhoRecusesHimselfPasses(t *testing.T) {
	t.Parallel()
	c := submitted(t, reviewed(evaluation.QuorumSequence, evaluation.QuorumRule{}))
	c.As(evaluationtest.Director()).On("work", "", "review").Approves()
	mine := c.Live("work", "", "review").ID
	require.Equal(t, "recused; task_cancelled; task_opened review.3#1 claimed supervision-head",
		happened(t, c, evaluationtest.OfficeHead(), recuse(mine)))
	c.Finished()
}

func TestOneAfterTheOtherAReplacementHasTheTurnAndTheLineGoesOn(t *testing.T) {
	t.Parallel()
	c := submitted(t, func(sd *evaluation.StageDefinition) {
		reviewed(evaluation.QuorumSequence, evaluation.QuorumRule{})(sd)
		sd.Steps[1].Replacement = []evaluation.RoleID{"unit_office"}
	})
	c.As(evaluationtest.Director()).On("work", "", "review").Approves()
	mine := c.Live("work", "", "review").ID
	require.Equal(t, "recused; task_cancelled; task_opened review.3#1 claimed office-clerk", happened(t, c, evaluationtest.OfficeHead(), recuse(mine)))
	c.As(evaluationtest.OfficeClerk()).On("work", "", "review").Approves()
	require.Equal(t, []string{"review.4#1 supervision-head"}, open(c))
}

func TestWhatWasDelegatedComesBackWhenTheDelegateRecusesHimself(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	w := c.As(evaluationtest.HotlineHead()).On("work", "", "review").Does(evaluation.Command{Action: evaluation.Delegate, Person: "hotline-clerk"})
	require.Equal(t, "recused; task_handed_back", happened(t, c, evaluationtest.HotlineClerk(), recuse(w.Task().ID)))
	require.Equal(t, evaluation.PersonID("hotline-head"), w.Task().Assignee)
	w.Approves()
}

func TestWhatAnOwnerDelegatedIsTakenWithHim(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	w := c.As(evaluationtest.HotlineHead()).On("work", "", "review").Does(evaluation.Command{Action: evaluation.Delegate, Person: "hotline-clerk"})
	require.Equal(t, "recused; task_cancelled", happened(t, c, evaluationtest.OfficeHead(), impose(w.Task().ID, "hotline-head")))
}

func TestARoundThatLosesAllItsPeopleBeginsAnew(t *testing.T) {
	t.Parallel()
	c := working(t, reviewed(evaluation.QuorumAny, evaluation.QuorumRule{}))
	onlyMembers(c)
	c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims().Completes(evaluation.Submission{})
	w := c.As(evaluationtest.Director()).On("work", "", "review").Does(sign("office-clerk", evaluation.PlaceBeside))
	require.Equal(t, "recused; task_cancelled", happened(t, c, evaluationtest.Director(), recuse(w.Task().ID)), "the signer signs first")
	require.Equal(t, []string{"review.2#1 office-clerk"}, open(c))
	c.As(evaluationtest.OfficeClerk()).On("work", "", "review").Approves()
	require.Equal(t, []string{"review#2 anybody"}, open(c), "no signer stands in for those who were to decide")
	c.Evaluation.Members = append(c.Evaluation.Members, evaluation.Member{Person: "office-clerk", Role: "member", Since: c.Now})
	c.As(evaluationtest.OfficeClerk()).On("work", "", "review").Claims().Approves()
	require.Equal(t, []string{"sign#1 anybody"}, open(c))
}
