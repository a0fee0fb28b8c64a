package composition_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiheng/internal/composition"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/process"
	"jiheng/internal/scheme"
	"jiheng/internal/typeset/typesettest"
	"jiheng/processes"
)

// withParts asks for the six parts of an overall report and the five of a
// project's, as the local rules do (articles 27 and 28).
func withParts(c *evaluationtest.Case) {
	for i := range c.Definition.Stages {
		step := &c.Definition.Stages[i].Steps[0]
		switch c.Definition.Stages[i].ID {
		case "self_check":
			step.Form = append(step.Form, part("basics", "项目基本概况"), part("outcome", "评价结论、整改措施和改进建议"))
		case "roll_up":
			step.Form = append(step.Form, part("overview", "部门概述"), part("management", "部门管理情况"))
		}
	}
}

func part(name, title string) evaluation.FormField {
	return evaluation.FormField{Name: name, Title: title, Kind: evaluation.FieldPart, Required: true}
}

func names() evaluation.Names {
	return evaluation.Names{
		Unit: "某市行政服务中心", Receiver: "某市财政局", Departments: []evaluation.DepartmentName{{ID: "hotline", Name: "热线科"}},
		People: []evaluation.PersonName{{ID: "director", Name: "甲某", Post: "中心主任"}},
	}
}

// declared are published figures of the service centre, as the API takes them in.
const declared = `{"figures":[
	{"name":"整体支出完成率","kind":"ratio","unit":"%","stated":"98.24","operands":["19528200.00","19877600.00"],"digits":2,"source":"决算报表"},
	{"name":"“公用经费”控制率","kind":"ratio","unit":"%","stated":"55","operands":["214400","386000"]}],
	"items":[{"group":"预算编制情况","name":"预算编制合理性","stated":"符合"},{"group":"预算编制情况","name":"预算编制规范性"},{"group":"使用效益","name":"满意度","weight":"10","score":"9.5"}]}`

// declares puts published figures in the place of what was handed in.
func declares(c *evaluationtest.Case) *evaluationtest.Case {
	for i := range c.Evaluation.Tasks {
		if sub := &c.Evaluation.Tasks[i].Submission; len(sub.Sheet) > 0 {
			sub.Sheet = json.RawMessage(declared)
		}
	}
	return c
}

// finished is the case brought to its end, with parts of reports.
func finished(t testing.TB) composition.Composition {
	t.Helper()
	c := evaluationtest.New(t)
	withParts(c)
	c = c.Running().Finished()
	declares(c)
	made, err := composition.Compose(c.Situation(evaluationtest.OfficeHead()), names(), c.Now)
	require.NoError(t, err)
	return made
}

// drafts are the papers of the same case beside the sealed ones.
func drafts(t testing.TB) composition.Composition {
	t.Helper()
	c := evaluationtest.New(t)
	withParts(c)
	c = declares(c.Running().Finished())
	made, err := composition.Draft(c.Situation(evaluationtest.OfficeHead()), names())
	require.NoError(t, err)
	return made
}

func text(t testing.TB, c composition.Composition, name string) string {
	t.Helper()
	p, err := c.Paper(name)
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, p.Write(composition.DOCX, &out))
	return typesettest.DOCX(t, out.Bytes())
}

func TestWhatIsSealedHasANameThatProcessesCanUse(t *testing.T) {
	t.Parallel()
	d := &evaluation.Definition{}
	for _, name := range evaluation.DossierPapers() {
		d.Documents = append(d.Documents, evaluation.DocumentRule{Name: name, Publish: evaluation.PublishNo})
	}
	seen := 0
	for _, p := range finished(t).Papers() {
		if len(p.Sealed) > 0 {
			seen++
			require.Equal(t, evaluation.PublishNo, d.PublishOf(p.Name), p.Name)
		}
	}
	require.Positive(t, seen)
	require.Equal(t, evaluation.PublishYes, d.PublishOf("formation-notice"))
	require.Equal(t, evaluation.PublishYes, (&evaluation.Definition{}).PublishOf("report"))
}

func TestTheReportHasThePartsThatWereWritten(t *testing.T) {
	t.Parallel()
	c := finished(t)
	report := text(t, c, "report")
	require.Contains(t, report, "一、部门概述\nas planned\n二、部门管理情况\nas planned\n三、存在的问题\n")
	require.Contains(t, report, "附件1\n自评工作情况\n一、自评工作过程\n")
	require.Contains(t, report, "|4,690,000.00|\n")
	require.Contains(t, report, "领导小组组长|中心主任|\n")
	require.NotContains(t, report, "甲某", "posts, not names")
	require.NotContains(t, report, "未定稿")
	require.Contains(t, text(t, drafts(t), "report"), "整体支出绩效自评报告（另行编制，以定稿卷宗为准）\n")
	project := text(t, c, "project-report-001")
	require.Contains(t, project, "一、项目基本概况\nas planned\n二、评价结论、整改措施和改进建议\nas planned\n")
}

