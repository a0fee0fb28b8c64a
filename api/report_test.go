package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/process"
	"jiheng/processes"
)

// overall is what a report of a unit as a whole has to hold (article 27 of the
// county's rules), project what one of a project (article 28), in order.
func overall() []string {
	return []string{"部门概述", "部门整体支出管理及使用情况", "部门管理情况", "部门整体或基本绩效评价结果", "绩效偏离情况", "绩效评价结论、整改措施及改进建议"}
}

func project() []string {
	return []string{"项目基本概况", "项目管理情况", "绩效评价结果", "绩效偏离情况", "绩效评价结论、整改措施及改进建议"}
}

// ships puts the newest version of the process that is shipped.
func (b *bench) ships() *bench {
	b.t.Helper()
	catalogue, err := process.Load(processes.FS(), process.Options{})
	require.NoError(b.t, err)
	source, err := catalogue.Source("overall-self-evaluation", 0)
	require.NoError(b.t, err)
	_, err = b.store.PutDefinition(b.t.Context(), "overall-self-evaluation", source)
	require.NoError(b.t, err)
	return b
}

// titles are what people call what is wrong, reasons why it is.
func titles(p api.Problem) (titles, reasons []string) {
	for _, e := range p.Errors {
		titles, reasons = append(titles, e.Title), append(reasons, e.Reason)
	}
	return titles, reasons
}

// written fills in the parts of reports.
func written(names ...string) []string {
	var out []string
	for _, name := range names {
		out = append(out, name, "已按计划完成。")
	}
	return out
}

func projectParts() []string {
	return written("basics", "management", "outcome", "deviation", "findings")
}

// marked says of every cover that is supplied or inspected at a task that it
// bears what it must.
func (p *play) marked(person string, task api.Task) {
	p.t.Helper()
	list := into[api.Checklist](p.as(person).get(path(task, "materials")).ok(http.StatusOK))
	for _, e := range append(list.Entries, list.Inspected...) {
		said := []map[string]any{}
		for _, m := range e.Marks {
			said = append(said, map[string]any{"mark": m.Mark, "confirmed": true})
		}
		if len(said) > 0 {
			body := map[string]any{"material": e.Papers[len(e.Papers)-1].ID, "marks": said}
			p.as(person).post(path(task, "marks"), body).ok(http.StatusOK)
		}
	}
}

func (p *play) try(person string, task api.Task, action string, body any) api.Problem {
	p.t.Helper()
	return p.as(person).post(path(task, action), body, match(p.live(task.Stage, task.Step).Version)).problem(http.StatusUnprocessableEntity)
}

func TestAProjectIsNotHandedInWithoutItsPartsAndTheMarksOfItsCovers(t *testing.T) {
	t.Parallel()
	p := started(t, open(t).ships()).formed()
	task := p.claims("coordination-clerk", "self_check", "submit")
	p.supplies("coordination-clerk", task, "self_evaluation_report", "score_sheet")
	told := p.try("coordination-clerk", task, "complete", map[string]any{"submission": fields("conclusion", "运行正常")})
	lacking, _ := titles(told)
	require.Equal(t, project(), lacking)

	whole := map[string]any{"submission": fields(append([]string{"conclusion", "运行正常"}, projectParts()...)...)}
	told = p.try("coordination-clerk", task, "complete", whole)
	require.Equal(t, "materials_missing", told.Reason)
	lacking, reasons := titles(told)
	require.Equal(t, []string{"财政项目支出绩效自评报告", "财政项目支出绩效自评报告", "绩效评价评分表", "绩效评价评分表"}, lacking)
	require.Equal(t, []string{"mark_missing", "mark_missing", "mark_missing", "mark_missing"}, reasons)
	require.Equal(t, "没有确认封面上有单位公章。", told.Errors[0].Message)
	require.Equal(t, "没有确认封面上有财务负责人签名。", told.Errors[3].Message)

	p.marked("coordination-clerk", task)
	p.as("coordination-clerk").post(path(task, "complete"), whole, match(p.live("self_check", "submit").Version)).ok(http.StatusOK)
	p.turn()

	review := p.claims("finance-clerk", "self_check", "review")
	told = p.try("finance-clerk", review, "approve", map[string]string{"opinion": "同意。"})
	require.Equal(t, "marks_unchecked", told.Reason)
	require.Len(t, told.Errors, 4)
	p.marked("finance-clerk", review)
	p.approves("finance-clerk", "self_check", "review")
}

// compiling plays the shipped process until its tables are to be compiled, and
// gives the task of that.
func compiling(t *testing.T) (*play, api.Task) {
	t.Helper()
	p := started(t, open(t).ships()).formed()
	task := p.claims("coordination-clerk", "self_check", "submit")
	p.supplies("coordination-clerk", task, "self_evaluation_report", "score_sheet")
	p.marked("coordination-clerk", task)
	p.completes("coordination-clerk", "self_check", "submit", fields(append([]string{"conclusion", "运行正常"}, projectParts()...)...))
	p.marked("finance-clerk", p.claims("finance-clerk", "self_check", "review"))
	p.approves("finance-clerk", "self_check", "review")
	p.inspected()
	return p, p.claims("finance-clerk", "roll_up", "compile")
}

