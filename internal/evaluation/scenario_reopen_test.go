package evaluation_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// A stage that is settled is opened again: nothing of what was done is lost,
// nothing is doubled, and the matter comes through to the end.

// inspecting is the case on the day of the inspection: all three projects are in
// the stage, those named have handed in their papers.
func inspecting(t *testing.T, ready ...evaluation.ItemID) *evaluationtest.Case {
	t.Helper()
	c := evaluationtest.New(t).Running().Opened("inspection")
	for _, item := range ready {
		by := map[evaluation.ItemID]evaluation.Actor{
			"terminals": evaluationtest.CoordinationHead(), "online-hall": evaluationtest.HotlineHead(),
		}[item]
		c.As(by).On("inspection", item, "supply").Claims().Supplies().Completes(evaluation.Submission{})
	}
	return c
}

// waiting lists what waits for somebody, with its stage: "inspection terminals supply#1".
func waiting(c *evaluationtest.Case) []string {
	out := []string{}
	for _, t := range c.Evaluation.Tasks {
		if t.State.Live() {
			out = append(out, fmt.Sprintf("%s %s %s#%d %s", t.Stage, t.Item, t.Step, t.Round, t.Assignee))
		}
	}
	return out
}

func stages(c *evaluationtest.Case) map[evaluation.StageID]evaluation.StageState {
	out := map[evaluation.StageID]evaluation.StageState{}
	for _, s := range c.Evaluation.Stages {
		out[s.ID] = s.State
	}
	return out
}

func TestAReturnToAnEarlierStageMovesOneItemAndLeavesTheOthersAtWork(t *testing.T) {
	t.Parallel()
	c := inspecting(t, "online-hall")
	w := c.As(evaluationtest.SupervisionHead()).On("inspection", "online-hall", "inspect").Claims()
	w.Does(evaluation.Command{Action: evaluation.Return, To: "self_check.submit", Reason: "the figures are last year's"})
	require.Equal(t, []string{
		"inspection terminals supply#1 ", "inspection poverty-relief supply#1 ", "self_check online-hall submit#2 hotline-head",
	}, waiting(c), "it goes to whoever submitted it, and to nobody else")
	require.Equal(t, evaluation.StageActive, c.Evaluation.Stage("self_check").State)
	require.Equal(t, evaluation.StageActive, c.Evaluation.Stage("inspection").State)

	again := c.Evaluation.Stage("self_check")
	today := c.Evaluation.Timescale.Today(c.Now)
	require.Equal(t, today.AddDays(7), again.DueOn, "it has as long as at first")
	task := c.Live("self_check", "online-hall", "submit")
	require.Equal(t, again.DueOn, task.DueOn)
	require.Len(t, task.Agenda, 3, "a reminder, the deadline, an escalation")

	c.As(evaluationtest.HotlineHead()).On("self_check", "online-hall", "submit").Completes(conclusion())
	c.As(evaluationtest.FinanceOfficer()).On("self_check", "online-hall", "review").Claims().Approves()
	require.Equal(t, evaluation.StageClosed, c.Evaluation.Stage("self_check").State)
	require.Contains(t, waiting(c), "inspection online-hall supply#2 hotline-head", "it walks the inspection again")
	c.Finished()
}

func TestWhatWaitsForAnItemIsNotSettledWithoutIt(t *testing.T) {
	t.Parallel()
	c := inspecting(t, "online-hall")
	c.As(evaluationtest.SupervisionHead()).On("inspection", "online-hall", "inspect").Claims().
		Does(evaluation.Command{Action: evaluation.Return, To: "self_check.submit", Reason: "no"})
	for _, item := range []evaluation.ItemID{"terminals", "poverty-relief"} {
		by := map[evaluation.ItemID]evaluation.Actor{"terminals": evaluationtest.CoordinationHead(), "poverty-relief": evaluationtest.OfficeClerk()}[item]
		c.As(by).On("inspection", item, "supply").Claims().Supplies().Completes(evaluation.Submission{})
		c.As(evaluationtest.Director()).On("inspection", item, "inspect").Claims().Approves()
	}
	require.Equal(t, []string{"self_check online-hall submit#2 hotline-head"}, waiting(c))
	require.Equal(t, evaluation.StageActive, c.Evaluation.Stage("inspection").State, "it waits for the one that was sent back")
	require.Equal(t, evaluation.StageWaiting, c.Evaluation.Stage("roll_up").State)
	c.Finished()
}

