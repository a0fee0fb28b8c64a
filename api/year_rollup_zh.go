package api

import (
	"fmt"
	"strings"

	"jiheng/internal/review"
)

func yearTotalsTitle(year, round int) string {
	return fmt.Sprintf("%d年度绩效自评情况汇总表（第%d次汇总）", year, round)
}

func notStated() string { return "未载明" }

func meanLabel() string { return "平均" }

func totalLabel(s review.Sum) string {
	return fmt.Sprintf("合计（%d个单位%d件，其中载明预算执行的%d件）", s.Units, s.Filings, s.Stated)
}

func categoryLabel(s review.Sum) string {
	name := s.Category
	if name == "" {
		name = "未分类"
	}
	return fmt.Sprintf("其中：%s（%d个单位%d件，其中载明预算执行的%d件）", name, s.Units, s.Filings, s.Stated)
}

func gradeCounts(s review.Sum) string {
	var parts []string
	for _, g := range s.Grades {
		if g.Count > 0 {
			parts = append(parts, fmt.Sprintf("%s%d", g.Grade.Label(), g.Count))
		}
	}
	if s.Ungraded > 0 {
		parts = append(parts, fmt.Sprintf("%s%d", notStated(), s.Ungraded))
	}
	return strings.Join(parts, "，")
}

func yearTotalsNotes(digest string, rates []string, whole review.Sum) []string {
	names := strings.Join(rates, "、")
	if names == "" {
		names = "没有选定，不汇总预算数和执行数"
	}
	return []string{
		"本表由审核通过的收件算出，每件写明卷宗摘要；汇总内容的摘要（SHA-256）：" + digest,
		"预算数、执行数取自单位数据表的执行率指标：" + names + "。没有载明或者没有写明计量单位的不推算，也不计入合计。",
		fmt.Sprintf("执行率=执行数合计÷预算数合计×100%%；自评分载明%d件，逐项公布、能够核算的%d件，平均数按载明的件数计算。", whole.Declared.Stated, whole.Computed.Stated),
	}
}
