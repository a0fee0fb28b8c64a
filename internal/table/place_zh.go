package table

import (
	"fmt"
	"strconv"
	"strings"
)

// placeNames are what the fields of a table are called.
var placeNames = map[string]string{
	"rows": "指标行", "budget_rows": "资金行", "process_dates": "办理日期", "scoring_notes": "表注", "declared_level1_weights": "规定的一级权重",
	"source_title": "标题", "doc_type": "表的种类", "project": "项目名称", "year": "年度", "published": "公开日期", "money_unit": "金额单位",
	"excerpt_complete": "是否完整", "truncated_at": "截断之处", "goal_expected": "年度总体目标", "goal_actual": "目标完成情况",
	"total_weight": "总分值", "total_score": "总分", "grade": "等级",
	"name": "名称", "initial": "年初预算数", "full_year": "全年预算数", "executed": "全年执行数", "rate": "执行率",
	"l1": "一级指标", "l2": "二级指标", "l3": "三级指标", "weight": "分值", "operator": "指标性质", "target": "年度指标值", "unit": "计量单位",
	"actual": "实际完成值", "score": "得分", "deviation_reason": "偏差原因", "parent": "上级指标", "note": "备注", "date": "日期", "event": "事项",
}

// PlaceName says in words where a pointer such as /rows/3/score points to:
// 第4个指标行的得分. What it does not know it leaves out.
func PlaceName(pointer string) string {
	words, list := "", ""
	for part := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		name := placeNames[part]
		switch n, err := strconv.Atoi(part); {
		case err == nil && list != "":
			words, list = fmt.Sprintf("第%d个%s", n+1, list), ""
		case words != "" && name != "":
			words += ofWord + name
		case name != "":
			words, list = name, name
		}
	}
	return words
}