func TestTheTablesAreNotCompiledWithoutTheSixPartsOfTheReport(t *testing.T) {
	t.Parallel()
	p, task := compiling(t)
	declared := fields("total", "97", "grade", "优")
	declared["sheet"] = p.script.Sheet
	told := p.try("finance-clerk", task, "complete", map[string]any{"submission": declared})
	require.Equal(t, "form_incomplete", told.Reason)
	lacking, _ := titles(told)
	require.Equal(t, overall(), lacking)
}

// What came back is not written anew from nothing: whoever does it again finds
// what was handed in before.
func TestWhatWasHandedInBeforeIsThereForTheNextRound(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	task := p.claims("coordination-clerk", "self_check", "submit")
	require.Empty(t, p.detail("coordination-clerk", task).Previous)
	p.supplies("coordination-clerk", task, "self_evaluation_report", "score_sheet")
	p.completes("coordination-clerk", "self_check", "submit", fields("conclusion", "运行正常"))
	require.Empty(t, p.detail("coordination-clerk", task).Previous, "it is settled")
	review := p.claims("finance-clerk", "self_check", "review")
	require.Empty(t, p.detail("finance-clerk", review).Previous)
	p.as("finance-clerk").post(path(review, "return"), map[string]string{"reason": "请补充。"}, match(review.Version)).ok(http.StatusOK)
	p.turn()
	again := p.detail("coordination-clerk", p.live("self_check", "submit"))
	require.Empty(t, again.Submission.Fields)
	require.Equal(t, []api.FieldValue{{Name: "conclusion", Value: "运行正常"}}, again.Previous.Fields)
}

// Every empty form that the shipped process names can be had.
func TestTheEmptyFormsOfTheShippedProcessCanBeHad(t *testing.T) {
	t.Parallel()
	p := started(t, open(t).ships()).formed()
	task := p.claims("coordination-clerk", "self_check", "submit")
	for kind, file := range map[string]string{"self_evaluation_report": "self-evaluation-report.docx", "score_sheet": "score-table.xlsx"} {
		list := into[api.Checklist](p.as("coordination-clerk").get(path(task, "materials")).ok(http.StatusOK))
		i := slices.IndexFunc(list.Entries, func(e api.MaterialEntry) bool { return e.Kind == kind })
		require.Equal(t, list.Entries[i].Template, strings.TrimSuffix(strings.TrimSuffix(file, ".docx"), ".xlsx"))
		p.as("coordination-clerk").get("/api/v1/templates/" + file).ok(http.StatusOK)
	}
}

// A figure that does not follow from those it is made of is put right, or the
// unit says why it stands; whoever signs says that he has looked at it.
func TestContradictionsOfTheTablesAreAnsweredBeforeTheyAreCompiled(t *testing.T) {
	t.Parallel()
	p, task := compiling(t)
	var sheet map[string]any
	require.NoError(t, json.Unmarshal(p.script.Sheet, &sheet))
	answers := sheet["answers"]
	delete(sheet, "answers")
	parts := written("overview", "spending", "management", "outcome", "deviation", "findings")
	declared := fields(append([]string{"total", "97", "grade", "优"}, parts...)...)
	declared["sheet"] = sheet
	told := p.try("finance-clerk", task, "complete", map[string]any{"submission": declared})
	require.Equal(t, "contradictions_unanswered", told.Reason)
	require.Len(t, told.Errors, 4)
	require.Equal(t, "填报82.77万元，按同表数据计算为163万元，两者不一致。请改正，或者写明理由（预算增减原因合计）。", told.Errors[0].Message)

	found := into[struct{ Contradictions []api.Contradiction }](p.as("finance-clerk").
		post("/api/v1/contradictions", map[string]any{"sheet": sheet, "total": "97", "grade": "优"}).ok(http.StatusOK))
	require.Len(t, found.Contradictions, 4)
	require.Empty(t, found.Contradictions[0].Reason)

	sheet["answers"] = answers
	p.completes("finance-clerk", "roll_up", "compile", declared)
	for _, member := range []string{"director", "office-head", "supervision-head", "coordination-head", "hotline-head"} {
		p.approves(member, "roll_up", "approve")
	}
	attest := p.claims("director", "roll_up", "attest")
	require.Contains(t, p.detail("director", attest).Statement.Wording, "本人已逐处核实填报的数和说明的理由")
	known := into[api.TableFindings](p.as("director").get("/api/v1/evaluations/" + p.id + "/findings").ok(http.StatusOK))
	require.Len(t, known.Contradictions, 4)
	require.Contains(t, known.Contradictions[2].Reason, "原文如此")
}
