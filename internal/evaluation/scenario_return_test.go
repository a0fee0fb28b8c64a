package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// Complaint 1: a return or a jump breaks 会签. Elsewhere tasks are lost, skipped
// or doubled, and the counter of the round is wrong.

func TestAReturnOutOfARoundLosesSkipsAndDoublesNothing(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	c.As(evaluationtest.Director()).On("work", "", "review").Approves()
	c.As(evaluationtest.OfficeHead()).On("work", "", "review").Approves()
	c.As(evaluationtest.SupervisionHead()).On("work", "", "review").Returns("page three is missing")
	require.Equal(t, []string{"submit#2 finance-officer"}, open(c), "it goes to whoever submitted it, once")
	first := history(c, "review")
	require.Equal(t, []string{
		"review.1#1 completed by director", "review.2#1 completed by office-head", "review.3#1 returned by supervision-head",
		"review.4#1 cancelled", "review.5#1 cancelled",
	}, first)

	c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Completes(evaluation.Submission{})
	require.Equal(t, []string{
		"review.1#2 director", "review.2#2 office-head", "review.3#2 supervision-head", "review.4#2 coordination-head", "review.5#2 hotline-head",
	}, open(c), "everybody is asked again, once")
	for i, p := range reviewers() {
		require.Len(t, open(c), len(reviewers())-i, "nothing goes on before all have approved")
		c.As(p).On("work", "", "review").Approves()
	}
	require.Equal(t, []string{"sign#1 anybody"}, open(c))
	require.Equal(t, first, history(c, "review")[:5], "the first round stands as it was")
}

func TestReturnsOneAfterTheOtherKeepOneRoundEach(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	for round := 2; round <= 4; round++ {
		c.As(evaluationtest.HotlineHead()).On("work", "", "review").Returns("again")
		c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Completes(evaluation.Submission{})
		require.Len(t, open(c), 5)
		require.Equal(t, round, c.Live("work", "", "review").Round)
	}
	c.Finished()
}

func TestAJumpOutOfARoundCancelsTheWholeRound(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	c.As(evaluationtest.Director()).On("work", "", "review").Approves()
	jump := evaluation.Command{Action: evaluation.Jump, Task: c.Live("work", "", "review").ID, To: "sign", Reason: "decided at a meeting"}
	require.Equal(t, "task_jumped; task_cancelled; task_cancelled; task_cancelled; task_cancelled; task_opened sign#1 open",
		happened(t, c, evaluationtest.OfficeHead(), jump))
	require.Equal(t, []string{"sign#1 anybody"}, open(c))

	// And into a round: everybody is in it, once.
	back := evaluation.Command{Action: evaluation.Jump, Task: c.Live("work", "", "sign").ID, To: "review", Reason: "too early"}
	_, err := c.Try(evaluationtest.OfficeHead(), back)
	require.NoError(t, err)
	require.Equal(t, []string{
		"review.1#2 director", "review.2#2 office-head", "review.3#2 supervision-head", "review.4#2 coordination-head", "review.5#2 hotline-head",
	}, open(c))
}

func TestAJumpNeedsAStepForPeopleAndAReason(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	task := c.Live("work", "", "review").ID
	try := func(to evaluation.StepID, reason string) error {
		_, err := c.Try(evaluationtest.OfficeHead(), evaluation.Command{Action: evaluation.Jump, Task: task, To: to, Reason: reason})
		return err
	}
	requireFault(t, try("sign", ""), fault.Invalid, "reason_required")
	requireFault(t, try("review", "x"), fault.Invalid, "step_unknown")
	requireFault(t, try("nowhere", "x"), fault.Invalid, "step_unknown")
}

func TestTheGroupAndWhatTheSystemDoesAreNotJumpedOver(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running()
	draft := c.Live("formation", "", "draft_notice").ID
	_, err := c.Try(evaluationtest.OfficeHead(), evaluation.Command{Action: evaluation.Jump, Task: draft, To: "issue_notice", Reason: "x"})
	requireFault(t, err, fault.Conflict, "jump_over_effect")

	c.Opened("filing")
	hand := c.Live("filing", "", "hand_in").ID
	_, err = c.Try(evaluationtest.OfficeHead(), evaluation.Command{Action: evaluation.Jump, Task: hand, To: "acknowledge", Reason: "x"})
	requireFault(t, err, fault.Conflict, "jump_over_effect")
}

