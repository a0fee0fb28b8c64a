package table

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// What the findings about cells of rows, texts and dates say.

func sayCopied(stated string) string {
	return fmt.Sprintf("完成值“%s”照抄了指标值的写法，应填写实际完成的数值。", stated)
}

func sayExecutedEmpty(score string) string {
	return fmt.Sprintf("执行数和执行率均为空，却得%s分。", inPoints(score))
}

func sayMoneyUnits(paid, budget string) string {
	return fmt.Sprintf("执行数%s与预算数%s相差悬殊，两者的计量单位显然不同。", paid, budget)
}

func sayRateEmpty(score, computed string) string {
	return fmt.Sprintf("执行率为空却得%s分，按执行数与预算数计算为%s。", inPoints(score), computed)
}

func sayScoreEmpty(weight string) string { return fmt.Sprintf("分值%s，得分为空。", weight) }

func sayTargetEmpty(l line) string {
	if anyDigit.MatchString(fold(l.L3)) && l.score.ok {
		return fmt.Sprintf("年度指标值为空（目标写在指标名称“%s”里），却得%s分。", l.L3, inPoints(l.score.text))
	}
	return "年度指标值为空" + scored(l)
}

func sayTargetMoney(l line) string {
	return fmt.Sprintf("年度指标值只填了金额%s，没有写“%s”应达到多少%s", l.Target, l.L3, scored(l))
}

func sayActualEmpty(l line) string { return "实际完成值为空" + scored(l) }

func scored(l line) string {
	if l.score.ok {
		return fmt.Sprintf("，却得%s分。", inPoints(l.score.text))
	}
	return "，却参与计分。"
}

func sayBand(field, stated string) string {
	return fmt.Sprintf("%s填的是评分档位“%s”，应填写具体数值或完成情况。", fieldLabel(field), stated)
}

func sayNoNumber(field, stated string) string {
	return fmt.Sprintf("%s填“%s”，不是一个确定的数，无法核对。", fieldLabel(field), stated)
}

func sayPlaceholder(stated string) string {
	return fmt.Sprintf("偏差原因填“%s”，没有说明任何原因。", stated)
}

func sayPrompt(stated string) string {
	return fmt.Sprintf("留着表样的提示语“%s”，没有填写内容。", stated)
}

func sayGoalNumber(stated string) string {
	return fmt.Sprintf("年度总体目标栏只填了数字%s，没有写目标。", stated)
}

func sayNoReason(l line) string {
	return fmt.Sprintf("分值%s，得%s分，扣分未填偏差原因。", inPoints(l.weight.text), inPoints(l.score.text))
}

func sayDeducted(l line) string {
	return fmt.Sprintf("指标值%s、完成值%s，已达标却只得%s分（分值%s），且未说明原因。", l.Target, l.Actual, inPoints(l.score.text), inPoints(l.weight.text))
}

func sayOver(l line, over decimal.Decimal) string {
	return fmt.Sprintf("指标值%s、完成值%s，为指标值的%s%%，超额30%%以上，未说明是否年初目标偏低。", l.Target, l.Actual, over)
}

func sayMixed(l line) string {
	return fmt.Sprintf("指标值%s与完成值%s的计量单位不一致。", quoted(l, l.Target), quoted(l, l.Actual))
}

func sayRateInCounts(l line) string {
	return fmt.Sprintf("指标名称为“%s”，填的却不是比率：指标值%s、完成值%s。", l.L3, measured(l, l.Target), measured(l, l.Actual))
}

func sayAboveWhole(l line) string {
	return fmt.Sprintf("“%s”是占全部的比例，完成值%s超过了100%%，填的不是这一比例。", l.L3, l.Actual)
}

func sayAlien(l line) string {
	if l.judged.outcome == met {
		return fmt.Sprintf("指标值%s、完成值%s相差千倍以上，两者的计量单位显然不同。", measured(l, l.Target), measured(l, l.Actual))
	}
	return fmt.Sprintf("指标值%s、完成值%s相差悬殊却得满分%s，两者的计量单位显然不同。", l.Target, l.Actual, l.weight.value)
}

