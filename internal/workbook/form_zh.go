package workbook

import (
	"slices"
	"strings"

	"jiheng/internal/evaluation"
	"jiheng/internal/scoring"
)

const (
	longestName  = 200
	longestProse = 2000
	templateRows = 200
)

// forms are the forms as they are printed and read.
func forms() []form {
	return []form{
		{kind: KindProjects, title: "评价项目清单", rows: templateRows, note: "填报单位：　　　　　　　　　　填报日期：　　年　　月　　日", columns: []column{
			{key: "index", names: []string{"序号", "编号"}, value: valueIndex, width: 8},
			{key: "name", names: []string{"项目名称", "项目", "名称"}, required: true, width: 48, longest: longestName, bytes: evaluation.MaxTitle},
			{key: "department", names: []string{"承办科室", "责任科室", "科室", "部门", "项目负责科室"}, required: true, width: 26, longest: longestName},
			{key: "amount", names: []string{"金额（元）", "预算金额", "金额", "项目金额", "预算数"}, value: valueMoney, required: true, width: 22},
			{key: "remark", names: []string{"备注", "说明"}, value: valueProse, width: 36, longest: longestProse},
		}},
		{kind: KindScores, title: "自评评分表", rows: templateRows, note: "评价单位（公章）：　　　　　　　　　　填报日期：　　年　　月　　日", columns: []column{
			{key: "group", names: []string{"一级指标", "指标类别", "类别"}, down: true, width: 20, longest: longestName},
			{key: "second", names: []string{"二级指标"}, down: true, width: 16, longest: longestName, asked: evaluation.ColumnSecond},
			{key: "name", names: []string{"评分指标", "指标名称", "三级指标", "指标"}, required: true, headed: true, width: 32, longest: longestName},
			{key: "unit", names: []string{"计量单位", "度量单位"}, width: 10, longest: longestName, asked: evaluation.ColumnUnit},
			{key: "target", names: []string{"年度指标值", "指标值", "年度目标值", "年初目标值", "目标值"}, value: valueShown, width: 16, longest: longestProse, asked: evaluation.ColumnTarget},
			{key: "actual", names: []string{"实际完成值", "全年实际完成值", "全年完成值", "完成值", "实际完成情况", "全年实际值"}, value: valueShown, width: 16, longest: longestProse, asked: evaluation.ColumnActual},
			{key: "standard", names: []string{"评分标准", "计分标准"}, value: valueProse, width: 40, longest: longestProse},
			{key: "weight", names: []string{"分值", "权重"}, value: valuePoints, width: 11},
			{key: "score", names: []string{"自评得分", "得分", "自评分"}, value: valuePoints, width: 11},
			{key: "reason", names: []string{
				"偏差原因分析及改进措施", "偏差原因分析与改进措施", "偏差原因及改进措施", "偏差原因分析", "偏差原因", "未完成原因分析及改进措施", "未完成原因及改进措施", "未完成原因分析", "未完成原因",
			}, value: valueProse, width: 42, longest: longestProse, asked: evaluation.ColumnReason},
			{key: "stated", names: []string{"评分依据", "完成情况", "填报情况", "扣分原因"}, value: valueProse, width: 42, longest: longestProse},
		}},
		{kind: KindDepartments, title: "科室名单", rows: templateRows, note: "填报单位：　　　　　　　　　　填报日期：　　年　　月　　日", columns: []column{
			{key: "index", names: []string{"序号", "编号"}, value: valueIndex, width: 8},
			{key: "unit", names: []string{"单位编码", "预算单位编码", "单位代码"}, width: 20, longest: longestName},
			{key: "unit_name", names: []string{"单位名称", "预算单位", "单位"}, width: 34, longest: longestName},
			{key: "code", names: []string{"科室编码", "科室代码"}, width: 20, longest: longestName},
			{key: "name", names: []string{"科室名称", "科室", "部门"}, required: true, width: 30, longest: longestName},
			{key: "remark", names: []string{"备注", "说明"}, value: valueProse, width: 36, longest: longestProse},
		}},
		{kind: KindPeople, title: "人员名单", rows: templateRows, note: "填报单位：　　　　　　　　　　填报日期：　　年　　月　　日", columns: []column{
			{key: "index", names: []string{"序号", "编号"}, value: valueIndex, width: 8},
			{key: "unit", names: []string{"单位编码", "预算单位编码", "单位代码"}, width: 20, longest: longestName},
			{key: "login", names: []string{"登录名", "账号", "用户名"}, width: 20, longest: longestName},
			{key: "name", names: []string{"姓名"}, required: true, width: 16, longest: longestName},
			{key: "department", names: []string{"科室", "所在科室", "部门"}, required: true, width: 26, longest: longestName},
			{key: "post", names: []string{"职务", "岗位"}, required: true, width: 26, longest: longestName},
			{key: "email", names: []string{"电子邮箱", "邮箱"}, width: 30, longest: longestName},
			{key: "remark", names: []string{"备注", "说明"}, value: valueProse, width: 30, longest: longestProse},
		}},
		{kind: KindFigures, title: "自评数据表", rows: templateRows, note: "评价单位（公章）：　　　　　　　　　　填报日期：　　年　　月　　日　　原始数据逐个填写，中间用分号隔开", columns: []column{
			{key: "index", names: []string{"序号", "编号"}, value: valueIndex, width: 8},
			{key: "name", names: []string{"指标名称", "指标", "数据项", "名称"}, required: true, width: 34, longest: longestName},
			{key: "kind", names: []string{"计算方法", "计算方式"}, required: true, width: 18, longest: longestName},
			{key: "operands", names: []string{"原始数据", "基础数据", "数据"}, value: valueProse, required: true, width: 34, longest: longestProse},
			{key: "stated", names: []string{"填报数", "填报值"}, width: 15, longest: longestName},
			{key: "unit", names: []string{"计量单位", "单位"}, width: 11, longest: longestName},
			{key: "source", names: []string{"数据来源", "来源", "数据来源和口径"}, value: valueProse, width: 42, longest: longestSource},
		}},
		{kind: KindChecklist, title: "佐证材料清单", rows: templateRows, note: "评价单位（公章）：　　　　　　　　　　填报日期：　　年　　月　　日", columns: []column{
			{key: "index", names: []string{"序号"}, value: valueIndex, width: 8},
			{key: "step", names: []string{"环节"}, width: 34},
			{key: "item", names: []string{"项目"}, width: 38},
			{key: "material", names: []string{"材料"}, width: 34},
			{key: "papers", names: []string{"份数"}, width: 10},
			{key: "state", names: []string{"状态"}, width: 12},
			{key: "remark", names: []string{"备注"}, width: 30},
		}},
	}
}