// attested is the case of the shipped process, signed and sealed.
func attested(t *testing.T) *evaluationtest.Case {
	t.Helper()
	shipped, err := process.Load(processes.FS(), process.Options{})
	require.NoError(t, err)
	c := evaluationtest.New(t)
	c.Definition, err = shipped.Find("overall-self-evaluation", 0)
	require.NoError(t, err)
	c = c.Running().Through("roll_up")
	c.Evaluation.Written("roll_up", "compile", evaluation.WholeItem).Submission.Sheet = json.RawMessage(declared)
	c.Evaluation.Attestations[0].Content = evaluation.ContentDigest(c.Definition, c.Evaluation)
	return c
}

// The article's six parts come in its order with nothing between them; who
// answers for the content is on a sheet of the report itself.
func TestTheShippedReportHasSixPartsAndTheSignedStatement(t *testing.T) {
	t.Parallel()
	c := attested(t)
	signed := c.Evaluation.Attestations[0]
	made, err := composition.Compose(c.Situation(evaluationtest.OfficeHead()), names(), c.Now)
	require.NoError(t, err)
	report := text(t, made, "report")
	require.Contains(t, report, "\n一、部门概述\nas planned\n二、部门整体支出管理及使用情况\nas planned\n三、部门管理情况\nas planned\n"+
		"四、部门整体或基本绩效评价结果\nas planned\n五、绩效偏离情况\nas planned\n六、绩效评价结论、整改措施及改进建议\nas planned\n附件：")
	require.Contains(t, report, "\n四、责任声明\n本单位对所报送材料", "the unit's parts are its own words alone")
	require.Contains(t, report, "附件3\n声明\n"+signed.Wording+"\n事项|内容|\n签署岗位|主要负责人|\n职务|中心主任|\n签署时间|2020年8月17日 00:00|\n")
	require.Contains(t, report, "|"+signed.Content+"|\n声明原文的摘要|"+signed.WordingDigest+"|\n")
	require.NotContains(t, report, "甲某")
	project := text(t, made, "project-report-001")
	require.Contains(t, project, "\n一、项目基本概况\nas planned\n二、项目管理情况\nas planned\n三、绩效评价结果\nas planned\n"+
		"四、绩效偏离情况\nas planned\n五、绩效评价结论、整改措施及改进建议\nas planned\n")
}

// A statement on what has changed since stands in no report.
func TestAStatementThatNoLongerFitsIsNotInTheReport(t *testing.T) {
	t.Parallel()
	c := attested(t)
	c.Evaluation.Written("roll_up", "compile", evaluation.WholeItem).Submission.Fields[0].Value = "96"
	made, err := composition.Compose(c.Situation(evaluationtest.OfficeHead()), names(), c.Now)
	require.NoError(t, err)
	require.NotContains(t, text(t, made, "report"), c.Evaluation.Attestations[0].Content)
}

func TestASubstituteSignsForSomebody(t *testing.T) {
	t.Parallel()
	c := attested(t)
	c.Evaluation.Attestations[0].By, c.Evaluation.Attestations[0].OnBehalfOf = "office-head", "director"
	made, err := composition.Compose(c.Situation(evaluationtest.OfficeHead()), names(), c.Now)
	require.NoError(t, err)
	require.Contains(t, text(t, made, "report"), "\n职务|office-head（代中心主任）|\n")
}

func TestTheOfficialPapersAreFilledFromTheEvaluation(t *testing.T) {
	t.Parallel()
	c := finished(t)
	notice := text(t, c, "formation-notice")
	require.Contains(t, notice, "领导小组组长：中心主任\n")
	require.Contains(t, notice, "\n各科室：\n")
	require.Contains(t, notice, "（公章）\n")
	require.NotContains(t, text(t, c, "report"), "KB")
	letter := text(t, c, "filing-letter")
	require.True(t, strings.HasPrefix(letter, "关于报送"))
	require.Contains(t, letter, "某市财政局：\n")
	require.Contains(t, text(t, c, "project-list"), "合计|")
	require.Contains(t, text(t, c, "material-checklist"), "|项目申报书|1|1|已交|\n")
}