func TestAReturnGoesToThePreviousStepToAnyEarlierOneOrToTheInitiator(t *testing.T) {
	t.Parallel()
	for to, want := range map[evaluation.StepID]string{
		"":                     "review", // what the definition says
		evaluation.ToPrevious:  "review",
		evaluation.ToInitiator: "submit",
		"submit":               "submit",
		"review":               "review",
	} {
		c := signing(t)
		w := c.As(evaluationtest.Director()).On("work", "", "sign").Claims()
		w.Does(evaluation.Command{Action: evaluation.Return, To: to, Reason: "no"})
		require.NotNil(t, c.Live("work", "", evaluation.StepID(want)), "to %q", to)
		require.Nil(t, c.Live("work", "", "sign"))
		require.Len(t, open(c), map[string]int{"review": 5, "submit": 1}[want])
	}
	c := signing(t)
	w := c.As(evaluationtest.Director()).On("work", "", "sign").Claims()
	for _, wrong := range []evaluation.StepID{"sign", "nowhere"} {
		err := w.Tries(evaluation.Command{Action: evaluation.Return, To: wrong, Reason: "no"})
		requireFault(t, err, fault.Invalid, "step_not_earlier")
	}
}

func TestAReturnDoesNotUndoWhatTheSystemDid(t *testing.T) {
	t.Parallel()
	c := working(t, func(sd *evaluation.StageDefinition) {
		seal := evaluation.StepDefinition{ID: "seal", By: []evaluation.RoleID{evaluation.SystemRole}, Quorum: evaluation.QuorumOne, Effect: evaluation.EffectSeal}
		check := evaluation.StepDefinition{ID: "check", Title: "Check", By: []evaluation.RoleID{"unit_head"}, Quorum: evaluation.QuorumOne}
		sign := sd.Steps[2]
		sign.ReturnTo = "check"
		sd.Steps = []evaluation.StepDefinition{sd.Steps[0], seal, check, sign}
	})
	c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims().Completes(evaluation.Submission{})
	c.As(evaluationtest.Director()).On("work", "", "check").Claims().Completes(evaluation.Submission{})
	w := c.As(evaluationtest.Director()).On("work", "", "sign").Claims()
	err := w.Tries(evaluation.Command{Action: evaluation.Return, To: "submit", Reason: "no"})
	requireFault(t, err, fault.Invalid, "step_not_earlier")
	w.Does(evaluation.Command{Action: evaluation.Return, To: evaluation.ToInitiator, Reason: "no"})
	require.Equal(t, []string{"check#2 director"}, open(c))
}

func TestWhatIsReturnedComesStraightBackOrWalksTheStepsAgain(t *testing.T) {
	t.Parallel()
	c := signing(t)
	c.As(evaluationtest.Director()).On("work", "", "sign").Claims().
		Does(evaluation.Command{Action: evaluation.Return, To: "submit", Back: true, Reason: "a typing error"})
	require.Equal(t, evaluation.StepID("sign"), c.Live("work", "", "submit").Back)
	c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Completes(evaluation.Submission{})
	require.Equal(t, []string{"sign#2 director"}, open(c), "straight back, to whoever returned it")

	c.As(evaluationtest.Director()).On("work", "", "sign").Does(evaluation.Command{Action: evaluation.Return, To: "submit", Reason: "all wrong"})
	c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Completes(evaluation.Submission{})
	require.Len(t, open(c), 5, "the group reviews it again")
	c.Finished()
}

func TestASequenceWithAReturnInTheMiddleBeginsAgainAtItsHead(t *testing.T) {
	t.Parallel()
	c := submitted(t, reviewed(evaluation.QuorumSequence, evaluation.QuorumRule{}))
	require.Equal(t, []string{"review.1#1 director"}, open(c), "one after the other")
	c.As(evaluationtest.Director()).On("work", "", "review").Approves()
	require.Equal(t, []string{"review.2#1 office-head"}, open(c))
	c.As(evaluationtest.OfficeHead()).On("work", "", "review").Returns("the total is wrong")
	require.Equal(t, []string{"submit#2 finance-officer"}, open(c))
	c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Completes(evaluation.Submission{})
	for i, p := range reviewers() {
		require.Len(t, open(c), 1)
		require.Equal(t, i+1, c.Live("work", "", "review").Seat)
		c.As(p).On("work", "", "review").Approves()
	}
	require.Equal(t, []string{"sign#1 anybody"}, open(c))
	require.Equal(t, []string{"review.1#1 completed by director", "review.2#1 returned by office-head"}, history(c, "review")[:2])
}
