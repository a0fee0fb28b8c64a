package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiheng/api"
	"jiheng/internal/evaluation"
	"jiheng/internal/process"
	"jiheng/internal/scoring"
	"jiheng/internal/typeset/typesettest"
	"jiheng/processes"
)

// projectTable is a filled national form: 10 for the money, 50, 30 and 10 for
// outputs, effects and satisfaction.
const projectTable = `{"total":"97.53","grade":"优",
	"about":{"project":"污水处理运行维护","department":"某县住建局","implementer":"某县排水中心","money_unit":"万元","expected":"全年处理污水，出水达标","reached":"全年处理污水，出水达标"},
	"money":[{"name":"年度资金总额","initial":"200","full_year":"200","executed":"190.5","weight":"10","rate":"95.25%","score":"9.53"},
		{"name":"其中：当年财政拨款","initial":"200","full_year":"200","executed":"190.5","rate":"95.25%"}],
	"items":[
		{"group":"产出指标","second":"数量指标","name":"污水处理量","weight":"40","target":"≥120万吨","actual":"114万吨","score":"38","reason":"六月设备检修停机九天，已改为分组检修"},
		{"group":"产出指标","second":"质量指标","name":"出水达标率","weight":"10","target":"≥95%","actual":"96%","score":"10"},
		{"group":"效益指标","second":"社会效益指标","name":"受益人口","weight":"30","target":"≥3万人","actual":"3.1万人","score":"30"},
		{"group":"服务对象满意度指标","second":"服务对象满意度指标","name":"居民满意度","weight":"10","target":"≥90%","actual":"92%","score":"10"}]}`

const allColumns = "?columns=second,unit,target,actual,reason,money,about"

// evaluates starts a shipped process for one project.
func evaluates(t *testing.T, name string) *play {
	t.Helper()
	b := open(t)
	catalogue, err := process.Load(processes.FS(), process.Options{})
	require.NoError(t, err)
	source, err := catalogue.Source(name, 0)
	require.NoError(t, err)
	_, after, _ := strings.Cut(string(source), "\nname: ")
	return scoredBy(t, b, "name: "+after)
}

