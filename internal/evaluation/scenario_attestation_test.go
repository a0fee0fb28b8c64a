package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// attesting is the case with somebody who answers for the content before it is
// sealed, at that step.
func attesting(t *testing.T) (*evaluationtest.Case, *evaluation.Task) {
	t.Helper()
	c := evaluationtest.New(t)
	steps := &c.Definition.Stages[3].Steps
	sign := evaluation.StepDefinition{
		ID: "attest", Title: "签署声明", By: []evaluation.RoleID{"unit_head"}, Quorum: evaluation.QuorumOne, Decides: true,
		ReturnTo: "compile", Attests: []evaluation.Property{evaluation.PropertyTruth, evaluation.PropertyCompletion},
	}
	*steps = []evaluation.StepDefinition{(*steps)[0], (*steps)[1], sign, (*steps)[2]}
	c.Running().Opened("roll_up").At("2020-08-20 09:00")
	c.As(evaluationtest.FinanceOfficer()).On("roll_up", "", "compile").Claims().Completes(compiled())
	for task := c.Live("roll_up", "", "approve"); task != nil; task = c.Live("roll_up", "", "approve") {
		_, err := c.Try(evaluation.Actor{Person: task.Assignee}, evaluation.Command{Action: evaluation.Approve, Task: task.ID})
		require.NoError(t, err)
	}
	c.As(evaluationtest.Director()).On("roll_up", "", "attest").Claims()
	return c, c.Live("roll_up", "", "attest")
}

func statement(t *testing.T, c *evaluationtest.Case, task *evaluation.Task) evaluation.Statement {
	t.Helper()
	s, ok := evaluation.StatementFor(c.Situation(evaluationtest.Director()), task)
	require.True(t, ok)
	return s
}

func TestWhoAnswersForTheContentSignsTheVeryWords(t *testing.T) {
	t.Parallel()
	c, task := attesting(t)
	seen := statement(t, c, task)
	require.Contains(t, seen.Wording, "真实性、完整性负责")
	require.Contains(t, seen.Wording, seen.Content)
	w := c.As(evaluationtest.Director()).On("roll_up", "", "attest")
	requireFault(t, w.Tries(evaluation.Command{Action: evaluation.Approve}), fault.Invalid, "attestation_required")
	requireFault(t, w.Tries(evaluation.Command{Action: evaluation.Approve, Attests: seen.Content}), fault.Conflict, "attestation_outdated")
	require.Nil(t, c.Evaluation.Dossier)

	require.NoError(t, w.Tries(evaluation.Command{Action: evaluation.Approve, Attests: seen.WordingDigest}))
	require.Equal(t, []evaluation.Attestation{{Statement: seen, Task: task.ID, By: "director", As: "unit_head", At: c.Now}}, c.Evaluation.Attestations)
	require.NotNil(t, c.Evaluation.Dossier, "it was sealed at once")
}

func TestWhatIsSignedIsRefusedWhenTheContentChangedSinceItWasRead(t *testing.T) {
	t.Parallel()
	c, task := attesting(t)
	seen := statement(t, c, task)
	for name, change := range map[string]func(){
		"a figure": func() { c.Evaluation.Task(compileTask(c)).Submission.Fields[0].Value = "98" },
		"the sheet": func() {
			c.Evaluation.Task(compileTask(c)).Submission.Sheet = append(c.Evaluation.Task(compileTask(c)).Submission.Sheet, ' ')
		},
		"a paper":  func() { c.Evaluation.Materials[0].SHA256 = "ff" },
		"a member": func() { c.Evaluation.Members[0].Person = "hotline-clerk" },
		"an item":  func() { c.Evaluation.Items[0].Title = "another" },
	} {
		before := *c.Evaluation
		c.Evaluation.Tasks = append([]evaluation.Task(nil), before.Tasks...)
		own := c.Evaluation.Task(compileTask(c))
		own.Submission.Fields = append([]evaluation.FieldValue(nil), own.Submission.Fields...)
		c.Evaluation.Materials = append([]evaluation.Material(nil), before.Materials...)
		c.Evaluation.Members = append([]evaluation.Member(nil), before.Members...)
		c.Evaluation.Items = append([]evaluation.Item(nil), before.Items...)
		change()
		_, err := evaluation.Apply(c.Situation(evaluationtest.Director()),
			evaluation.Command{Action: evaluation.Approve, Task: task.ID, Attests: seen.WordingDigest})
		require.ErrorIs(t, err, fault.New(fault.Conflict, "attestation_outdated", ""), name)
		*c.Evaluation = before
	}
}

func compileTask(c *evaluationtest.Case) evaluation.TaskID {
	for _, t := range c.Evaluation.Tasks {
		if t.Step == "compile" {
			return t.ID
		}
	}
	return ""
}

func TestNothingIsSealedThatNobodyAnswersForAsItIs(t *testing.T) {
	t.Parallel()
	c, task := attesting(t)
	seen := statement(t, c, task)
	events, err := evaluation.Apply(c.Situation(evaluationtest.Director()),
		evaluation.Command{Action: evaluation.Approve, Task: task.ID, Attests: seen.WordingDigest})
	require.NoError(t, err)
	c.Record(evaluationtest.Director(), events) // the timeline has not come round yet
	seal := c.Live("roll_up", "", "seal")
	c.Evaluation.Materials[0].SHA256 = "ff"
	c.Evaluation.RollUp = nil // as before its sources were recorded

	back, err := evaluation.Seal(bySystem(c), seal.ID, evaluationtest.NextDossier(c.Situation(evaluation.System())))
	require.Equal(t, "task_cancelled; task_opened attest#2 claimed director", tell(back, err))
	c.Record(evaluation.System(), back)
	require.Nil(t, c.Evaluation.Dossier)
	again := c.As(evaluationtest.Director()).On("roll_up", "", "attest")
	require.NoError(t, again.Tries(evaluation.Command{Action: evaluation.Approve, Attests: statement(t, c, again.Task()).WordingDigest}))
	require.NotNil(t, c.Evaluation.Dossier)
	require.Len(t, c.Evaluation.Attestations, 2)
}

func TestADossierThatSupersedesAnotherThanTheLastIsNotSealed(t *testing.T) {
	t.Parallel()
	c, task := sealing(t)
	d := evaluationtest.Dossier(c.Now)
	d.Supersedes = "aa"
	_, err := evaluation.Seal(bySystem(c), task, d)
	requireFault(t, err, fault.Conflict, "dossier_outdated")
}
