package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// A definition that asks for a role it does not declare is refused by the
// parser. Should one get here all the same, a decision that would need its
// holders is refused whole, and nothing is half done.

func undeclared(sd *evaluation.StageDefinition) {
	sd.Steps[1].By = append(sd.Steps[1].By, "auditor")
}

func TestADecisionThatNeedsAnUndeclaredRoleIsRefusedWhole(t *testing.T) {
	t.Parallel()
	try := func(c *evaluationtest.Case, by evaluation.Actor, command evaluation.Command) {
		before := deepCopy(c.Evaluation)
		events, err := evaluation.Apply(c.Situation(by), command)
		requireFault(t, err, fault.Conflict, "role_without_holder")
		require.Nil(t, events)
		require.Equal(t, before, c.Evaluation)
	}
	lone := func() *evaluationtest.Case {
		c := working(t, undeclared)
		onlyMembers(c)
		c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims().Completes(evaluation.Submission{})
		return c
	}
	c := lone()
	try(c, evaluationtest.Director(), recuse(c.Live("work", "", "review").ID))

	// His voice was the only one that counted; a signer is still to sign.
	c = lone()
	c.As(evaluationtest.Director()).On("work", "", "review").Does(sign("office-clerk", evaluation.PlaceBeside)).Approves()
	signer := c.Live("work", "", "review").ID
	_, err := c.Try(evaluationtest.OfficeHead(), impose(signer, "director"))
	require.NoError(t, err)
	try(c, evaluationtest.OfficeClerk(), evaluation.Command{Action: evaluation.Approve, Task: signer})

	c = lone()
	_, err = c.Try(evaluationtest.OfficeHead(), evaluation.Command{
		Action: evaluation.ProposeChange, Reason: "x",
		Join:  []evaluation.Appointment{{Person: "office-clerk", Role: "member"}},
		Leave: []evaluation.Appointment{{Person: "director", Role: "chair"}},
	})
	require.Error(t, err) // a group without a chair is none
}

func TestARecountOrALeavingThatNeedsAnUndeclaredRoleIsRefusedWhole(t *testing.T) {
	t.Parallel()
	c := submitted(t, func(sd *evaluation.StageDefinition) {
		reviewed(evaluation.QuorumRatio, twoThirds())(sd)
		sd.Steps[2].By, sd.Steps[2].Quorum = []evaluation.RoleID{"auditor"}, evaluation.QuorumAll
	})
	c.As(evaluationtest.Director()).On("work", "", "review").Returns("no")
	for _, p := range reviewers()[1:4] {
		if p.Person == "supervision-head" {
			c.As(p).On("work", "", "review").Approves()
			continue
		}
		_, err := c.Try(p, recuse(c.As(p).On("work", "", "review").Task().ID))
		require.NoError(t, err)
	}
	c.As(evaluationtest.HotlineHead()).On("work", "", "review").Does(sign("office-clerk", evaluation.PlaceBeside))
	c.As(evaluationtest.OfficeClerk()).On("work", "", "review").Approves()
	_, err := c.Try(evaluationtest.OfficeHead(), impose(c.Live("work", "", "review").ID, "director"))
	requireFault(t, err, fault.Conflict, "role_without_holder") // two of three would be two thirds

	c = working(t, func(sd *evaluation.StageDefinition) { sd.Steps[1].By = []evaluation.RoleID{"member", "auditor"} })
	onlyMembers(c, "hotline-head")
	c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims().Completes(evaluation.Submission{})
	_, err = c.Try(evaluationtest.OfficeHead(), impose(c.Live("work", "", "review").ID, "office-clerk"))
	require.NoError(t, err)
	_, err = c.Try(evaluationtest.OfficeHead(), evaluation.Command{
		Action: evaluation.ProposeChange, Reason: "x", Join: member("office-clerk"), Leave: member("hotline-head"),
	})
	require.NoError(t, err)
	_, err = c.Try(evaluationtest.Director(), evaluation.Command{Action: evaluation.ApproveChange})
	requireFault(t, err, fault.Conflict, "role_without_holder")
}

func TestTheClockIsRefusedTooWhereARoleIsUndeclared(t *testing.T) {
	t.Parallel()
	c := working(t, func(sd *evaluation.StageDefinition) { undeclared(sd); sd.OnOverdue = evaluation.OverdueClose })
	c.Evaluation.Members = nil
	c.Now = c.Live("work", "", "submit").DueAt
	_, err := evaluation.Tick(bySystem(c))
	requireFault(t, err, fault.Conflict, "role_without_holder")

	c = planned(t, func(sd *evaluation.StageDefinition) { undeclared(sd); sd.Steps = sd.Steps[1:] }).Running()
	c.Evaluation.Stage("formation").State = evaluation.StageClosed
	_, err = evaluation.Open(bySystem(c), "work")
	requireFault(t, err, fault.Conflict, "role_without_holder")
}

func TestWhatIsUnknownOfAPersonIsBelievedOfStandingRolesOnly(t *testing.T) {
	t.Parallel()
	c := signing(t)
	s := c.Situation(evaluationtest.Director())
	s.Others = nil // the store tells of those whom the command names
	w := c.As(evaluationtest.Director()).On("work", "", "sign").Claims()
	events, err := evaluation.Apply(s, evaluation.Command{Action: evaluation.Return, Task: w.Task().ID, To: "submit", Reason: "no"})
	require.Equal(t, "task_returned to submit; task_opened submit#2 claimed finance-officer", tell(events, err))
}

func TestWhatTheCoreIsToldOfARoundThatShouldNotBe(t *testing.T) {
	t.Parallel()
	c := submitted(t, nil)
	first := c.Evaluation.Task("e-2019:work::review:1.1")
	first.State, first.DoneBy, first.SettledAt = evaluation.StateReturned, "director", c.Now
	c.As(evaluationtest.OfficeHead()).On("work", "", "review").Approves()
	require.Equal(t, []string{"submit#2 finance-officer"}, open(c), "one return in a round of all is a return")
}
