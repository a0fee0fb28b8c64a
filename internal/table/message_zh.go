package table

import (
	"fmt"

	"github.com/shopspring/decimal"
)

// What the findings say to people. Each names both figures.

func sayGroupWeight(name string, claim, sum decimal.Decimal) string {
	return fmt.Sprintf("“%s”标明%s分，其下各项分值合计%s分。", name, claim, sum)
}

func sayDeclaredDiffers(name string, claim, declared decimal.Decimal) string {
	return fmt.Sprintf("“%s”标明%s分，而表中规定该级指标为%s分。", name, claim, declared)
}

func sayMoneyDeclared(stated string, declared decimal.Decimal) string {
	return fmt.Sprintf("资金行分值为%s，而表中规定预算执行率为%s分。", stated, declared)
}

func sayMoneyNational(stated string) string {
	return fmt.Sprintf("产出指标合计50分，与统一权重一致，资金行分值却为%s，统一权重中预算执行率为10分（财预〔2020〕10号）。", stated)
}

func sayMoneyTakesTotal(stated string, left decimal.Decimal) string {
	return fmt.Sprintf("资金行分值填%s，加上各项指标已超过满分，资金行至多%s分，疑为误填总分。", stated, left)
}

func sayMoneyScoreTooHigh(stated string, left decimal.Decimal) string {
	return fmt.Sprintf("资金行得分%s，超过该行至多可得的%s分，疑为误填总分。", stated, left)
}

func sayDeclaredSum(sum, full decimal.Decimal) string {
	return fmt.Sprintf("规定的一级指标权重合计%s分，应为%s分。", sum, full)
}

func sayWeightSum(sum, full decimal.Decimal) string {
	return fmt.Sprintf("各项分值合计%s分，满分为%s分。", sum, full)
}

func sayTotal(stated string, money points, rows, all decimal.Decimal) string {
	if money.ok {
		return fmt.Sprintf("总分填%s，资金行%s分与各项指标%s分合计%s分。", stated, inPoints(money.text), rows, all)
	}
	return fmt.Sprintf("总分填%s，各项指标得分合计%s分。", stated, all)
}

func sayTotalAlone(stated string, money decimal.Decimal) string {
	return fmt.Sprintf("总分填%s，而表中没有一行指标，可计得分为%s分。", stated, money)
}

func sayTotalRange(stated string, full decimal.Decimal) string {
	return fmt.Sprintf("总分%s不在0至%s分之间。", stated, full)
}

func sayNegative(stated string) string { return fmt.Sprintf("填%s，不应小于0。", stated) }

func sayAboveWeight(score, weight string) string {
	return fmt.Sprintf("得分%s超过分值%s。", score, weight)
}

func sayFunds(field, stated, sum string) string {
	return fmt.Sprintf("%s填%s，各资金来源合计%s。", fieldLabel(field), stated, sum)
}

func sayFundSum(field, stated, total string) string {
	return fmt.Sprintf("合计行%s填%s，与资金总额%s不一致，也不等于其上各行之和。", fieldLabel(field), stated, total)
}

func saySummary(stated string, sum decimal.Decimal) string {
	return fmt.Sprintf("合计行填%s，各行相加为%s。", stated, sum)
}

func sayParts(stated string, sum decimal.Decimal) string {
	return fmt.Sprintf("填%s，其下各行相加为%s。", stated, sum)
}

func sayRate(stated, computed string) string {
	return fmt.Sprintf("执行率填%s，按全年执行数除以全年预算数应为%s。", stated, computed)
}

func sayMoneyScore(score, weight string, rate decimal.Decimal, expected string) string {
	return fmt.Sprintf("资金行得%s分，按执行率%s%%乘以分值%s应为%s分。", inPoints(score), rate, inPoints(weight), expected)
}

func sayMissed(l line, expected string, full bool) string {
	if full {
		return fmt.Sprintf("指标值%s、完成值%s，未达标却得满分%s，按完成比例应为%s分。", l.Target, l.Actual, l.weight.value, expected)
	}
	return fmt.Sprintf("指标值%s、完成值%s，得%s分，按完成比例乘以分值%s应为%s分。", l.Target, l.Actual, inPoints(l.score.text), inPoints(l.weight.text), expected)
}

func sayTouched(l line, most string) string {
	return fmt.Sprintf("指标值%s、完成值%s，只到而没有越过指标值，未达标却得满分%s，得分应%s分。", l.Target, l.Actual, l.weight.value, most)
}

func sayUndoneWords(l line, most string) string {
	return fmt.Sprintf("指标值%s、完成值%s，未达标却得满分%s，得分应%s分（财预〔2020〕10号）。", l.Target, l.Actual, l.weight.value, most)
}

func sayClaimedRate(stated, computed string) string {
	return fmt.Sprintf("完成值填%s，按资金行的执行数与预算数计算为%s。", stated, computed)
}

func sayShare(stated, part, whole, computed string) string {
	return fmt.Sprintf("完成值写%s%%，而%s÷%s应为%s。", stated, part, whole, computed)
}