func TestAProjectIsEvaluatedOnTheCommonFormUntilItIsSealed(t *testing.T) {
	t.Parallel()
	p := evaluates(t, "project-self-evaluation")
	clerk := p.as("coordination-clerk")
	task := p.claims("coordination-clerk", "self_evaluation", "fill")
	form := p.detail("coordination-clerk", task).Form
	require.Len(t, form[2].Columns, len(evaluation.SheetColumns()))

	var table map[string]any
	require.NoError(t, json.Unmarshal([]byte(projectTable), &table))
	file := clerk.post("/api/v1/exports/score-table.xlsx", table).ok(http.StatusOK)
	read := into[api.Import](clerk.imports("/api/v1/imports/score-table"+allColumns, []byte(file.text())).ok(http.StatusOK))
	require.Empty(t, read.Problems)
	require.Empty(t, read.Notes)
	require.Equal(t, []string{"97.53", "优"}, []string{read.Total, read.Grade})

	p.supplies("coordination-clerk", task, "evidence")
	submission := fields("total", read.Total, "grade", read.Grade)
	submission["sheet"] = read.Sheet
	told := p.try("coordination-clerk", task, "complete", map[string]any{"submission": submission})
	require.Len(t, told.Errors, 5, "the report of a project has five parts")
	submission = fields("total", read.Total, "grade", read.Grade, "basics", "处理全县污水", "management", "按制度运行",
		"outcome", "出水达标", "deviation", "设备老化", "findings", "列入更新计划")
	submission["sheet"] = withoutReason(t, read.Sheet)
	submission["sheet"] = map[string]any{"figures": []any{}, "items": []any{}}
	told = p.try("coordination-clerk", task, "complete", map[string]any{"submission": submission})
	require.Equal(t, []string{"sheet_incomplete", "rows_missing"}, []string{told.Reason, told.Errors[0].Reason})
	require.NotEmpty(t, told.Errors[0].Message)
	other := fields("total", "99", "grade", read.Grade, "basics", "处理全县污水", "management", "按制度运行",
		"outcome", "出水达标", "deviation", "设备老化", "findings", "列入更新计划")
	other["sheet"] = read.Sheet
	told = p.try("coordination-clerk", task, "complete", map[string]any{"submission": other})
	require.Equal(t, "contradictions_unanswered", told.Reason)
	require.Contains(t, told.Errors[0].Message, "整张表", "what is wrong with the whole is told in words")
	submission["sheet"] = withoutReason(t, read.Sheet)
	told = p.try("coordination-clerk", task, "complete", map[string]any{"submission": submission})
	require.Equal(t, "sheet_incomplete", told.Reason)
	require.Equal(t, "sheet.items.0.reason", told.Errors[0].Field)
	require.Equal(t, "missing_reason", told.Errors[0].Reason)
	require.Contains(t, told.Errors[0].Message, "污水处理量")

	submission["sheet"] = read.Sheet
	p.as("coordination-clerk").post(path(task, "complete"), map[string]any{"submission": submission}, match(p.live("self_evaluation", "fill").Version)).ok(http.StatusOK)
	p.turn()
	p.approves("finance-clerk", "self_evaluation", "review")
	attest := p.claims("director", "decision", "attest")
	statement := p.detail("director", attest).Statement
	require.Contains(t, statement.Wording, "真实性")
	outdated := p.as("director").post(path(attest, "approve"), map[string]any{"opinion": "同意。", "attests": statement.Content}, match(attest.Version)).problem(http.StatusConflict)
	require.Equal(t, []string{"attestation_outdated", "attestation:outdated"}, []string{outdated.Reason, outdated.Rule})
	require.Contains(t, outdated.RuleText, "审阅以后内容有变动的，须重新审阅后再签署。")
	p.as("director").post(path(attest, "approve"), map[string]any{"opinion": "同意。", "attests": statement.WordingDigest}, match(attest.Version)).ok(http.StatusOK)
	p.turn()

	shown := into[api.Figures](p.as("auditor").get("/api/v1/evaluations/" + p.id + "/figures").ok(http.StatusOK))
	require.Equal(t, "六月设备检修停机九天，已改为分组检修", shown.Items[0].Reason)
	require.Equal(t, "95.25%", shown.Money[0].Rate)
	p.scoresTheForm()
	paper := p.as("auditor").get("/api/v1/evaluations/" + p.id + "/documents/score-table.docx").ok(http.StatusOK)
	require.Contains(t, typesettest.DOCX(t, []byte(paper.text())), "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施|")
	p.as("auditor").get("/api/v1/evaluations/" + p.id + "/dossier").ok(http.StatusOK)
	p.saysOnlyWhatItHas()
	sealed := p.as("auditor").get("/api/v1/evaluations/" + p.id + "/documents/score-table.xlsx").ok(http.StatusOK)
	again := into[api.Import](clerk.imports("/api/v1/imports/score-table"+allColumns, []byte(sealed.text())).ok(http.StatusOK))
	require.JSONEq(t, string(read.Sheet), string(again.Sheet), "the sealed paper says what was handed in")
	require.Equal(t, read.Total, again.Total)
}

// scoresTheForm looks for what the scheme makes of the form that was handed in,
// beside what the unit gave itself: in the result, and on the appraisal table.
func (p *play) scoresTheForm() {
	p.t.Helper()
	score := p.score()
	require.Empty(p.t, score.Problems)
	card := score.Scores.Subjects[0]
	require.Equal(p.t, scoring.Scored, card.State)
	require.Equal(p.t, []string{"97.53", "97.53", "0.00"}, []string{card.Total.String(), card.DeclaredTotal.String(), card.Difference.String()})
	points := map[string]string{}
	for _, l := range card.Lines {
		require.Empty(p.t, l.Waits, l.Title)
		points[l.Title] = l.Points.String() + " of " + l.Full.String()
	}
	require.Equal(p.t, map[string]string{
		"预算执行率": "9.53 of 10", "产出指标": "48 of 50", "污水处理量": "38 of 40", "出水达标率": "10 of 10", "效益指标": "30 of 30",
		"受益人口": "30 of 30", "服务对象满意度指标": "10 of 10", "居民满意度": "10 of 10",
	}, points)
	document := "/api/v1/evaluations/" + p.id + "/documents/appraisal-table."
	paper := typesettest.DOCX(p.t, []byte(p.as("auditor").get(document+"docx").ok(http.StatusOK).text()))
	for _, printed := range []string{"|10|9.53|9.53|0.47||", "污水处理量|正向（≥）|40|38|38|2||", "六月设备检修停机九天", "合计|97.53|97.53|"} {
		require.Contains(p.t, paper, printed)
	}
	require.NotContains(p.t, paper, "未填")
	require.NotContains(p.t, paper, "没有填列指标")
	cells := workbook(p.t, []byte(p.as("auditor").get(document+"xlsx").ok(http.StatusOK).text()))
	pages := strings.Join(typesettest.PDF(p.t, []byte(p.as("auditor").get(document+"pdf").ok(http.StatusOK).text())), "")
	require.Contains(p.t, pages, "污水处理量")
	require.NotContains(p.t, pages, "未填")
	require.Contains(p.t, cells, "|污水处理量|正向（≥）|40|38|38|2|")
}

