package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// nobodyReviews gives the review to a role that nobody holds.
func nobodyReviews(policy evaluation.WhenEmpty, superior ...evaluation.RoleID) func(*evaluation.StageDefinition) {
	return func(sd *evaluation.StageDefinition) {
		review := &sd.Steps[1]
		review.By, review.WhenEmpty, review.Superior = []evaluation.RoleID{"expert"}, policy, superior
	}
}

func withExperts(t *testing.T, change func(*evaluation.StageDefinition)) *evaluationtest.Case {
	t.Helper()
	c := planned(t, change)
	c.Definition.Roles = append(c.Definition.Roles, evaluation.Role{ID: "expert", Title: "Expert", HeldBy: evaluation.HeldByUnit})
	return c
}

func TestWhatHappensWhenNobodyHoldsTheRole(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		change func(*evaluation.StageDefinition)
		want   []string
	}{
		"skip":                               {nobodyReviews(evaluation.EmptySkip), []string{"sign#1 anybody"}},
		"hold":                               {nobodyReviews(evaluation.EmptyHold), []string{"review#1 anybody"}},
		"nothing said":                       {nobodyReviews(""), []string{"review#1 anybody"}},
		"escalate":                           {nobodyReviews(evaluation.EmptyEscalate, "unit_office"), []string{"review.1#1 office-head", "review.2#1 office-clerk"}},
		"escalate to nobody":                 {nobodyReviews(evaluation.EmptyEscalate), []string{"review#1 anybody"}},
		"escalate to those who are nobody":   {nobodyReviews(evaluation.EmptyEscalate, "expert"), []string{"review#1 anybody"}},
		"escalate, one after the other":      {inLine(nobodyReviews(evaluation.EmptyEscalate, "unit_office")), []string{"review.1#1 office-head"}},
		"hold, where all were to have seats": {inLine(nobodyReviews(evaluation.EmptyHold)), []string{"review#1 anybody"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := withExperts(t, row.change).Running().Opened("work")
			c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims().Completes(evaluation.Submission{})
			require.Equal(t, row.want, open(c))
			c.Finished()
		})
	}
}

func inLine(change func(*evaluation.StageDefinition)) func(*evaluation.StageDefinition) {
	return func(sd *evaluation.StageDefinition) {
		change(sd)
		sd.Steps[1].Quorum = evaluation.QuorumSequence
	}
}

func TestTheSuperiorsFollowEachOtherInLine(t *testing.T) {
	t.Parallel()
	c := withExperts(t, inLine(nobodyReviews(evaluation.EmptyEscalate, "unit_office"))).Running().Opened("work")
	c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims().Completes(evaluation.Submission{})
	first := c.As(evaluationtest.OfficeHead()).On("work", "", "review")
	require.Equal(t, evaluation.RelationAssignee, c.Situation(evaluationtest.OfficeHead()).Relation(first.Task()))
	first.Approves()
	require.Equal(t, []string{"review.2#1 office-clerk"}, open(c))
	require.Equal(t, "task_withdrawn; task_cancelled; task_opened review.3#1 claimed office-head",
		happened(t, c, evaluationtest.OfficeHead(), withdrawal(first.Task().ID)))
	require.Equal(t, []string{"review.3#1 office-head"}, open(c))
	require.Equal(t, []evaluation.RoleID{"unit_office"}, c.Live("work", "", "review").Roles, "it is still the superiors'")
}

func TestASkippedStepStandsInTheJournal(t *testing.T) {
	t.Parallel()
	c := withExperts(t, nobodyReviews(evaluation.EmptySkip)).Running().Opened("work")
	c.As(evaluationtest.FinanceOfficer()).On("work", "", "submit").Claims().Completes(evaluation.Submission{})
	require.Equal(t, evaluation.StepSkipped{Stage: "work", Step: "review", Reason: "role_empty"}, last(c, 1))
	c.As(evaluationtest.Director()).On("work", "", "sign").Claims().Returns("look again")
	require.Equal(t, []string{"sign#2 anybody"}, open(c), "what is returned to it passes over it again")
}

func TestAnEvaluationThatWouldEndUpWithNobodyIsNotStarted(t *testing.T) {
	t.Parallel()
	c := withExperts(t, nobodyReviews(evaluation.EmptyRefuse))
	start := func() error {
		_, err := evaluation.Begin(c.Situation(evaluationtest.OfficeHead()), c.Start)
		return err
	}
	requireFault(t, start(), fault.Invalid, "start_invalid")
	require.Equal(t, []string{"process role_without_holder"}, reasons(start()))
	require.Equal(t, map[string]string{"step": "Review"}, fault.As(start()).Fields[0].Params)

	c.People = append(c.People, colleague("professor", "office", "expert"))
	require.NoError(t, start())
	review := &c.Definition.Stages[1].Steps[1]
	review.By = []evaluation.RoleID{"bureau"}
	require.NoError(t, start(), "the receiver's people are looked for there")
	review.By = []evaluation.RoleID{"member"}
	require.NoError(t, start(), "those who will be appointed are counted on")
}

// alone is the case whose submitter is the only one who could approve.
func alone(t *testing.T, policy evaluation.WhenSame, superior ...evaluation.RoleID) *evaluationtest.Case {
	t.Helper()
	return submitted(t, func(sd *evaluation.StageDefinition) {
		review := &sd.Steps[1]
		review.By, review.WhenSame, review.Superior = []evaluation.RoleID{"finance_office"}, policy, superior
		review.Excludes = []evaluation.Exclusion{{DoerOf: &evaluation.StepRef{Stage: "work", Step: "submit"}}}
	})
}

func TestWhatHappensWhenTheSubmitterIsTheApprover(t *testing.T) {
	t.Parallel()
	c := alone(t, evaluation.SameRefuse)
	require.Equal(t, []string{"review#1 anybody"}, open(c))
	require.NotEmpty(t, c.Situation(evaluationtest.FinanceOfficer()).Excluded(c.Live("work", "", "review")))
	c.Finished()

	c = alone(t, evaluation.SamePass)
	require.Equal(t, []string{"sign#1 anybody"}, open(c))
	require.Equal(t, evaluation.StepSkipped{Stage: "work", Step: "review", Reason: "same_person"}, last(c, 1))

	c = alone(t, evaluation.SameSuperior, "unit_head")
	require.Equal(t, []string{"review.1#1 director"}, open(c))
	c.As(evaluationtest.Director()).On("work", "", "review").Approves()
	require.Equal(t, []string{"sign#1 anybody"}, open(c))
}

func TestTheGroupIsNotFormedByPassingOver(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	steps := c.Definition.Stages[0].Steps
	steps[0].By, steps[0].WhenEmpty = []evaluation.RoleID{"expert"}, evaluation.EmptySkip
	steps[1].By, steps[1].WhenEmpty = []evaluation.RoleID{"expert"}, evaluation.EmptySkip
	c.Definition.Roles = append(c.Definition.Roles, evaluation.Role{ID: "expert", Title: "Expert", HeldBy: evaluation.HeldByUnit})
	c.Running()
	require.Equal(t, []string{"draft_notice#1 anybody"}, open(c))
	c.Through("formation")
	require.NotNil(t, c.Evaluation.Group)
}
