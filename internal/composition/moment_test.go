package composition_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/composition"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

// printed prints every paper in all its formats, by name.
func printed(t *testing.T, s *evaluation.Situation) map[string][]byte {
	t.Helper()
	made, err := composition.Draft(s, names())
	require.NoError(t, err)
	out := map[string][]byte{}
	for _, p := range made.Papers() {
		for _, f := range p.Formats() {
			var b bytes.Buffer
			require.NoError(t, p.Write(f, &b))
			out[p.Name+"."+string(f)] = b.Bytes()
		}
	}
	return out
}

// The same state gives the same papers whatever the clock says.
func TestPapersDoNotMoveWithTheClock(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]*evaluationtest.Case{
		"running": evaluationtest.New(t).Running().Opened("roll_up"), "sealed": declares(evaluationtest.New(t).Running().Opened("publication")),
		"finished": declares(evaluationtest.New(t).Running().Finished()),
	} {
		today, later := c.Situation(evaluationtest.OfficeHead()), c.Situation(evaluationtest.OfficeHead())
		later.Now = later.Now.AddDate(0, 2, 3)
		require.Equal(t, printed(t, today), printed(t, later), name)
	}
}

func TestAPaperOfWhatRunsSaysUpToWhenItTells(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Opened("roll_up")
	s := c.Situation(evaluationtest.OfficeHead())
	s.HeadAt = time.Date(2020, 8, 21, 16, 30, 0, 0, time.UTC) // past midnight in Shanghai
	made, err := composition.Draft(s, names())
	require.NoError(t, err)
	require.Contains(t, text(t, made, "project-list"), "截至：2020年8月22日")
}

func TestAPaperOfWhatIsSealedHasTheDayOfTheSealing(t *testing.T) {
	t.Parallel()
	c := declares(evaluationtest.New(t).Running().Finished())
	sealed := c.Evaluation.Timescale.Civil(c.Evaluation.Dossier.SealedAt).Format("2006年1月2日")
	require.NotEqual(t, sealed, c.Evaluation.Timescale.Civil(c.Now).Format("2006年1月2日"))
	made, err := composition.Draft(c.Situation(evaluationtest.OfficeHead()), names())
	require.NoError(t, err)
	require.Contains(t, text(t, made, "material-checklist"), "填报日期："+sealed)
}

// A paper that was returned once and supplied again is one paper.
func TestTheChecklistCountsPapersAndNamesVersions(t *testing.T) {
	t.Parallel()
	c := declares(evaluationtest.New(t).Running().Finished())
	first := c.Evaluation.Materials[0]
	again := first
	again.ID, again.Version = "again", first.Version+1
	c.Evaluation.Materials = append(c.Evaluation.Materials, again)
	task := c.Evaluation.Task(first.Task)
	step, _ := c.Definition.Step(task.Stage, task.Step)
	made, err := composition.Draft(c.Situation(evaluationtest.OfficeHead()), names())
	require.NoError(t, err)
	require.Contains(t, text(t, made, "material-checklist"), c.Evaluation.Item(first.Item).Title+"|"+step.Materials[0].Title+"|1|2|已交|\n")
	require.Contains(t, text(t, made, "report"), "\n"+step.Materials[0].Title+"|3|", "one of each project")
}
