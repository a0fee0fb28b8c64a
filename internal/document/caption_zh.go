package document

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"jiheng/internal/typeset"
)

// The words printed on the forms.
const (
	fontFamily      = "宋体"
	dataTableName   = "自评数据表"
	scoreTableName  = "自评评分表"
	projectListName = "项目清单"
	checklistName   = "佐证材料清单"
	appraisalName   = "考评表"
	yearTotalsName  = "汇总表"
	projectFormName = "项目支出绩效自评表"
	captionReceiver = "汇总单位（公章）："
	captionMadeOn   = "汇总日期："
	captionSum      = "合计"
	unitYuan        = "单位：元"
	captionUnit     = "评价单位（公章）："
	captionFiledOn  = "填报日期："
	captionUpTo     = "截至："
	captionTotal    = "自评总分"
	captionGrade    = "自评等级："
	captionComputed = "各项得分合计"
	captionSumTotal = "总分"

	// What the common form of a project says itself.
	captionProject     = "项目名称"
	captionDepartment  = "主管部门"
	captionImplementer = "实施单位"
	captionInitial     = "年初预算数"
	captionFullYear    = "全年预算数"
	captionExecuted    = "全年执行数"
	captionWeight      = "分值"
	captionRate        = "执行率"
	captionPoints      = "得分"
	captionMoneyReason = "执行偏差原因"
	captionGoal        = "年度总体目标"
	captionExpected    = "预期目标"
	captionReached     = "实际完成情况"
	captionIndicators  = "绩效指标"
	projectSignatures  = "项目负责人（签字）：　　　　　　　　财务负责人（签字）：　　　　　　　　填报人：　　　　　　　　联系电话："

	signatureLine = "单位负责人：　　　　　　　　填报人：　　　　　　　　联系电话："
	pageFooter    = "&C第 &P 页，共 &N 页"
	// nothing stands where no figure is known, notPublished where one exists
	// but was not made public.
	nothing      = "—"
	notPublished = "未公布"
)

func dataCaptions() []string {
	return []string{"序号", "指标名称", "计算公式", "计量单位", "填报数", "核算数", "差异", "数据来源"}
}

func scoreCaptions() []string {
	return []string{"一级指标", "评分指标", "评分标准", "分值", "自评得分", "评分依据"}
}

func projectCaptions() []string {
	return []string{"序号", "项目名称", "承办科室", "金额（元）", "备注"}
}

// projectFormCaptions are the columns of the indicators of a project.
func projectFormCaptions(units, basis bool) []string {
	captions := []string{"一级指标", "二级指标", "三级指标"}
	if units {
		captions = append(captions, "计量单位")
	}
	captions = append(captions, "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
	if basis {
		captions = append(captions, "评分依据")
	}
	return captions
}

// moneyText is the label of the money, with its unit if that is said.
func moneyText(unit string) string {
	if unit == "" {
		return "项目资金"
	}
	return "项目资金\n（" + unit + "）"
}

func checklistCaptions() []string {
	return []string{"序号", "阶段和环节", "项目", "材料", "份数", "历次提交（件）", "是否齐备"}
}

func appraisalCaptions(filled bool) []string {
	if filled {
		return []string{"一级指标", "二级指标", "考评内容", "评分标准", "分值", "自评得分", "核算得分", "扣分", "考评得分", "扣分原因"}
	}
	return []string{"一级指标", "二级指标", "考评内容", "评分标准", "分值", "自评得分", "考评得分", "扣分原因"}
}

func completeText(complete, optional bool) string {
	switch {
	case complete:
		return "已交"
	case optional:
		return "可不交"
	}
	return "未交"
}

// maxFormLine is how many characters fit on a line of a paper laid sideways.
const maxFormLine = 54

// formLines are what a form says above its table, on one line if they fit.
func formLines(h Head) []typeset.Particular {
	unit, when := h.unitLine(), yearText(h.Year)+"　　"+h.dayLine()
	if utf8.RuneCountInString(unit)+utf8.RuneCountInString(when) < maxFormLine {
		return []typeset.Particular{{Name: unit + "　　" + when}}
	}
	return []typeset.Particular{{Name: unit}, {Name: when}}
}

func (h Head) unitLine() string {
	if h.Receiver {
		return captionReceiver + h.Unit
	}
	return captionUnit + h.Unit
}

// dayLine says of when a form is.
func (h Head) dayLine() string {
	switch {
	case h.Running:
		return captionUpTo + dateText(h.FiledOn)
	case h.Receiver:
		return captionMadeOn + dateText(h.FiledOn)
	default:
		return captionFiledOn + dateText(h.FiledOn)
	}
}

func yearTotalsCaptions() []string {
	return []string{"序号", "单位", "类别", "收件编号", "第几次", "预算数（元）", "执行数（元）", "执行率（%）", "自评分", "核算分", "等级", "卷宗摘要（SHA-256）"}
}

func yearText(year int) string {
	if year == 0 {
		return "评价年度："
	}
	return fmt.Sprintf("评价年度：%d年度", year)
}

// dateText prints a civil date, or leaves room to write one.
func dateText(day time.Time) string {
	if day.IsZero() {
		return "  年  月  日"
	}
	return fmt.Sprintf("%d年%d月%d日", day.Year(), day.Month(), day.Day())
}

func noteText(n int, note string) string {
	return fmt.Sprintf("注%d：%s", n, note)
}

func computedText(grade, rule string) string {
	var parts []string
	if grade != "" {
		parts = append(parts, "合计对应等级："+grade)
	}
	if rule != "" {
		parts = append(parts, "依据："+rule)
	}
	return strings.Join(parts, "\n")
}