// workbook gives the cells of the first sheet, row by row.
func workbook(t *testing.T, content []byte) string {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(content))
	require.NoError(t, err)
	rows, err := file.GetRows(file.GetSheetName(0))
	require.NoError(t, err)
	require.NoError(t, file.Close())
	var b strings.Builder
	for _, row := range rows {
		b.WriteString(strings.Join(row, "|") + "\n")
	}
	return b.String()
}

// A row that the scheme has no place for is told, on the paper too, and keeps
// nothing else from being computed.
func TestAWrongRowOfTheCommonFormIsToldAndTheRestIsComputed(t *testing.T) {
	t.Parallel()
	b := open(t)
	p := scoredBy(t, b, strings.Replace(scoredProcess, "hubei-project@1", "national-project@2", 1))
	p.claims("office-head", "fill", "fill")
	sheet := sheetOf(t, `{"figures": [], "items": [
		{"group": "管理指标", "name": "制度健全", "weight": "5", "score": "5"}, {"group": "效益指标", "name": "受益人口", "weight": "30", "score": "30"}]}`)
	p.completes("office-head", "fill", "fill", map[string]any{"fields": values("total", "90", "grade", "优"), "sheet": sheet})
	score := p.score()
	require.Empty(t, score.Problems)
	lines := score.Scores.Subjects[0].Lines
	last := lines[len(lines)-1]
	require.Equal(t, []string{"制度健全", "5"}, []string{last.Title, last.Declared.String()})
	require.Equal(t, scoring.NotComputable, last.Waits[0].Reason)
	require.Equal(t, "评分方案没有“管理指标”这一组指标，这一行不知计入哪一组", last.Waits[0].Title)
	paper := typesettest.DOCX(t, []byte(p.as("auditor").get("/api/v1/evaluations/"+p.id+"/documents/appraisal-table.docx").ok(http.StatusOK).text()))
	require.Contains(t, paper, "评分方案没有的指标|制度健全|||5|5||||不能计算：评分方案没有“管理指标”这一组指标，这一行不知计入哪一组|")
	require.Contains(t, paper, "受益人口|定性|30|30|30|0||")
}

// saysOnlyWhatItHas looks for what a project that no group leads, without
// figures and without projects of its own, has nothing to say about.
func (p *play) saysOnlyWhatItHas() {
	p.t.Helper()
	papers := "/api/v1/evaluations/" + p.id + "/documents/"
	report := typesettest.DOCX(p.t, []byte(p.as("auditor").get(papers+"report.docx").ok(http.StatusOK).text()))
	require.Contains(p.t, report, "一、项目基本概况\n处理全县污水\n二、项目管理情况\n按制度运行\n三、绩效评价结果\n出水达标\n"+
		"四、绩效偏离情况\n设备老化\n五、绩效评价结论、整改措施及改进建议\n列入更新计划\n")
	require.Contains(p.t, report, "按流程分4个阶段开展自评")
	require.NotContains(p.t, report, "领导小组")
	for _, empty := range []string{"data-table.pdf", "project-list.pdf"} {
		p.as("auditor").get(papers + empty).problem(http.StatusNotFound)
	}
}

