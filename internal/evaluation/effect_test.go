package evaluation_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// sealing is a case that has reached its seal but not performed it.
func sealing(t *testing.T) (*evaluationtest.Case, evaluation.TaskID) {
	t.Helper()
	c, _, _ := atApprove(t)
	for range 5 {
		task := c.Live("roll_up", evaluation.WholeItem, "approve")
		by := evaluation.Actor{Person: task.Assignee}
		events, err := evaluation.Apply(c.Situation(by), evaluation.Command{Action: evaluation.Approve, Task: task.ID})
		require.NoError(t, err)
		c.Record(by, events)
	}
	return c, c.Live("roll_up", evaluation.WholeItem, "seal").ID
}

func TestSealingIsDoneOnceAndKeepsTheManifestsInstant(t *testing.T) {
	t.Parallel()
	c, task := sealing(t)
	made := c.Now.Add(-time.Minute)
	events, err := evaluation.Seal(bySystem(c), task, evaluationtest.Dossier(made))
	require.NoError(t, err)
	require.Equal(t, "dossier_sealed; task_completed as system", tell(events, nil))
	c.Record(evaluation.System(), events)
	sealed := evaluationtest.Dossier(made)
	sealed.Version = 1
	require.Equal(t, sealed, *c.Evaluation.Dossier)
	require.Equal(t, evaluation.SystemPerson, c.Evaluation.Task(task).DoneBy)

	again, err := evaluation.Seal(bySystem(c), task, evaluationtest.Dossier(c.Now))
	require.NoError(t, err)
	require.Empty(t, again)
}

func TestAnEffectIsPerformedOnItsOwnTaskOnly(t *testing.T) {
	t.Parallel()
	c, task := sealing(t)
	for _, id := range []evaluation.TaskID{task, "nowhere"} {
		filed, err := evaluation.File(bySystem(c), id)
		require.NoError(t, err)
		require.Empty(t, filed)
		published, err := evaluation.Publish(bySystem(c), id)
		require.NoError(t, err)
		require.Empty(t, published)
	}
}

func TestNothingIsFiledOrPublishedBeforeItIsSealed(t *testing.T) {
	t.Parallel()
	c, id := sealing(t)
	task := c.Evaluation.Task(id)
	task.Effect = evaluation.EffectFile
	_, err := evaluation.File(bySystem(c), id)
	requireFault(t, err, fault.Conflict, "dossier_not_sealed")
	task.Effect = evaluation.EffectPublish
	_, err = evaluation.Publish(bySystem(c), id)
	requireFault(t, err, fault.Conflict, "dossier_not_sealed")
}

func TestAReceiptNeedsAFiling(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("filing")
	c.As(evaluationtest.FinanceOfficer()).On("filing", evaluation.WholeItem, "hand_in").Claims().Approves()
	w := c.As(evaluationtest.BureauClerk()).On("filing", evaluation.WholeItem, "acknowledge").Claims()
	receipt := evaluation.Command{Action: evaluation.Complete, Submission: evaluationtest.Fields(evaluation.ReceiptField, "R-1")}
	filing := c.Evaluation.Filing
	c.Evaluation.Filing = nil
	requireFault(t, w.Tries(receipt), fault.Conflict, "dossier_not_filed")

	c.Evaluation.Filing = filing
	require.NoError(t, w.Tries(receipt))
	require.Equal(t, evaluation.Filing{
		Digest: filing.Digest, ReceiverID: evaluationtest.Receiver, FiledAt: filing.FiledAt,
		ReceiptNo: "R-1", ReceivedAt: c.Now, ReceivedBy: "bureau-clerk", Version: 1,
	}, *c.Evaluation.Filing)
	require.True(t, filing.ReceivedAt.IsZero(), "the filing as it was is left alone")
}

func TestAStepAfterASystemStepForAllWaitsForHolders(t *testing.T) {
	t.Parallel()
	c, task := sealing(t)
	steps := &c.Definition.Stages[3].Steps
	*steps = append(*steps, evaluation.StepDefinition{ID: "sign", By: []evaluation.RoleID{"chair"}, Quorum: evaluation.QuorumAll})
	c.Evaluation.Members = nil
	events, err := evaluation.Seal(bySystem(c), task, evaluationtest.Dossier(c.Now))
	require.Equal(t, "dossier_sealed; task_completed as system; task_opened sign#1 open", tell(events, err))
}

func TestAReportThatLacksAPartIsNotSealed(t *testing.T) {
	t.Parallel()
	part := evaluation.FormField{Name: "overview", Title: "部门概述", Kind: evaluation.FieldPart, Required: true}
	for reason, write := range map[string]func(sub *evaluation.Submission){
		"field_required":          func(*evaluation.Submission) {},
		"report_part_placeholder": func(sub *evaluation.Submission) { *sub = evaluationtest.Fields("overview", "待补充") },
	} {
		c, id := sealing(t)
		task := c.Evaluation.Task(id)
		for i := range c.Definition.Stages {
			if c.Definition.Stages[i].ID == task.Stage {
				c.Definition.Stages[i].Steps[0].Form = append(c.Definition.Stages[i].Steps[0].Form, part)
				done := c.Evaluation.Written(task.Stage, c.Definition.Stages[i].Steps[0].ID, "")
				require.NotNil(t, done)
				write(&done.Submission)
			}
		}
		_, err := evaluation.Seal(bySystem(c), id, evaluation.Dossier{Digest: "d"})
		requireFault(t, err, fault.Conflict, "report_incomplete")
		require.Equal(t, []fault.Field{{Name: "overview", Reason: reason, Params: map[string]string{"title": "部门概述"}}}, fault.As(err).Fields)
	}
}
