package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

func positionOf(c *evaluationtest.Case, stage evaluation.StageID, step evaluation.StepID) evaluation.Position {
	for _, p := range bySystem(c).Positions() {
		if p.Stage == stage && p.Step == step {
			return p
		}
	}
	return evaluation.Position{}
}

func TestAPositionFollowsTheItemsThroughTheSteps(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running()
	require.Equal(t, evaluation.PositionOpen, positionOf(c, "formation", "draft_notice").State)
	require.Equal(t, evaluation.PositionWaiting, positionOf(c, "formation", "issue_notice").State)
	require.Equal(t, evaluation.PositionWaiting, positionOf(c, "filing", "deliver").State)

	c.Opened("self_check")
	require.Equal(t, evaluation.PositionDone, positionOf(c, "formation", "issue_notice").State)
	c.As(evaluationtest.CoordinationClerk()).On("self_check", "terminals", "submit").Claims().Supplies().Completes(conclusion())
	submit, review := positionOf(c, "self_check", "submit"), positionOf(c, "self_check", "review")
	require.Equal(t, evaluation.Position{Stage: "self_check", Step: "submit", State: evaluation.PositionOpen, Items: 3, Open: 2, Done: 1}, submit)
	require.Equal(t, evaluation.Position{Stage: "self_check", Step: "review", State: evaluation.PositionOpen, Items: 3, Open: 1}, review)
}

func TestAReturnIsSeenAtTheStepThatSentItBack(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("self_check")
	c.As(evaluationtest.CoordinationClerk()).On("self_check", "terminals", "submit").Claims().Supplies().Completes(conclusion())
	c.As(evaluationtest.FinanceOfficer()).On("self_check", "terminals", "review").Claims().Returns("unsigned")
	submit, review := positionOf(c, "self_check", "submit"), positionOf(c, "self_check", "review")
	require.Equal(t, evaluation.PositionReturned, review.State)
	require.Equal(t, 1, review.Returned)
	require.Equal(t, 3, submit.Open)
	require.Equal(t, 1, submit.Again)
}

func TestAtTheEndEveryStepIsDone(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Finished()
	for _, p := range bySystem(c).Positions() {
		require.Equal(t, evaluation.PositionDone, p.State, p.Step)
		require.Equal(t, p.Items, p.Done)
	}
}

func TestAStageThatSelectsNothingIsSkipped(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	c.Definition.Stages[1].ForEach = &evaluation.ForEach{Kind: evaluation.ItemDepartment}
	c.Running().Through("formation")
	require.Equal(t, evaluation.PositionSkipped, positionOf(c, "self_check", "submit").State)
}
