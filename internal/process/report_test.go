package process_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/composition"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/process"
	"jiheng/internal/typeset"
	"jiheng/processes"
)

// newest is the version of the shipped process that evaluations start with.
func newest(t *testing.T) *evaluation.Definition {
	t.Helper()
	c, err := process.Load(processes.FS(), process.Options{})
	require.NoError(t, err)
	def, err := c.Find("overall-self-evaluation", 0)
	require.NoError(t, err)
	return def
}

// Both reports ask for the parts of the articles, by their words and in their
// order, as the empty reports do that are filled in by hand.
func TestTheShippedReportsHaveThePartsOfTheArticles(t *testing.T) {
	t.Parallel()
	for blank, at := range map[string][2]string{
		"overall-self-evaluation-report": {"roll_up", "compile"}, "self-evaluation-report": {"self_check", "submit"},
	} {
		step, ok := newest(t).Step(evaluation.StageID(at[0]), evaluation.StepID(at[1]))
		require.True(t, ok)
		var asked []string
		for _, f := range step.Parts() {
			require.True(t, f.Required, f.Title)
			asked = append(asked, f.Title, "（"+f.Article+"）")
		}
		form, ok := composition.BlankReport(blank)
		require.True(t, ok)
		var printed []string
		for _, b := range form.Blocks {
			switch b := b.(type) {
			case typeset.Heading:
				printed = append(printed, b.Text)
			case typeset.Paragraph:
				printed = append(printed, b.Text)
			}
		}
		require.Equal(t, printed, asked)
	}
}

func TestCoversOfTheShippedProcessBearWhatASourceNames(t *testing.T) {
	t.Parallel()
	got := map[string][]evaluation.Mark{}
	for _, stage := range newest(t).Stages {
		for _, step := range stage.Steps {
			for _, kind := range step.Materials {
				if len(kind.Marks) > 0 {
					got[kind.ID] = kind.Marks
				}
			}
		}
	}
	require.Equal(t, map[string][]evaluation.Mark{
		"self_evaluation_report": {evaluation.MarkSeal, evaluation.MarkDate},
		"score_sheet":            {evaluation.MarkProject, evaluation.MarkFinance},
	}, got)
}

// titled lists what is wrong, by what people call it.
func titled(err error) []string {
	var out []string
	for _, f := range fault.As(err).Fields {
		out = append(out, fmt.Sprintf("%s %s", f.Params["title"], f.Reason))
	}
	return out
}

func TestTheShippedReportIsNeitherHandedInNorSealedWithoutAPart(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t)
	c.Definition = newest(t)
	c = c.Running().Opened("roll_up")
	w := c.As(evaluationtest.FinanceOfficer()).On("roll_up", evaluation.WholeItem, "compile").Claims()
	step, _ := c.Definition.Step("roll_up", "compile")
	whole := evaluationtest.Filled(step)
	bare := whole
	bare.Fields = whole.Fields[:4]
	missing := []string{
		"部门概述 field_required", "部门整体支出管理及使用情况 field_required", "部门管理情况 field_required",
		"部门整体或基本绩效评价结果 field_required", "绩效偏离情况 field_required", "绩效评价结论、整改措施及改进建议 field_required",
	}
	err := w.Tries(evaluation.Command{Action: evaluation.Complete, Submission: bare})
	require.Equal(t, missing, titled(err))

	w.Completes(whole)
	seal := sealing(t, c)
	written := c.Evaluation.Written("roll_up", "compile", evaluation.WholeItem)
	written.Submission.Fields = bare.Fields
	_, err = evaluation.Seal(c.Situation(evaluation.System()), seal, evaluation.Dossier{Digest: "d"})
	require.Equal(t, "report_incomplete", fault.ReasonOf(err))
	require.Equal(t, missing, titled(err))
	written.Submission = whole
	_, err = evaluation.Seal(c.Situation(evaluation.System()), seal, evaluationtest.Dossier(c.Now))
	require.NoError(t, err)
}

// sealing goes on until nothing but the system's own step is left of the roll-up.
func sealing(t *testing.T, c *evaluationtest.Case) evaluation.TaskID {
	t.Helper()
	act := func(by evaluation.Actor, task evaluation.TaskID, action evaluation.Action) {
		command := evaluation.Command{Action: action, Task: task}
		if statement, asked := evaluation.StatementFor(c.Situation(by), c.Evaluation.Task(task)); asked {
			command.Attests = statement.WordingDigest
		}
		events, err := evaluation.Apply(c.Situation(by), command)
		require.NoError(t, err)
		c.Record(by, events)
	}
	for _, task := range c.Evaluation.Tasks {
		if task.Step == "approve" && task.State.Live() {
			act(evaluation.Actor{Person: task.Assignee}, task.ID, evaluation.Approve)
		}
	}
	c.Turn()
	attest := c.Live("roll_up", evaluation.WholeItem, "attest").ID
	act(evaluationtest.Director(), attest, evaluation.Claim)
	act(evaluationtest.Director(), attest, evaluation.Approve)
	return c.Live("roll_up", evaluation.WholeItem, "seal").ID
}
