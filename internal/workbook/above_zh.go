package workbook

import (
	"slices"
	"strings"
)

// The words of the printed form around its indicators.
const (
	indicatorWord = "指标"
	gradeWord     = "等级"
	pointWord     = "分"
	moneyLabel    = "项目资金"
	aboutTitle    = "项目概况"
	totalWord     = "自评总分"
)

// gradeLine writes the grade into the row of the total.
func gradeLine(grade string) string {
	if grade == "" {
		return ""
	}
	return "自评等级：" + grade
}

func totalRow(text string) bool {
	return slices.Contains([]string{"合计", "总计", "总分", "自评总分"}, text)
}

// blankGrade tells the words that stand where no grade was declared.
func blankGrade(text string) bool { return nothing(text) || strings.Trim(text, "_　 ") == "" }

func totalTitle(key string) string {
	if key == "weight" {
		return "总分的分值"
	}
	return "总分"
}

func partRow(name string) bool { return strings.HasPrefix(name, "其中") }

// named is the particular that a cell names, nil for none.
func (a *About) named(name string) *string {
	switch name {
	case "项目名称":
		return &a.Project
	case "主管部门", "主管部门及代码", "主管部门名称":
		return &a.Department
	case "实施单位", "项目实施单位", "项目单位", "资金使用单位":
		return &a.Implementer
	}
	return nil
}

func goalLabel(name string) bool {
	return slices.Contains([]string{"年度总体目标", "年度目标", "总体目标", "年度总体目标完成情况"}, name)
}

func goalExpected(name string) bool {
	return slices.Contains([]string{"预期目标", "年初设定目标", "年初预期目标", "年度预期目标"}, name)
}

func goalReached(name string) bool {
	return slices.Contains([]string{"实际完成情况", "目标实际完成情况", "全年实际完成情况", "年度总体目标完成情况综述"}, name)
}

// moneyKey is the column of the money that a heading names.
func moneyKey(name string) string {
	switch name {
	case "年初预算数", "年初预算":
		return "initial"
	case "全年预算数", "全年预算", "调整后预算数", "预算数":
		return "full_year"
	case "全年执行数", "全年执行", "实际执行数", "执行数":
		return "executed"
	case "分值", "权重":
		return "weight"
	case "执行率", "预算执行率":
		return "rate"
	case "得分":
		return "score"
	case "偏差原因", "未执行完毕原因", "执行偏差原因", "原因":
		return "reason"
	}
	return ""
}

func moneyTitle(key string) string {
	switch key {
	case "initial":
		return "年初预算数"
	case "full_year":
		return "全年预算数"
	case "executed":
		return "全年执行数"
	case "weight":
		return "分值"
	case "rate":
		return "执行率"
	case "score":
		return "得分"
	}
	return "执行偏差原因"
}

func unitName(power int32) string {
	switch power {
	case 0:
		return "元"
	case 4:
		return "万元"
	case 8:
		return "亿元"
	}
	return ""
}