func sayTwiceMoney(l line, name string) string {
	return fmt.Sprintf("“%s”与资金行“%s”是同一事实，两处都计了分。", l.L3, name)
}

func sayTwiceParts(l line, parts string) string {
	return fmt.Sprintf("“%s”本行得%s分，其下各行又得%s分，同一事实两层都计了分，汇总时只能计一层。", l.L3, inPoints(l.score.text), parts)
}

func sayTwiceRow(l line) string {
	return fmt.Sprintf("“%s”以相同的指标值和完成值出现两次，两处都计了分。", l.L3)
}

func sayTwiceResults(l, first line) string {
	return fmt.Sprintf("“%s”以相同的指标值出现两次，完成值一处填%s，一处填%s，两处都计了分。", l.L3, first.Actual, l.Actual)
}

func sayLowExecution(rate string, done int) string {
	return fmt.Sprintf("预算只执行%s，%d项产出指标却全部完成，投入与产出不匹配，请核实。", rate, done)
}

func sayGrade(stated, total, right string) string {
	return fmt.Sprintf("等级填“%s”，总分%s对应的等级为“%s”。", stated, total, right)
}

func sayYears(stated, found string) string {
	return fmt.Sprintf("表的年度为%s，标题或表头写的是%s年度。", stated, found)
}

func sayBeforeYear(event, date, year string) string {
	return fmt.Sprintf("%s日期%s早于评价年度%s。", event, date, year)
}

func sayNoSuchDay(field, stated string) string {
	return fmt.Sprintf("%s填“%s”，历法上没有这一天。", fieldLabel(field), stated)
}

func sayLate(l line) string {
	return fmt.Sprintf("计划时间%s，实际时间%s，晚于计划却未扣分。", l.Target, l.Actual)
}

func sayPublishedBefore(published, event, date string) string {
	return fmt.Sprintf("公开日期%s早于“%s”的日期%s。", published, event, date)
}

func sayWorkOrder(later, earlier Event) string {
	return fmt.Sprintf("“%s”的日期%s早于“%s”的日期%s。", later.Name, later.Date, earlier.Name, earlier.Date)
}

func sayForetold(actual, event, date string) string {
	return fmt.Sprintf("完成时间填%s，而表在%s已%s，当时还没有到这个日期。", actual, date, strings.TrimSuffix(event, dateWord))
}

func sayPartCounts(stated, sum string) string {
	return fmt.Sprintf("填%s，其下各行相加为%s。", stated, sum)
}

func sayRemarkCounts(stated, sum string) string {
	return fmt.Sprintf("填%s，括号内各项相加为%s。", stated, sum)
}

func sayGoalCount(stated, said string) string {
	return fmt.Sprintf("指标值为%s，总体目标写的是%s。", stated, said)
}

func sayGoalReached(stated, said string) string {
	return fmt.Sprintf("完成值为%s，目标实际完成情况写的是%s。", stated, said)
}

func sayNameCount(stated, said string) string {
	return fmt.Sprintf("指标值为%s，指标名称里写的是%s。", stated, said)
}

func sayCost(stated, paid string) string {
	return fmt.Sprintf("成本的完成值填%s，与资金行的执行数%s矛盾。", stated, paid)
}

func sayGoalPaid(stated, said string) string {
	return fmt.Sprintf("资金行的执行数为%s，目标完成情况写的是%s。", stated, said)
}

func sayGoalRate(said string, computed decimal.Decimal) string {
	return fmt.Sprintf("目标完成情况写的是完成预算的%s，按资金行的执行数与预算数计算为%s%%。", said, computed)
}

func sayUndone(o, l line) string {
	return fmt.Sprintf("完成值填%s，而“%s”写明“%s”，数量不可能已全部完成。", o.Actual, l.L3, l.Actual)
}
