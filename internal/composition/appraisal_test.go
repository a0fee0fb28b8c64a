package composition_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiheng/internal/composition"
	"jiheng/internal/declaration"
	"jiheng/internal/document"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/scheme"
	"jiheng/internal/scoring"
	"jiheng/internal/typeset/typesettest"
	"jiheng/processes"
)

func scoredBy(t testing.TB, name, sheet string) (scoring.Scheme, scoring.Scores) {
	t.Helper()
	shipped, err := scheme.Load(processes.Schemes())
	require.NoError(t, err)
	s, err := shipped.Find(name, 0)
	require.NoError(t, err)
	cohort, err := declaration.ParseCohort([]byte(sheet))
	require.NoError(t, err)
	scores, err := cohort.Score(s)
	require.NoError(t, err)
	return s, scores
}

const appraised = `{"total": "97", "items": [
	{"id": "1.1", "declared": "3", "inputs": {"declared": true, "days_late": 12}},
	{"id": "1.3", "declared": "5", "inputs": {"errors": 4}, "reason": "经办人更换"},
	{"id": "3.4", "inputs": {"quality": {"value": "2", "reason": "分析不深入"}}},
	{"id": "6.1", "declared": "5", "inputs": {"rules_made": true}}]}`

func TestTheAppraisalTableShowsWhatWasDeclaredComputedTakenAndWhy(t *testing.T) {
	t.Parallel()
	s, scores := scoredBy(t, "wenzhou-appraisal", appraised)
	table := composition.Appraisal(s, scores, 0, document.Head{Title: "2013年度考评表", Unit: "某局", Year: 2013})
	var docx, xlsx bytes.Buffer
	require.NoError(t, table.Document().WriteDOCX(&docx))
	paper := typesettest.DOCX(t, docx.Bytes())
	require.Contains(t, paper, "一级指标|二级指标|考评内容|评分标准|分值|自评得分|核算得分|扣分|考评得分|扣分原因|\n")
	require.Contains(t, paper, "|3|3|1|2||", "stated, computed, taken, and room for the bureau")
	require.Contains(t, paper, "填报原因：经办人更换")
	require.Contains(t, paper, "分析不深入")
	require.Contains(t, paper, "取法：每逾期 5 天扣 1 分，不足 5 天怎样计：满 5 天才扣（系统假定）")
	require.Contains(t, paper, "合计|97||||", "the declared total, and no sum of what is not known")
	require.NoError(t, table.WriteXLSX(&xlsx))
	book, err := excelize.OpenReader(&xlsx)
	require.NoError(t, err)
	rows, err := book.GetRows("考评表")
	require.NoError(t, err)
	require.Equal(t, []string{"", "1.3 填写完整、准确", "应填未填或填写错误处数", "符合要求的得满分；应填未填或填写错误的，每处扣0.5分，扣完为止", "5", "5", "3", "2", ""}, rows[5][:9])
}

// What was filled in by the indicators of a scheme is in the score table, too.
func TestTheScoreTableHasWhatWasDeclaredByASchemesIndicators(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Finished()
	for i := range c.Evaluation.Tasks {
		if sub := &c.Evaluation.Tasks[i].Submission; len(sub.Sheet) > 0 {
			sub.Sheet = json.RawMessage(`{"scores": ` + appraised + `}`)
		}
	}
	made, err := composition.Compose(c.Situation(evaluationtest.OfficeHead()), names(), c.Now)
	require.NoError(t, err)
	require.Contains(t, text(t, made, "score-table"), "|1.3||未公布|5|经办人更换|")
	require.NotContains(t, text(t, made, "score-table"), "系统不推算")
	_, err = made.Paper("appraisal-table")
	require.Equal(t, composition.ReasonUnknown, fault.ReasonOf(err), "without a scheme there is none")
	s, scores := scoredBy(t, "wenzhou-appraisal", appraised)
	require.Contains(t, text(t, made.Under(s), "score-table"), "|1.3 填写完整、准确||未公布|5|经办人更换|")
	beside, err := composition.Draft(c.Situation(evaluationtest.OfficeHead()), names())
	require.NoError(t, err)
	require.Contains(t, text(t, beside.Scored(s, scores), "appraisal-table"), "评分核算表（另行编制，以定稿卷宗为准）")
}

// Names for programs stand in no paper.
func TestTheAppraisalTableHasTitlesAndTheFiguresOfTheDataTable(t *testing.T) {
	t.Parallel()
	s, _ := scoredBy(t, "zhanjiang-overall", `{}`)
	d, err := declaration.Parse(json.RawMessage(`{"figures": [{"name": "“三公”经费控制率", "kind": "ratio", "operands": ["5.06", "6.48"]}]}`))
	require.NoError(t, err)
	scores, err := d.Supplied(s).Score(s)
	require.NoError(t, err)
	var docx bytes.Buffer
	require.NoError(t, composition.Appraisal(s, scores, 0, document.Head{Title: "评分核算表", Unit: "某中心"}).Document().WriteDOCX(&docx))
	paper := typesettest.DOCX(t, docx.Bytes())
	require.NotRegexp(t, "[a-z]{3}", paper)
	require.Contains(t, paper, "三公经费控制率")
	require.Contains(t, paper, "比率：5.06 ÷ 6.48 × 100% ≈ 78.08641975%")
}

func TestTheAppraisalTableHasTheRowsThatAUnitWrote(t *testing.T) {
	t.Parallel()
	s, scores := scoredBy(t, "hubei-project", `{"total": "98.16", "items": [
		{"id": "execution", "declared": "2.16", "inputs": {"budget": "278.4449", "executed": "30"}},
		{"id": "r1", "group": "output", "title": "示范区建立", "full": 40, "nature": "at_least", "declared": 40, "inputs": {"actual": 18000, "target": 20000}}]}`)
	table := composition.Appraisal(s, scores, 0, document.Head{Title: "评分核算表", Unit: "某县"})
	var docx bytes.Buffer
	require.NoError(t, table.Document().WriteDOCX(&docx))
	require.Contains(t, typesettest.DOCX(t, docx.Bytes()), "|示范区建立|正向（≥）|40|40|36|4||")
}
