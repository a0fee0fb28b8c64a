package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiheng/api"
	"jiheng/internal/document"
	"jiheng/internal/typeset/typesettest"
)

func TestPapersAreGivenOutAsTheyAreNowAndThenAsTheyWereSealed(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).formed()
	base := "/api/v1/evaluations/" + p.id + "/documents"
	auditor := p.as("auditor")
	listed := into[api.Documents](auditor.get(base).ok(http.StatusOK))
	formats := make(map[string]int)
	for _, d := range listed.Documents {
		formats[d.Name] = len(d.Formats)
		for _, f := range d.Formats {
			a := auditor.get(base + "/" + d.Name + "." + string(f)).ok(http.StatusOK)
			require.NotEmpty(t, a.body, "%s.%s", d.Name, f)
			again := auditor.get(base + "/" + d.Name + "." + string(f)).ok(http.StatusOK)
			require.Equal(t, a.header.Get("ETag"), again.header.Get("ETag"), "%s.%s: equal papers are equal bytes", d.Name, f)
		}
	}
	require.Equal(t, map[string]int{"data-table": 3, "score-table": 3, "report": 2, "project-list": 3, "material-checklist": 3, "formation-notice": 2}, formats)
	notice := typesettest.DOCX(t, []byte(auditor.get(base+"/formation-notice.docx").ok(http.StatusOK).text()))
	require.Contains(t, notice, "工作领导小组的通知")
	require.Contains(t, notice, "领导小组组长：")
	report := auditor.get(base + "/report.docx").ok(http.StatusOK)
	require.Contains(t, typesettest.DOCX(t, []byte(report.text())), "（未定稿）")
	require.Contains(t, report.header.Get("Content-Disposition"), "filename*=UTF-8''%E8%87%AA%E8%AF%84%E6%8A%A5%E5%91%8A.docx")

	for path, status := range map[string]int{
		"/report.xlsx": http.StatusNotFound, "/nothing.pdf": http.StatusNotFound, "/filing-letter.pdf": http.StatusNotFound, "/report.exe": http.StatusUnprocessableEntity,
	} {
		auditor.get(base + path).problem(status)
	}
	p.as("bureau-clerk").get(base + "/report.pdf").problem(http.StatusNotFound)
	p.anybody().get(base + "/report.pdf").problem(http.StatusUnauthorized)
}

func TestAFilledFormComesBackAsWhatItSaysOrAsWhatIsWrong(t *testing.T) {
	t.Parallel()
	b := open(t)
	clerk := b.as("office-head")
	template := clerk.get("/api/v1/templates/project-list.xlsx").ok(http.StatusOK)
	f, err := excelize.OpenReader(bytes.NewReader([]byte(template.text())))
	require.NoError(t, err)
	department := into[api.ListPeople200JSONResponse](clerk.get("/api/v1/people").ok(http.StatusOK)).Departments[0].Name
	filled := func(amount any) []byte {
		require.NoError(t, f.SetSheetRow("评价项目清单", "B4", &[]any{"大厅运行", department, amount}))
		var out bytes.Buffer
		require.NoError(t, f.Write(&out))
		return out.Bytes()
	}
	read := into[api.Import](clerk.imports("/api/v1/imports/project-list", filled("1,234.5")).ok(http.StatusOK))
	require.Equal(t, []api.ImportedProject{{Name: "大厅运行", Department: department, AmountYuan: "1234.5"}}, read.Projects)
	require.Empty(t, read.Problems)
	known := department
	department = "没有的科"
	read = into[api.Import](clerk.imports("/api/v1/imports/project-list", filled("1,234.5")).ok(http.StatusOK))
	require.Empty(t, read.Projects)
	require.Equal(t, "C4", read.Problems[0].Cell)
	require.Equal(t, "cell_department_unknown", read.Problems[0].Reason)
	require.Contains(t, read.Problems[0].Message, known)
	department = known
	read = into[api.Import](clerk.imports("/api/v1/imports/project-list", filled("四百六十九万")).ok(http.StatusOK))
	require.Empty(t, read.Projects)
	require.Equal(t, []api.ImportProblem{{Cell: "D4", Reason: "cell_number_invalid", Message: "D4：金额应是数字，写的是“四百六十九万”。"}}, read.Problems)
	read = into[api.Import](clerk.imports("/api/v1/imports/score-table", filled(1)).ok(http.StatusOK))
	require.Equal(t, "template_of_another_form", read.Problems[0].Reason)

	clerk.imports("/api/v1/imports/guess", nil).problem(http.StatusUnprocessableEntity)
	clerk.imports("/api/v1/imports/project-list", make([]byte, 5<<20)).problem(http.StatusRequestEntityTooLarge)
	for file, title := range map[string]string{"data-table": "自评数据表", "material-checklist": "佐证材料清单", "zhanjiang-overall": ""} {
		disposition := clerk.get("/api/v1/templates/" + file + ".xlsx").ok(http.StatusOK).header.Get("Content-Disposition")
		require.Contains(t, disposition, url.PathEscape(title), file)
	}
	clerk.imports("/api/v1/imports/material-checklist", []byte("x")).problem(http.StatusUnprocessableEntity)
	figures, err := excelize.OpenReader(bytes.NewReader([]byte(clerk.get("/api/v1/templates/data-table.xlsx").ok(http.StatusOK).text())))
	require.NoError(t, err)
	row := func(kind string) []byte {
		require.NoError(t, figures.SetSheetRow("自评数据表", "B4", &[]any{"整体支出完成率", kind, "1952.82；1987.76", "98.24", "%"}))
		var out bytes.Buffer
		require.NoError(t, figures.Write(&out))
		return out.Bytes()
	}
	filledIn := into[api.Import](clerk.imports("/api/v1/imports/data-table", row("比率")).ok(http.StatusOK))
	require.Empty(t, filledIn.Problems)
	require.Contains(t, string(filledIn.Sheet), `"operands":["1952.82","1987.76"]`)
	wrong := into[api.Import](clerk.imports("/api/v1/imports/data-table", row("估计")).ok(http.StatusOK))
	require.Equal(t, "C4", wrong.Problems[0].Cell)
	require.Empty(t, wrong.Sheet)
	require.Contains(t, clerk.get("/api/v1/templates/wenzhou-appraisal.xlsx").ok(http.StatusOK).header.Get("Content-Disposition"), ".xlsx")
	blank := typesettest.DOCX(t, []byte(clerk.get("/api/v1/templates/self-evaluation-report.docx").ok(http.StatusOK).text()))
	require.Contains(t, blank, "五、绩效评价结论、整改措施及改进建议\n")
	clerk.get("/api/v1/templates/guess.docx").problem(http.StatusNotFound)
	clerk.get("/api/v1/templates/guess.xlsx").problem(http.StatusNotFound)
	b.anybody().get("/api/v1/templates/project-list.xlsx").problem(http.StatusUnauthorized)
}

