package workbook_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"jiheng/internal/declaration"
	"jiheng/internal/document"
	"jiheng/internal/fault"
	"jiheng/internal/workbook"
)

// book makes a workbook of one sheet and lets it be changed.
func book(t testing.TB, rows [][]any, change ...func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer func() { require.NoError(t, f.Close()) }()
	for i, row := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		require.NoError(t, err)
		require.NoError(t, f.SetSheetRow("Sheet1", cell, &row))
	}
	for _, c := range change {
		c(f)
	}
	var out bytes.Buffer
	require.NoError(t, f.Write(&out))
	return out.Bytes()
}

func read(t testing.TB, kind workbook.Kind, content []byte) workbook.Result {
	t.Helper()
	r, err := workbook.Read(kind, content)
	require.NoError(t, err)
	return r
}

func sentences(r workbook.Result) []string {
	var out []string
	for _, p := range r.Problems {
		out = append(out, p.Sentence())
	}
	return out
}

func yuan(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func TestRead_takes_what_people_send(t *testing.T) {
	t.Parallel()
	content := book(t, [][]any{
		{"2019年度评价项目清单"},
		{"填报单位：某中心", nil, nil, "单位：万元"},
		{"序号", "项 目 名 称", "责任科室", "预算金额", "备注"},
		{1, "12345热线", "　业务科　", "４６９．０４", nil},
		{2, "大厅运行", "业务科", 1234.5600000000001, "含\n水电"},
		{nil, nil, nil, nil, nil},
		{4, "自助终端", nil, "1,000", nil},
		{nil, nil, nil, nil, nil},
		{"合计", nil, nil, "2703.6"},
		{"单位负责人：", "不读"},
		{9, "表外", "表外", "x"},
	}, func(f *excelize.File) {
		require.NoError(t, f.MergeCell("Sheet1", "C5", "C7"))
	})
	require.Equal(t, []workbook.Project{
		{Name: "12345热线", Department: "业务科", Amount: yuan("4690400")},
		{Name: "大厅运行", Department: "业务科", Amount: yuan("12345600"), Remark: "含\n水电"},
		{Name: "自助终端", Department: "业务科", Amount: yuan("10000000")},
	}, comparable(read(t, workbook.KindProjects, content).Projects))
}

// comparable brings amounts into one form.
func comparable(list []workbook.Project) []workbook.Project {
	for i := range list {
		list[i].Amount = yuan(list[i].Amount.String())
	}
	return list
}

func TestRead_tells_everything_that_is_wrong_by_its_cell(t *testing.T) {
	t.Parallel()
	content := book(t, [][]any{
		{"序号", "项目名称", "承办科室", "金额（元）", "备注"},
		{1, "甲", "业务科", "四百六十九万", nil},
		{2, nil, "业务科", "1", nil},
		{3, "乙", "业务科", -5, strings.Repeat("长", 2001)},
		{4, "丙", "业务科", "1,00", "a\x1fb"},
		{5, "丁", "业务科", nil, nil},
		{6, "甲", "业务科", "1e30", nil},
		{7, "戊", "业务科", "0.0000001", nil},
		{8, "己", "#REF!", 1, nil},
	}, func(f *excelize.File) {
		require.NoError(t, f.SetCellFormula("Sheet1", "D6", "D2*2"))
	})
	r := read(t, workbook.KindProjects, content)
	require.Empty(t, r.Projects, "nothing is taken in by half")
	require.Equal(t, []string{
		"D2：金额应是数字，写的是“四百六十九万”。",
		"B3：项目名称必须填写。",
		"D4：金额不能小于零，写的是“-5”。",
		"E4：备注过长，不超过2000个字。",
		"D5：金额应是数字，写的是“1,00”。",
		"E5：备注含有看不见的字符或者不该有的换行，请删除后重新输入。",
		"D6：金额是公式。请复制后用“选择性粘贴—数值”改成数值。",
		"B7：“甲”在B2已经写过。",
		"D7：金额应是数字，写的是“1e30”。",
		"D8：金额折合成元后小数不能超过2位，写的是“0.0000001”。",
		"C9：承办科室是错误值“#REF!”，请改正。",
	}, sentences(r))
}

func TestRead_refuses_what_is_no_such_form(t *testing.T) {
	t.Parallel()
	heads := [][]any{{"项目名称", "承办科室", "金额（元）"}, {"甲", "乙", 1}}
	var projects bytes.Buffer
	require.NoError(t, workbook.WriteTemplate(workbook.KindProjects, &projects))
	for name, c := range map[string]struct {
		kind    workbook.Kind
		content []byte
		want    string
	}{
		"no workbook": {workbook.KindProjects, []byte("PK\x03\x04"), workbook.ReasonDamaged},
		"nothing":     {workbook.KindProjects, nil, workbook.ReasonEmpty},
		"a text":      {workbook.KindProjects, []byte("项目名称,金额\n"), workbook.ReasonNotWorkbook},
		"old format":  {workbook.KindProjects, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1Workbook"), workbook.ReasonOldFormat},
		"encrypted":   {workbook.KindProjects, encrypted(t, book(t, heads)), workbook.ReasonEncrypted},
		"another zip": {workbook.KindProjects, zipped(t, "word/document.xml", 10), workbook.ReasonNotWorkbook},
		"too large":   {workbook.KindProjects, zipped(t, "xl/workbook.xml", 70<<20), workbook.ReasonTooBig},
		"no table":    {workbook.KindProjects, book(t, [][]any{{"项目名称", "备注"}}), workbook.ReasonNoTable},
		"no rows":     {workbook.KindProjects, book(t, heads[:1]), workbook.ReasonNoRows},
		"empty form":  {workbook.KindProjects, projects.Bytes(), workbook.ReasonNoRows},
		"no unit":     {workbook.KindProjects, book(t, [][]any{{"项目名称", "承办科室", "金额"}, {"甲", "乙", 1}}), workbook.ReasonUnit},
		"other form":  {workbook.KindScores, projects.Bytes(), workbook.ReasonOtherForm},
		"two sheets": {workbook.KindProjects, book(t, heads, func(f *excelize.File) {
			_, err := f.NewSheet("Sheet2")
			require.NoError(t, err)
			require.NoError(t, f.SetSheetRow("Sheet2", "A1", &heads[0]))
		}), workbook.ReasonAmbiguous},
		"older": {workbook.KindProjects, book(t, heads, func(f *excelize.File) {
			_, err := f.NewSheet("_jiheng")
			require.NoError(t, err)
			require.NoError(t, f.SetSheetRow("_jiheng", "A1", &[]any{"project-list"}))
			require.NoError(t, f.SetSheetRow("_jiheng", "A2", &[]any{0}))
		}), workbook.ReasonOldTemplate},
	} {
		r := read(t, c.kind, c.content)
		require.Len(t, r.Problems, 1, name)
		require.Equal(t, c.want, r.Problems[0].Reason, name)
		require.NotContains(t, r.Problems[0].Sentence(), "{", name)
		require.NotEmpty(t, r.Problems[0].Sentence(), name)
	}
	_, err := workbook.Read("guess", nil)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	require.Equal(t, workbook.ReasonUnknownForm, fault.ReasonOf(workbook.WriteTemplate("guess", io.Discard)))
}

func TestRead_bounds_what_it_takes(t *testing.T) {
	t.Parallel()
	rows := [][]any{{"项目名称", "承办科室", "金额（元）"}}
	for i := range 2001 {
		rows = append(rows, []any{"项目" + strconv.Itoa(i), "科", "x"})
	}
	r := read(t, workbook.KindProjects, book(t, rows))
	require.Len(t, r.Problems, 201)
	require.Equal(t, workbook.ReasonMore, r.Problems[200].Reason)
	for i := range rows[1:] {
		rows[i+1][2] = 1
	}
	r = read(t, workbook.KindProjects, book(t, rows))
	require.Equal(t, workbook.ReasonTooManyRows, r.Problems[0].Reason)
}

func TestRead_is_not_held_up_by_merged_cells_over_each_other(t *testing.T) {
	t.Parallel()
	rows := [][]any{{"项目名称", "承办科室", "金额（元）"}}
	for range 4000 {
		rows = append(rows, []any{"项目", "科", 1})
	}
	var merged strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&merged, `<mergeCell ref="A%d:CV4001"/>`, i+1)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	r, err := zip.NewReader(bytes.NewReader(book(t, rows)), int64(len(book(t, rows))))
	require.NoError(t, err)
	for _, part := range r.File {
		from, err := part.Open()
		require.NoError(t, err)
		content, err := io.ReadAll(from)
		require.NoError(t, err)
		to, err := w.Create(part.Name)
		require.NoError(t, err)
		_, err = to.Write(bytes.Replace(content, []byte("</sheetData>"), []byte("</sheetData><mergeCells>"+merged.String()+"</mergeCells>"), 1))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	// All of the sheet is one cell then, and has no heading.
	require.Equal(t, workbook.ReasonNoTable, read(t, workbook.KindProjects, out.Bytes()).Problems[0].Reason)
}

func TestRead_takes_lists_of_departments_and_people(t *testing.T) {
	t.Parallel()
	r := read(t, workbook.KindDepartments, book(t, [][]any{{"序号", "科室名称", "备注"}, {1, "办公室", "甲"}, {2, "财务室"}}))
	require.Equal(t, []workbook.Department{
		{Name: "办公室", Remark: "甲", Cells: map[string]string{"name": "B2", "remark": "C2"}}, {Name: "财务室", Cells: map[string]string{"name": "B3", "remark": "C3"}},
	}, r.Departments)
	r = read(t, workbook.KindPeople, book(t, [][]any{{"姓名", "所在科室", "职务", "邮箱"}, {"甲某", "办公室", "主任", "a@example.gov.cn"}}))
	require.Equal(t, []workbook.Person{{
		Name: "甲某", Department: "办公室", Post: "主任", Email: "a@example.gov.cn",
		Cells: map[string]string{"name": "A2", "department": "B2", "post": "C2", "email": "D2"},
	}}, r.People)
}

func TestRead_takes_a_score_table_as_a_sheet(t *testing.T) {
	t.Parallel()
	r := read(t, workbook.KindScores, book(t, [][]any{
		{"一级指标", "指标名称", "分值", "自评得分", "完成情况"},
		{"预算编制", "合理性", "—", "未公布", "符合"},
		{nil, "规范性", "10.0", 9.5, nil},
		{nil, "并列", nil, nil, nil},
		{"总分", nil, nil, 97},
	}, func(f *excelize.File) {
		require.NoError(t, f.MergeCell("Sheet1", "A2", "A4"))
		require.NoError(t, f.MergeCell("Sheet1", "C3", "C4"))
		require.NoError(t, f.MergeCell("Sheet1", "D3", "D4"))
	}))
	require.Empty(t, r.Problems)
	sheet, err := r.Sheet.JSON()
	require.NoError(t, err)
	require.JSONEq(t, `{"figures":[],"items":[
		{"group":"预算编制","name":"合理性","stated":"符合"},
		{"group":"预算编制","name":"规范性","weight":"10","score":"9.5"},
		{"group":"预算编制","name":"并列"}]}`, string(sheet), "a merged score counts once")
	_, err = declaration.Parse(sheet)
	require.NoError(t, err)
}

// What is printed can be read again, and says the same.
func TestRead_reads_what_is_exported(t *testing.T) {
	t.Parallel()
	word := rapid.StringMatching(`[一-龥a-zA-Z=+@,_（）“”-]{0,8}[一-龥a-z]{1,4}[=+,]{0,2}`)
	rapid.Check(t, func(rt *rapid.T) {
		list := document.ProjectList{Head: document.Head{Title: "清单", Unit: "单位", Year: 2019}}
		want := []workbook.Project{}
		for i := range rapid.IntRange(1, 6).Draw(rt, "rows") {
			p := workbook.Project{
				Name: strconv.Itoa(i) + word.Draw(rt, "name"), Department: word.Draw(rt, "department"), Remark: rapid.SampledFrom([]string{"", "=1+1", "@a", "-1"}).Draw(rt, "remark"),
				Amount: decimal.New(rapid.Int64Range(0, 999999999999).Draw(rt, "amount"), -2),
			}
			list.Rows = append(list.Rows, document.ProjectRow{Name: p.Name, Department: p.Department, Amount: p.Amount, Remark: p.Remark})
			want = append(want, p)
		}
		var out bytes.Buffer
		require.NoError(rt, list.WriteXLSX(&out))
		r := read(t, workbook.KindProjects, out.Bytes())
		require.Empty(rt, sentences(r))
		require.Len(rt, r.Projects, len(want))
		for i, p := range r.Projects {
			require.True(rt, want[i].Amount.Equal(p.Amount), "%s is not %s", p.Amount, want[i].Amount)
			p.Amount, want[i].Amount = decimal.Decimal{}, decimal.Decimal{}
			require.Equal(rt, want[i], p)
		}
	})
}

func TestRead_reads_an_exported_score_table(t *testing.T) {
	t.Parallel()
	table := document.ScoreTable{
		Head: document.Head{Title: "评分表", Unit: "单位"}, Groups: []document.ScoreGroup{
			{Name: "甲", Items: []document.ScoreItem{{Name: "一", Weight: document.Number(yuan("10"), 0), Score: document.Number(yuan("9.5"), 1), Basis: "=HYPERLINK(1)"}, {Name: "二"}}},
			{Name: "乙", Items: []document.ScoreItem{{Name: "三", Weight: document.Number(yuan("5"), 0)}}},
		},
		Total: document.Number(yuan("97"), 0), Grade: "优", Notes: []string{"一条"},
	}
	var out bytes.Buffer
	require.NoError(t, table.WriteXLSX(&out))
	r := read(t, workbook.KindScores, out.Bytes())
	require.Empty(t, sentences(r))
	require.Equal(t, []workbook.Item{
		{Group: "甲", Name: "一", Weight: "10", Score: "9.5", Stated: "=HYPERLINK(1)"}, {Group: "甲", Name: "二"}, {Group: "乙", Name: "三", Weight: "5"},
	}, r.Sheet.Items)
}

func TestTemplates_are_read_once_they_are_filled_in(t *testing.T) {
	t.Parallel()
	for _, kind := range workbook.Kinds() {
		var out, again bytes.Buffer
		require.NoError(t, workbook.WriteTemplate(kind, &out))
		require.NoError(t, workbook.WriteTemplate(kind, &again))
		require.Equal(t, out.Bytes(), again.Bytes(), "equal forms are equal bytes")
		f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
		require.NoError(t, err)
		sheet := workbook.Title(kind)
		shown, err := f.GetSheetVisible("_jiheng")
		require.NoError(t, err)
		require.False(t, shown)
		protected, err := f.GetSheetProtection(sheet)
		require.NoError(t, err)
		require.True(t, protected.SelectUnlockedCells)
		rows, err := f.GetRows(sheet)
		require.NoError(t, err)
		row := []any{}
		for _, heading := range rows[2] {
			text := "1"
			switch heading {
			case "计算方法":
				text = "合计"
			case "原始数据":
				text = "1；2"
			}
			row = append(row, text)
		}
		require.NoError(t, f.SetSheetRow(sheet, "A4", &row))
		out.Reset()
		require.NoError(t, f.Write(&out))
		require.NoError(t, f.Close())
		require.Empty(t, sentences(read(t, kind, out.Bytes())), kind)
	}
}

func TestReasons_all_have_words(t *testing.T) {
	t.Parallel()
	for _, reason := range workbook.Reasons() {
		require.NotEmpty(t, workbook.Problem{Reason: reason}.Sentence(), reason)
	}
}

func FuzzRead(f *testing.F) {
	for _, kind := range workbook.Kinds() {
		var out bytes.Buffer
		require.NoError(f, workbook.WriteTemplate(kind, &out))
		f.Add(string(kind), out.Bytes())
	}
	f.Add("project-list", book(f, [][]any{{"项目名称", "承办科室", "金额（元）"}, {"甲", "乙", "１，０００"}}))
	f.Fuzz(func(t *testing.T, kind string, content []byte) {
		r, err := workbook.Read(workbook.Kind(kind), content)
		if err != nil {
			require.Equal(t, workbook.ReasonUnknownForm, fault.ReasonOf(err))
			return
		}
		for _, p := range r.Problems {
			require.NotEmpty(t, p.Sentence())
			require.Contains(t, workbook.Reasons(), p.Reason)
		}
	})
}

func encrypted(t *testing.T, content []byte) []byte {
	t.Helper()
	locked, err := excelize.Encrypt(content, &excelize.Options{Password: "secret"})
	require.NoError(t, err)
	return locked
}

func zipped(t *testing.T, name string, size int) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	part, err := z.Create(name)
	require.NoError(t, err)
	_, err = part.Write(make([]byte, size))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return out.Bytes()
}

// What would be refused later is told at its cell.
func TestRead_tells_the_cell_of_what_cannot_be_taken(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("长", 101)
	r := read(t, workbook.KindProjects, book(t, [][]any{{"项目名称", "承办科室", "金额（元）"}, {long, "乙", "1.005"}, {"短", "乙", "1.05"}}))
	require.Equal(t, []string{"A2：项目名称过长，不超过100个字。", "C2：金额折合成元后小数不能超过2位，写的是“1.005”。"}, sentences(r))
	r = read(t, workbook.KindScores, book(t, [][]any{{"评分指标", "分值", "自评得分"}, {"甲", 10, 10.5}, {"乙", 10, 10}}))
	require.Equal(t, []string{"C2：自评得分“10.5”大于分值“10”，请核对。"}, sentences(r))
	r = read(t, workbook.KindProjects, book(t, [][]any{{"项目名称", "承办科室", "金额（万元）"}, {"甲", "业务科", "1.25"}, {"乙", "无此科", "2"}}))
	require.Len(t, r.Projects, 2)
	require.Len(t, r.WithDepartments([]string{"业务科", "无此科"}).Projects, 2)
	r = r.WithDepartments([]string{"业务科", "财务科"})
	require.Empty(t, r.Projects)
	require.Equal(t, []string{"B3：本单位没有叫“无此科”的科室。本单位的科室有：业务科、财务科。"}, sentences(r))
}
