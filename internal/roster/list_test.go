package roster_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiheng/internal/fault"
	"jiheng/internal/roster"
	"jiheng/internal/workbook"
)

// book is a workbook of one sheet.
func book(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		require.NoError(t, err)
		require.NoError(t, f.SetSheetRow("Sheet1", cell, &row))
	}
	var out bytes.Buffer
	require.NoError(t, f.Write(&out))
	return out.Bytes()
}

func there() roster.Directory {
	return roster.Directory{
		Known: roster.Known{
			Units: map[string]bool{"centre": true}, Departments: map[string]string{"hall": "centre"}, Logins: map[string]string{"wang": "p-1"},
		},
		UnitNames: map[string]string{"centre": "政务服务中心"}, DepartmentNames: map[string]string{"hall": "大厅科"},
		People: map[string]roster.Person{
			"p-1": {ID: "p-1", Login: "wang", UnitID: "centre", DepartmentID: "hall", Name: "王某", Post: "科长", Email: "w@example.gov.cn"},
		},
		Passwords: map[string]bool{"p-1": true},
	}
}

func plan(t testing.TB, kind workbook.Kind, content []byte, d roster.Directory) roster.Plan {
	t.Helper()
	p, err := roster.PlanList(kind, content, d)
	require.NoError(t, err)
	return p
}

func told(p roster.Plan) []string {
	var out []string
	for _, c := range p.Changes {
		out = append(out, c.Sentence())
	}
	for _, wrong := range p.Problems {
		out = append(out, wrong.Sentence())
	}
	return out
}

var departmentHead = []any{"单位编码", "单位名称", "科室编码", "科室名称"}

func TestPlanList_departments(t *testing.T) {
	t.Parallel()
	p := plan(t, workbook.KindDepartments, book(t, departmentHead,
		[]any{"centre", "政务服务中心", "", "大厅科"}, []any{"centre", "", "hall", "大厅管理科"}, []any{"centre", "", "", "业务科"}, []any{"bureau", "财政局", "", "业务科"}), there())
	require.Equal(t, []string{"C3：科室“hall”在文件中出现了两次。"}, told(p), "the code and the name mean the same department")
	require.Empty(t, p.Roster)

	list := book(t, departmentHead, []any{"centre", "", "hall", "大厅管理科"}, []any{"centre", "", "", "业务科"}, []any{"bureau", "财政局", "", "业务科"}, []any{"bureau", "", "b1", "预算科"})
	p = plan(t, workbook.KindDepartments, list, there())
	require.Equal(t, []string{
		"新增单位：财政局（bureau）", "更新科室：大厅管理科（hall），名称有变", "新增科室：业务科（centre.1118dbdb）", "新增科室：业务科（bureau.1118dbdb）", "新增科室：预算科（b1）",
	}, told(p))
	again := there()
	for _, u := range p.Roster.Units {
		again.Units[u.ID], again.UnitNames[u.ID] = true, u.Name
	}
	for _, d := range p.Roster.Departments {
		again.Departments[d.ID], again.DepartmentNames[d.ID] = d.UnitID, d.Name
	}
	require.Empty(t, plan(t, workbook.KindDepartments, list, again).Changes, "the same list again changes nothing")
}

var personHead = []any{"单位编码", "登录名", "姓名", "科室", "职务", "邮箱"}

func TestPlanList_people(t *testing.T) {
	t.Parallel()
	p := plan(t, workbook.KindPeople, book(t, personHead,
		[]any{"centre", "wang", "王某", "大厅科", "主任", "w@example.gov.cn"}, []any{"centre", "Li.Si", "李某", "hall", "科员", ""}), there())
	require.Equal(t, []string{"更新人员：王某（p-1），职务有变", "新增人员：李某（li.si）"}, told(p))
	require.Len(t, p.Newcomers, 1)
	require.Equal(t, "li.si", p.Newcomers[0].Login)
	for _, person := range p.Roster.People {
		require.Empty(t, person.Roles, "a list grants nothing")
	}
}

func TestPlanList_names_the_cell_of_everything_wrong(t *testing.T) {
	t.Parallel()
	for want, row := range map[string][]any{
		"A2：没有登记单位“nowhere”，请先登记单位。": {"nowhere", "li", "李某", "大厅科", "科员", ""},
		"A2：单位编码必须填写。":               {"", "li", "李某", "大厅科", "科员", ""},
		"B2：登录名必须填写。":                {"centre", "", "李某", "大厅科", "科员", ""},
		"B2：编号由英文字母、数字和“.”“_”“-”组成，以字母或者数字开头，不超过64个字符。": {"centre", "李四", "李某", "大厅科", "科员", ""},
		"D2：单位没有登记科室“财务室”，请先导入科室名单，或者核对名称。":             {"centre", "li", "李某", "财务室", "科员", ""},
		"F2：不是有效的电子邮箱地址，例如 zhang@example.gov.cn。":       {"centre", "li", "李某", "大厅科", "科员", "li@"},
		"E2：职务必须填写。":                {"centre", "li", "李某", "大厅科", "", ""},
		"B2：system是系统自身的编号，请换一个编号。": {"centre", "system", "李某", "大厅科", "科员", ""},
		"没有找到表头。表头应在前30行之内，至少有这几列：姓名 科室 职务。请用下载的模板填写。": nil,
	} {
		rows := [][]any{personHead, row}
		if row == nil {
			rows = [][]any{{"什么"}}
		}
		p := plan(t, workbook.KindPeople, book(t, rows...), there())
		require.Equal(t, []string{want}, told(p))
		require.Empty(t, p.Roster)
	}
	p := plan(t, workbook.KindPeople, []byte("PK no"), there())
	require.Contains(t, told(p)[0], "工作簿已经损坏")
	_, err := roster.PlanList(workbook.KindScores, book(t, []any{"一级指标", "指标名称"}, []any{"甲", "乙"}), there())
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
}

func TestAWrongCodeOfAUnitIsToldOnceAtItsCell(t *testing.T) {
	t.Parallel()
	p := plan(t, workbook.KindDepartments, book(t, departmentHead, []any{"信息 中心", "某市信息中心", "", "综合科"}), there())
	require.Len(t, p.Problems, 1)
	require.Equal(t, "A2", p.Problems[0].Cell)
	p = plan(t, workbook.KindDepartments, book(t, departmentHead, []any{"centre", "", "信息 科", "信息科"}), there())
	require.Len(t, p.Problems, 1)
	require.Equal(t, "C2", p.Problems[0].Cell)
}
