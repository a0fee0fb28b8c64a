package roster_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/roster"
)

func TestPlanEntry_changes_one_thing(t *testing.T) {
	t.Parallel()
	for want, e := range map[string]roster.Entry{
		"新增单位：财政局（bureau）":          {Kind: "unit", New: true, ID: "bureau", Name: "财政局"},
		"更新单位：政务中心（centre），名称有变":    {Kind: "unit", ID: "centre", Name: "政务中心"},
		"新增科室：业务科（centre.1118dbdb）": {Kind: "department", New: true, UnitID: "centre", Name: "业务科"},
		"更新科室：综合科（hall），名称有变":       {Kind: "department", ID: "hall", UnitID: "centre", Name: "综合科"},
		"新增人员：李某（li.si）":            {Kind: "person", New: true, UnitID: "centre", DepartmentID: "hall", Login: "Li.Si", Name: "李某", Post: "科员"},
		"更新人员：王某（p-1），所在科室、职务、邮箱有变": {Kind: "person", ID: "p-1", UnitID: "centre", Login: "wang", Name: "王某", Post: "主任"},
		"更新人员：王某（p-1），登录名有变":        {Kind: "person", ID: "p-1", UnitID: "centre", DepartmentID: "hall", Login: "wang2", Name: "王某", Post: "科长", Email: "w@example.gov.cn"},
	} {
		p := roster.PlanEntry(e, there())
		require.Equal(t, []string{want}, told(p))
	}
	same := roster.Entry{Kind: "department", ID: "hall", UnitID: "centre", Name: "大厅科"}
	require.Empty(t, roster.PlanEntry(same, there()).Changes, "what is so already changes nothing")
}

func TestPlanEntry_names_the_field_of_everything_wrong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		field, text string
		e           roster.Entry
	}{
		{"id", "编号“centre”已经登记，请换一个，或者修改已登记的一条。", roster.Entry{Kind: "unit", New: true, ID: "centre", Name: "甲"}},
		{"id", "没有登记“nowhere”，可能刚刚有变动，请重新载入。", roster.Entry{Kind: "unit", ID: "nowhere", Name: "甲"}},
		{"name", "必须填写。", roster.Entry{Kind: "unit", New: true, ID: "a"}},
		{"name", "本单位已有同名的科室，编号“hall”。", roster.Entry{Kind: "department", New: true, ID: "b", UnitID: "centre", Name: "大厅科"}},
		{"unit_id", "没有登记单位“x”，请先登记单位。", roster.Entry{Kind: "department", New: true, ID: "b", UnitID: "x", Name: "甲"}},
		{"login", "账号“wang”已由“p-1”使用。", roster.Entry{Kind: "person", New: true, ID: "p-2", UnitID: "centre", Login: "wang", Name: "甲", Post: "科员"}},
		{"login", "账号“wang”已由“p-1”使用。", roster.Entry{Kind: "person", New: true, UnitID: "centre", Login: "wang", Name: "甲", Post: "科员"}},
		{"department_id", "没有登记科室“y”，请先登记科室。", roster.Entry{Kind: "person", New: true, UnitID: "centre", DepartmentID: "y", Login: "li", Name: "甲", Post: "科员"}},
		{"post", "必须填写。", roster.Entry{Kind: "person", New: true, UnitID: "centre", Login: "li", Name: "甲"}},
		{"email", "不是有效的电子邮箱地址，例如 zhang@example.gov.cn。", roster.Entry{Kind: "person", New: true, UnitID: "centre", Login: "li", Name: "甲", Post: "科员", Email: "li@"}},
		{"name", "首尾不能有空格，也不能有换行等不能显示的字符。", roster.Entry{Kind: "unit", New: true, ID: "a", Name: " 甲"}},
	} {
		p := roster.PlanEntry(c.e, there())
		require.Len(t, p.Problems, 1, c.text)
		require.Equal(t, c.field, p.Problems[0].Cell, c.text)
		require.Equal(t, c.text, p.Problems[0].Text)
		require.Empty(t, p.Roster)
	}
}
