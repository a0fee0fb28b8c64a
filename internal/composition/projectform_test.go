package composition_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/composition"
	"jiheng/internal/declaration"
	"jiheng/internal/document"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/typeset/typesettest"
	"jiheng/internal/workbook"
)

// project is a filled common form: 10 for the money, 90 for the indicators.
const project = `{"figures":[],
	"about":{"project":"污水处理运行维护","department":"某县住建局","implementer":"某县排水中心","money_unit":"万元","expected":"处理污水120万吨，\n出水达标","reached":"处理污水114万吨"},
	"money":[{"name":"年度资金总额","initial":"200","full_year":"200","executed":"190.5","weight":"10","rate":"95.25%","score":"9.53","reason":"尾款年后支付"},
		{"name":"其中：当年财政拨款","initial":"200","full_year":"200","executed":"190.5","rate":"95.25%"},{"name":"其他资金"}],
	"items":[
		{"group":"产出指标（50分）","second":"数量指标","name":"=污水处理量","unit":"万吨","weight":"40","target":"≥120","actual":"114","score":"38","reason":"六月检修停机九天"},
		{"group":"产出指标（50分）","second":"数量指标","name":"管网巡检","weight":"10","target":"12次","actual":"12次","score":"10"},
		{"group":"效益指标（30分）","second":"社会效益指标","name":"受益人口","weight":"30","target":"≥3万人","actual":"3.1万人","score":"30","stated":"按户籍统计"},
		{"group":"满意度指标（10分）","second":"服务对象满意度指标","name":"居民满意度","weight":"10","target":"≥90%","actual":"92%","score":"10"}]}`

func printedProject(t testing.TB) composition.Composition {
	t.Helper()
	c := evaluationtest.New(t).Running().Finished()
	for i := range c.Evaluation.Tasks {
		if sub := &c.Evaluation.Tasks[i].Submission; len(sub.Sheet) > 0 {
			sub.Sheet = json.RawMessage(project)
		}
	}
	made, err := composition.Compose(c.Situation(evaluationtest.OfficeHead()), names(), c.Now)
	require.NoError(t, err)
	return made
}

func TestTheScoreTableOfAProjectIsTheCommonForm(t *testing.T) {
	t.Parallel()
	made := printedProject(t)
	said := text(t, made, "score-table")
	for _, part := range []string{
		"项目名称|污水处理运行维护|", "主管部门|某县住建局|实施单位|某县排水中心|", "年初预算数|全年预算数|全年执行数|分值|执行率|得分|",
		"年度资金总额|200|200|190.5|10|95.25%|9.53|", "执行偏差原因|尾款年后支付|", "预期目标|实际完成情况|",
		"一级指标|二级指标|三级指标|计量单位|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施|评分依据|",
		"=污水处理量|万吨|≥120|114|40|38|六月检修停机九天|", "总分|100|97|自评等级：优|", "各项得分合计||97.53|",
	} {
		require.Contains(t, said, part)
	}
	require.NotContains(t, said, "未公布", "the form has nothing of points that were not published")
}

// What is exported can be imported again, and says the same.
func TestTheCommonFormIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	d, err := declaration.Parse(json.RawMessage(project))
	require.NoError(t, err)
	form := composition.ProjectForm(d, "97.53", "优")
	form.Head = document.Head{Title: "2023年度项目支出绩效自评表", Unit: "某县排水中心", Year: 2023}
	form.Notes = []string{"一条"}
	var out, again bytes.Buffer
	require.NoError(t, form.WriteXLSX(&out))
	require.NoError(t, form.WriteXLSX(&again))
	require.Equal(t, out.Bytes(), again.Bytes(), "equal forms are equal bytes")
	read, err := workbook.Read(workbook.KindScores, out.Bytes())
	require.NoError(t, err)
	require.Empty(t, read.Problems)
	require.Empty(t, read.Notes)
	require.Equal(t, "97.53", read.Sheet.Total)
	require.Equal(t, "优", read.Sheet.Grade)
	sheet, err := read.Sheet.JSON()
	require.NoError(t, err)
	require.JSONEq(t, project, string(sheet))
}

func TestTheCommonFormIsPrintedInEveryFormat(t *testing.T) {
	t.Parallel()
	paper, err := printedProject(t).Paper("score-table")
	require.NoError(t, err)
	for _, f := range composition.Formats() {
		var out bytes.Buffer
		require.NoError(t, paper.Write(f, &out))
		if f == composition.DOCX {
			require.Contains(t, typesettest.DOCX(t, out.Bytes()), "污水处理量")
		}
		require.NotEmpty(t, out.Bytes())
	}
}

func TestTheBlankCommonFormAsksForAllAndStatesNoPoints(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.NoError(t, composition.BlankProjectForm().WriteXLSX(&out))
	read, err := workbook.Read(workbook.KindScores, out.Bytes())
	require.NoError(t, err)
	require.Len(t, read.Problems, 1)
	require.Equal(t, workbook.ReasonNoRows, read.Problems[0].Reason, "its examples are no indicators")
}