func TestAnItemComesStraightBackToTheStageThatReturnedIt(t *testing.T) {
	t.Parallel()
	c := inspecting(t, "online-hall")
	c.As(evaluationtest.SupervisionHead()).On("inspection", "online-hall", "inspect").Claims().
		Does(evaluation.Command{Action: evaluation.Return, To: "self_check.submit", Back: true, Reason: "a typing error"})
	require.Equal(t, evaluation.StepID("inspection.inspect"), c.Live("self_check", "online-hall", "submit").Back)
	c.As(evaluationtest.HotlineHead()).On("self_check", "online-hall", "submit").Completes(conclusion())
	require.Contains(t, waiting(c), "inspection online-hall inspect#2 supervision-head")
	require.Nil(t, c.Live("self_check", "online-hall", "review"))
	c.Finished()
}

func TestTheRollUpSendsNamedItemsBackAndIsMadeAnew(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("roll_up")
	c.As(evaluationtest.FinanceOfficer()).On("roll_up", "", "compile").Claims().Completes(evaluationtest.Filled(stepOf(c, "roll_up", "compile")))
	w := c.As(evaluationtest.HotlineHead()).On("roll_up", "", "approve")
	err := w.Tries(evaluation.Command{Action: evaluation.Return, To: "self_check.submit", Items: []evaluation.ItemID{"nothing"}, Reason: "no"})
	requireFault(t, err, fault.Invalid, "item_unknown")
	w.Does(evaluation.Command{
		Action: evaluation.Return, To: "self_check.submit", Items: []evaluation.ItemID{"terminals", "online-hall"}, Reason: "two do not add up",
	})
	require.Equal(t, []string{"self_check terminals submit#2 coordination-head", "self_check online-hall submit#2 hotline-head"}, waiting(c))
	require.Equal(t, evaluation.StageWaiting, c.Evaluation.Stage("roll_up").State, "it is made anew")
	c.Through("inspection")
	c.Opened("roll_up")
	require.Equal(t, []string{"roll_up  compile#2 finance-officer"}, waiting(c))
	c.Finished()
}

func TestTheReceiverReturnsAFilingAndEverythingBetweenIsWalkedAgain(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	acknowledge := &c.Definition.Stages[5].Steps[2]
	acknowledge.Decides, acknowledge.Receives, acknowledge.Form, acknowledge.ReturnTo = true, false, nil, "roll_up.compile"
	c.Running().Opened("filing")
	c.Through("publication")
	for c.Live("filing", "", "acknowledge") == nil {
		c.As(evaluationtest.FinanceOfficer()).On("filing", "", "hand_in").Claims().Approves()
	}
	first := *c.Evaluation.Dossier
	w := c.As(evaluationtest.BureauClerk()).On("filing", "", "acknowledge").Claims()
	requireFault(t, w.Tries(evaluation.Command{Action: evaluation.Return, Back: true, Reason: "no"}), fault.Invalid, "back_over_effect")
	w.Returns("the total is not the sum")
	require.Equal(t, []string{"roll_up  compile#2 finance-officer"}, waiting(c))
	require.Equal(t, evaluation.StageWaiting, c.Evaluation.Stage("publication").State)
	require.Equal(t, evaluation.StageWaiting, c.Evaluation.Stage("filing").State)
	require.Equal(t, first, *c.Evaluation.Dossier, "what was sealed stays sealed")
	require.Equal(t, first.Digest, c.Evaluation.Publication.Digest, "and public")

	c.Finished()
	second := *c.Evaluation.Dossier
	require.Equal(t, 2, second.Version)
	require.NotEqual(t, first.Digest, second.Digest)
	require.Equal(t, second.Digest, c.Evaluation.Filing.Digest)
	require.Equal(t, second.Digest, c.Evaluation.Publication.Digest)
}

func TestAFinishedEvaluationRunsAgainForACorrection(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Finished()
	events, err := evaluation.Reopen(c.Situation(evaluationtest.OfficeHead()), evaluation.Reopening{
		To: evaluation.StepRef{Stage: "roll_up", Step: "compile"}, Reason: "a figure was wrong",
	})
	require.NoError(t, err)
	require.Equal(t, "stage_reopened; task_opened compile#2 claimed finance-officer", tell(events, nil))
	c.Record(evaluationtest.OfficeHead(), events)
	require.Equal(t, evaluation.Running, c.Evaluation.State)
	require.True(t, c.Evaluation.FinishedAt.IsZero())
	c.Turn()
	require.Equal(t, []string{"roll_up  compile#2 finance-officer"}, waiting(c))
	c.Finished()
	require.Equal(t, 2, c.Evaluation.Dossier.Version)
}