// A cell that is wrong does not hide what is missing: a clerk is told of all of
// it at once, by the cells, and nothing is taken in by half.
func TestAWrongCellDoesNotHideWhatIsMissing(t *testing.T) {
	t.Parallel()
	clerk := open(t).as("coordination-clerk")
	var table map[string]any
	require.NoError(t, json.Unmarshal([]byte(projectTable), &table))
	form := clerk.post("/api/v1/exports/score-table.xlsx", table).ok(http.StatusOK).text()
	file, err := excelize.OpenReader(strings.NewReader(form))
	require.NoError(t, err)
	sheet := file.GetSheetName(0)
	cellOf := func(row, column string) string {
		rows, err := file.SearchSheet(sheet, row)
		require.NoError(t, err)
		columns, err := file.SearchSheet(sheet, column)
		require.NoError(t, err)
		_, at, err := excelize.CellNameToCoordinates(rows[len(rows)-1])
		require.NoError(t, err)
		to, _, err := excelize.CellNameToCoordinates(columns[len(columns)-1])
		require.NoError(t, err)
		name, err := excelize.CoordinatesToCellName(to, at)
		require.NoError(t, err)
		return name
	}
	wrong, reason := cellOf("居民满意度", "得分"), cellOf("污水处理量", "偏差原因分析及改进措施")
	target, actual := cellOf("出水达标率", "年度指标值"), cellOf("受益人口", "实际完成值")
	for cell, value := range map[string]string{wrong: "十分", reason: "", target: "", actual: ""} {
		require.NoError(t, file.SetCellStr(sheet, cell, value))
	}
	var changed bytes.Buffer
	require.NoError(t, file.Write(&changed))
	read := into[api.Import](clerk.imports("/api/v1/imports/score-table"+allColumns, changed.Bytes()).ok(http.StatusOK))
	told := map[string]string{}
	for _, p := range read.Problems {
		require.True(t, strings.HasPrefix(p.Message, p.Cell+"："), p.Message)
		told[p.Cell] = p.Reason
	}
	require.Equal(t, map[string]string{wrong: "cell_number_invalid", reason: "missing_reason", target: "missing_target", actual: "missing_actual"}, told)
	require.Empty(t, read.Sheet, "nothing is taken in by half")
	require.Empty(t, read.Total)

	plain := into[api.Import](clerk.imports("/api/v1/imports/score-table", changed.Bytes()).ok(http.StatusOK))
	require.Len(t, plain.Problems, 1, "a process that does not ask for the columns misses nothing in them")
}

func withoutReason(t *testing.T, sheet json.RawMessage) map[string]any {
	t.Helper()
	var s map[string]any
	require.NoError(t, json.Unmarshal(sheet, &s))
	items, _ := s["items"].([]any)
	first, _ := items[0].(map[string]any)
	delete(first, "reason")
	return s
}

// A process without the columns tells what it has no place for, and takes none
// of it.
func TestColumnsThatAProcessHasNoPlaceForAreToldAndRefused(t *testing.T) {
	t.Parallel()
	b := open(t)
	clerk := b.as("coordination-clerk")
	var table map[string]any
	require.NoError(t, json.Unmarshal([]byte(projectTable), &table))
	file := clerk.post("/api/v1/exports/score-table.xlsx", table).ok(http.StatusOK)
	read := into[api.Import](clerk.imports("/api/v1/imports/score-table", []byte(file.text())).ok(http.StatusOK))
	require.Empty(t, read.Problems)
	require.Len(t, read.Notes, 6)
	require.Contains(t, read.Notes[0].Message, "本流程的评分表没有这一栏")
	require.NotContains(t, string(read.Sheet), "target")

	p := scoredBy(t, b, scoredProcess)
	task := p.claims("office-head", "fill", "fill")
	delete(table, "total")
	delete(table, "grade")
	table["figures"] = []any{}
	submission := fields("total", "97.53", "grade", "优")
	submission["sheet"] = table
	told := p.try("office-head", task, "complete", map[string]any{"submission": submission})
	require.Equal(t, "sheet_incomplete", told.Reason)
	require.Equal(t, "column_not_asked", told.Errors[0].Reason)
}

// What the checker of tables finds stands at its cell while a table is filled
// in.
func TestFindingsStandAtTheirCells(t *testing.T) {
	t.Parallel()
	clerk := open(t).as("coordination-clerk")
	ask := map[string]any{"total": "45", "columns": evaluation.SheetColumns(), "sheet": map[string]any{"figures": []any{}, "items": []any{
		map[string]any{"group": "产出", "name": "数量", "weight": "50", "target": "100", "actual": "90", "score": "45"},
	}}}
	found := into[struct{ Findings []api.SheetFinding }](clerk.post("/api/v1/contradictions", ask).ok(http.StatusOK)).Findings
	require.Len(t, found, 1)
	require.Equal(t, "items.0.reason", found[0].Cell)
	require.Equal(t, "missing_reason", found[0].Code)
	require.True(t, found[0].Demanded)
	delete(ask, "columns")
	found = into[struct{ Findings []api.SheetFinding }](clerk.post("/api/v1/contradictions", ask).ok(http.StatusOK)).Findings
	require.False(t, found[0].Demanded, "a process that does not ask for reasons refuses nothing")
}

func TestTheEmptyCommonFormCanBeHad(t *testing.T) {
	t.Parallel()
	clerk := open(t).as("coordination-clerk")
	require.Contains(t, clerk.get("/api/v1/templates/project-score-table.xlsx").ok(http.StatusOK).header.Get("Content-Disposition"), ".xlsx")
}