func TestAScoreTableIsExportedAsItIsImported(t *testing.T) {
	t.Parallel()
	b := open(t)
	clerk := b.as("coordination-clerk")
	items := []api.ScoreItem{{Group: "履职效能", Name: "整体支出完成率", Weight: "10", Score: "9.82", Stated: "按期完成"}, {Group: "社会效应", Name: "满意度"}}
	table := map[string]any{"items": items, "total": "97.5", "grade": "优"}
	file := clerk.post("/api/v1/exports/score-table.xlsx", table).ok(http.StatusOK)
	require.Contains(t, file.header.Get("Content-Disposition"), ".xlsx")
	read := into[api.Import](clerk.imports("/api/v1/imports/score-table", []byte(file.text())).ok(http.StatusOK))
	require.Empty(t, read.Problems)
	want, err := json.Marshal(map[string]any{"figures": []any{}, "items": items})
	require.NoError(t, err)
	require.JSONEq(t, string(want), string(read.Sheet))
	require.Equal(t, []string{"97.5", "优"}, []string{read.Total, read.Grade}, "the total and the grade come back as well")
	b.anybody().post("/api/v1/exports/score-table.xlsx", table).problem(http.StatusUnauthorized)
	clerk.post("/api/v1/exports/score-table.xlsx", map[string]any{"items": []any{map[string]any{"group": "", "name": "", "more": 1}}}).problem(http.StatusUnprocessableEntity)
}

func (p *someone) imports(path string, content []byte) answer {
	p.b.t.Helper()
	return p.send(http.MethodPost, path, content, contentType("application/octet-stream"))
}

func TestThePortalShowsTheReportInTheUnitsOwnWords(t *testing.T) {
	t.Parallel()
	page, err := api.PublicPage([]document.Part{{Title: "部门概述", Text: "设五个科室。\n\n<b>编制</b>24人。"}, {Title: "部门管理情况", Text: "制度健全。"}})
	require.NoError(t, err)
	require.Contains(t, page, "<h3>一、部门概述</h3>\n<p>设五个科室。</p>\n<p>&lt;b&gt;编制&lt;/b&gt;24人。</p>\n<h3>二、部门管理情况</h3>\n<p>制度健全。</p>")
	page, err = api.PublicPage(nil)
	require.NoError(t, err)
	require.NotContains(t, page, "自评报告</h2>")
}