// A letter names what is in the sealed dossier, and nothing beside it.
func TestTheFilingLetterNamesWhatIsEnclosed(t *testing.T) {
	t.Parallel()
	c := declares(evaluationtest.New(t).Running().Finished())
	c.Evaluation.Dossier.Files = []evaluation.SealedFile{
		{Path: "data-table.xlsx", Title: "自评数据表"},
		{Path: "data-table.pdf", Title: "自评数据表"},
		{Path: "project-report-001.pdf", Title: "自助终端绩效自评报告"},
		{Path: "materials/check.hand_in/a.pdf", Title: "自助终端 · 项目验收报告"},
	}
	letter := func() string {
		made, err := composition.Draft(c.Situation(evaluationtest.OfficeHead()), names())
		require.NoError(t, err)
		return text(t, made, "filing-letter")
	}
	c.Evaluation.Dossier.Files = append(c.Evaluation.Dossier.Files, evaluation.SealedFile{Path: "report.pdf", Title: "自评报告"})
	require.Contains(t, letter(), "附件：1.自评报告\n　　　2.自评数据表\n", "the report comes first")
	require.Equal(t, 1, strings.Count(letter(), "同一份定稿卷宗"), "promised once")
	c.Evaluation.Dossier.Files = c.Evaluation.Dossier.Files[:4]
	require.Contains(t, letter(), "附件：1.自评数据表\n　　　2.自助终端绩效自评报告\n　　　3.自助终端 · 项目验收报告\n")
	require.NotContains(t, letter(), "另行编制")
	for range 20 {
		c.Evaluation.Dossier.Files = append(c.Evaluation.Dossier.Files, evaluation.SealedFile{Path: "materials/check.hand_in/b.pdf", Title: "发票"})
	}
	require.Contains(t, letter(), "　　　3.佐证材料（共21份，名称见定稿卷宗的清单）\n")
}

func TestEveryPaperPrintsInItsFormatsTheSameTwice(t *testing.T) {
	t.Parallel()
	first, second := finished(t), finished(t)
	for i, p := range first.Papers() {
		for _, f := range composition.Formats() {
			var a, b bytes.Buffer
			err := p.Write(f, &a)
			if f == composition.XLSX && len(p.Formats()) == 2 {
				require.Equal(t, composition.ReasonUnknown, fault.ReasonOf(err))
				continue
			}
			require.NoError(t, err)
			require.NoError(t, second.Papers()[i].Write(f, &b))
			require.Equal(t, a.Bytes(), b.Bytes(), "%s.%s", p.Name, f)
			require.NotEqual(t, "application/octet-stream", f.MediaType())
		}
	}
	_, err := first.Paper("nothing")
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
}

func TestTheAppraisalFormShowsTheSchemeAndFillsInNothing(t *testing.T) {
	t.Parallel()
	shipped, err := scheme.Load(processes.Schemes())
	require.NoError(t, err)
	for _, s := range shipped.All() {
		form := composition.AppraisalForm(s)
		var docx, xlsx bytes.Buffer
		require.NoError(t, form.Document().WriteDOCX(&docx), s.Name)
		require.NoError(t, form.WriteXLSX(&xlsx), s.Name)
		text := typesettest.DOCX(t, docx.Bytes())
		if s.Name == "wenzhou-appraisal" {
			require.Contains(t, text, "1 绩效目标申报|1.1 按时申报|是否申报；是否按期，逾期多少天|未申报的不得分；按期的得满分，每逾期5天扣1分，扣完为止|")
			require.Contains(t, text, "|3||||\n")
			require.Contains(t, text, "注1：依据：2013年度市级部门财政预算绩效管理工作考评细则（考评表）")
			require.Contains(t, text, "合计||||\n", "nothing is added up for the unit")
		}
	}
}

// No cell of a workbook is a formula, whatever it begins with or holds: DDE
// calls and links stay text, and stay it when they are edited.
func TestNoCellOfAWorkbookIsAFormula(t *testing.T) {
	t.Parallel()
	for _, evil := range []string{"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", " =1", "x\n=cmd|' /C calc'!A0", `=HYPERLINK("http://evil.example")`, "=DDE(\"a\";\"b\")"} {
		c := evaluationtest.New(t)
		c.Start.Items[0].Title = strings.Trim(evil, "\t\n")
		if !evaluation.Line(c.Start.Items[0].Title) {
			c.Start.Items[0].Title = strings.ReplaceAll(evil, "\n", " ")
		}
		c = c.Running()
		made, err := composition.Compose(c.Situation(evaluationtest.OfficeHead()), evaluation.Names{Unit: evil}, c.Now)
		require.NoError(t, err)
		for _, p := range made.Papers() {
			if len(p.Formats()) == 2 {
				continue
			}
			var out bytes.Buffer
			require.NoError(t, p.Write(composition.XLSX, &out), "%q", evil)
			requireNoFormula(t, out.Bytes())
		}
	}
}

func requireNoFormula(t testing.TB, content []byte) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	for _, sheet := range f.GetSheetList() {
		require.NotContains(t, typesettest.Part(t, content, "xl/worksheets/sheet1.xml"), "<f>")
		rows, err := f.GetRows(sheet)
		require.NoError(t, err)
		for i, row := range rows {
			for j, text := range row {
				cell, err := excelize.CoordinatesToCellName(j+1, i+1)
				require.NoError(t, err)
				kind, err := f.GetCellType(sheet, cell)
				require.NoError(t, err)
				if strings.ContainsAny(text, "=@+|") {
					require.Contains(t, []excelize.CellType{excelize.CellTypeSharedString, excelize.CellTypeInlineString}, kind, text)
				}
			}
		}
	}
}
