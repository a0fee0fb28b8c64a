package api

import (
	"jiheng/internal/declaration"
	"jiheng/internal/quotation"
	"jiheng/internal/scoring"
)

func noteOfFigures() string {
	return "“填报数”为单位填报，系统未作任何改动；“核算数”由同表列出的数据重新计算，按填报的小数位数比较。"
}

func noteOfBands(source string) string {
	return "等级区间：90分及以上为优，80分及以上为良，60分及以上为中，60分以下为差（" + source + "）。"
}

func noteOfFinding(f scoring.Finding) string {
	return f.Kind.Label() + "：填报" + gradeOr(f.Stated) + "，计算" + gradeOr(f.Computed) + "。"
}

// noteOfAnswer says of a contradiction why it stands.
func noteOfAnswer(c declaration.Contradiction, reason string) string {
	about := ""
	if c.Code == declaration.FigureMismatch {
		about = quotation.Mark(c.Row)
	}
	return "矛盾：" + about + c.Message + "单位说明：" + reason
}

// gradeOr writes a grade as people do, and leaves a number as it is.
func gradeOr(text string) string { return scoring.Grade(text).Label() }

// remarkOf says what a comparison comes to.
func remarkOf(r scoring.Result) string {
	switch {
	case r.Stated == nil:
		return "未填报，仅列出核算数"
	case r.Differs && r.EqualsTruncated:
		return "填报数为舍去尾数所得，四舍五入应为" + r.AtStated.String()
	case r.Differs:
		return "填报数与核算数不一致"
	}
	return "一致"
}

// nextStep parts the steps of an arithmetic.
func nextStep() string { return "；" }