// longestSource is the longest word on where a figure comes from.
const longestSource = 500

// figureKinds are the ways of computing a figure, as they are written into the
// form.
func figureKinds() []figureKind {
	return []figureKind{
		{scoring.Ratio, []string{"比率", "占比", "完成率"}},
		{scoring.Growth, []string{"增长率", "增幅"}},
		{scoring.Reduction, []string{"压缩率", "下降率", "降幅"}},
		{scoring.Sum, []string{"合计", "求和"}},
		{scoring.Difference, []string{"差额", "差"}},
		{scoring.DaysBetween, []string{"间隔天数", "天数", "用时"}},
	}
}

// listMarks part the figures of a cell.
const (
	listMarks = "；;\n"
	listComma = "、"
)

const (
	fontFamily = "宋体"
	unitLine   = "单位：元"
	signatures = "单位负责人：　　　　　　　　填报人：　　　　　　　　联系电话："
	pageFooter = "&C第 &P 页，共 &N 页"

	numberTitle = "应填写数字"
	numberHelp  = "请填写不小于零的数字，不带单位。"
)

// sumRow tells the rows that add up and end a table, or sign it.
func sumRow(text string) bool {
	if slices.Contains([]string{"合计", "总计", "总分", "自评总分", "各项得分合计", "系统核算得分"}, text) {
		return true
	}
	for _, start := range []string{"单位负责人", "填报人", "填表人", "注：", "注1", "注2", "注3", "备注：", "说明：", "联系电话", "审核人"} {
		if strings.HasPrefix(text, start) {
			return true
		}
	}
	return false
}

// nothing tells what people write where they have no figure.
func nothing(text string) bool {
	switch text {
	case "", "-", "—", "——", "－", "/", "无", "未公布":
		return true
	}
	return false
}

// unitOf reads the unit of money off a heading or the line above it: the power
// of ten by which it is more than a yuan. False when it says none.
func unitOf(text string) (power int32, ok bool) {
	switch {
	case strings.Contains(text, "亿元"):
		return 8, true
	case strings.Contains(text, "万元"):
		return 4, true
	case strings.Contains(text, "千元"):
		return 3, true
	case strings.Contains(text, "元"):
		return 0, true
	}
	return 0, false
}

// bare is the heading of a column without its unit and its spaces.
func bare(heading string) string {
	heading = tidy(heading)
	for _, cut := range []string{"（", "(", "【", "["} {
		if i := strings.Index(heading, cut); i > 0 {
			heading = heading[:i]
		}
	}
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '\n' || r == '*' || r == '：' || r == ':' {
			return -1
		}
		return r
	}, heading)
}