func TestADeadlineOfAStageOpenedAgainGoesByItsOwnRule(t *testing.T) {
	t.Parallel()
	correct := func(change func(*evaluation.StageDefinition)) evaluation.Stage {
		c := evaluationtest.New(t)
		change(&c.Definition.Stages[3])
		c.Running().Finished()
		events, err := evaluation.Reopen(c.At("2020-09-10 09:00").Situation(evaluationtest.OfficeHead()), evaluation.Reopening{
			To: evaluation.StepRef{Stage: "roll_up", Step: "compile"}, Reason: "a figure was wrong",
		})
		require.NoError(t, err)
		c.Record(evaluationtest.OfficeHead(), events)
		return *c.Evaluation.Stage("roll_up")
	}
	day := func(text string) any { return evaluationtest.Instant(t, text+" 00:00") }
	asBefore := correct(func(*evaluation.StageDefinition) {})
	require.Equal(t, day("2020-09-20"), asBefore.DueOn.Start(), "ten days, as at first")
	ruled := correct(func(sd *evaluation.StageDefinition) { sd.DueAgain = &evaluation.Offset{Count: 3, Workdays: true} })
	require.Equal(t, day("2020-09-15"), ruled.DueOn.Start(), "three working days from Thursday")
	on := evaluationtest.Start().StartOn.AddDays(22)
	fixed := correct(func(sd *evaluation.StageDefinition) { sd.Due = evaluation.Offset{On: &on} })
	length := fixed.DueOn.DaysSince(evaluationtest.Start().StartOn.AddDays(36))
	require.Equal(t, on.DaysSince(fixed.OpensOn), length, "as many days as it had before its fixed date")
}

func TestAJumpOfTheOfficeLeadsToAnEarlierStage(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("filing")
	hand := c.Live("filing", "", "hand_in").ID
	jump := func(to evaluation.StepID) error {
		_, err := c.Try(evaluationtest.OfficeHead(), evaluation.Command{Action: evaluation.Jump, Task: hand, To: to, Reason: "decided"})
		return err
	}
	requireFault(t, jump("formation.draft_notice"), fault.Invalid, "reopen_over_group")
	requireFault(t, jump("publication.confirm"), fault.Invalid, "step_unknown")
	requireFault(t, jump("roll_up.seal"), fault.Invalid, "step_unknown")
	require.NoError(t, jump("inspection.supply"))
	require.Len(t, waiting(c), 3, "all projects are inspected again")
	require.Equal(t, map[evaluation.StageID]evaluation.StageState{
		"formation": "settled", "self_check": "settled", "inspection": "open", "roll_up": "planned", "publication": "planned", "filing": "planned",
	}, stages(c))
	c.Finished()
}

func TestWhatIsOnItsWayBackIsNotSentBackTwice(t *testing.T) {
	t.Parallel()
	c := inspecting(t, "online-hall")
	c.As(evaluationtest.SupervisionHead()).On("inspection", "online-hall", "inspect").Claims().
		Does(evaluation.Command{Action: evaluation.Return, To: "self_check.submit", Reason: "no"})
	_, err := evaluation.Reopen(c.Situation(evaluationtest.OfficeHead()), evaluation.Reopening{
		To: evaluation.StepRef{Stage: "inspection", Step: "supply"}, Items: []evaluation.ItemID{"online-hall"}, Reason: "no",
	})
	requireFault(t, err, fault.Invalid, "stage_not_settled")
	_, err = evaluation.Reopen(c.Situation(evaluationtest.OfficeHead()), evaluation.Reopening{
		To: evaluation.StepRef{Stage: "roll_up", Step: "compile"}, Reason: "no",
	})
	requireFault(t, err, fault.Invalid, "stage_not_settled")
}

func TestWhoHandedInBeforeAReopeningCannotTakeItBackAfterwards(t *testing.T) {
	t.Parallel()
	c := inspecting(t, "online-hall")
	c.As(evaluationtest.SupervisionHead()).On("inspection", "online-hall", "inspect").Claims().
		Does(evaluation.Command{Action: evaluation.Return, To: "self_check.submit", Reason: "no"})
	for _, task := range c.Evaluation.Tasks {
		if task.Stage == "self_check" && task.Item == "online-hall" && task.State == evaluation.StateCompleted {
			_, err := c.Try(evaluation.Actor{Person: task.DoneBy}, evaluation.Command{Action: evaluation.Withdraw, Task: task.ID})
			requireFault(t, err, fault.Conflict, "withdrawn_too_late")
		}
	}
}

func stepOf(c *evaluationtest.Case, stage evaluation.StageID, step evaluation.StepID) evaluation.StepDefinition {
	sd, _ := c.Definition.Step(stage, step)
	return sd
}
