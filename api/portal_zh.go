package api

import (
	"fmt"
	"html/template"
	"regexp"
	"strconv"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// dayText writes a day as people do, "" for none.
func dayText(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year, d.Month, d.Day)
}

var writtenDay = regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)

// daysIn writes the days in a text as people do.
func daysIn(text string) string {
	return writtenDay.ReplaceAllStringFunc(text, func(civil string) string {
		d, err := calendar.ParseDate(civil)
		if err != nil {
			return civil
		}
		return dayText(d)
	})
}

// dayMark writes a day for people and for programs.
func dayMark(d calendar.Date) template.HTML {
	if d.IsZero() {
		return ""
	}
	return template.HTML(`<time datetime="` + d.String() + `">` + dayText(d) + `</time>`) //nolint:gosec // digits and three signs
}

// span writes a period; what has not come yet is left open.
func span(from, to calendar.Date) template.HTML {
	switch {
	case from.IsZero():
		return "未开始"
	case to.IsZero():
		return dayMark(from) + "起"
	case from == to:
		return dayMark(from)
	}
	return dayMark(from) + "至" + dayMark(to)
}

// punctuality says of a settled stage whether it was on time, and of any other
// where it stands.
func punctuality(s evaluation.StageState, late bool) string {
	switch {
	case s != evaluation.StageClosed:
		return s.Label()
	case late:
		return "逾期"
	}
	return "按期"
}

func figureHeads() []string {
	return []string{"指标", "填报数", "核算数", "计算过程", "比较"}
}

func feedTitle() string { return "绩效自评公开" }

func feedDescription() string { return "各单位公开的绩效自评和更正，最新的在前。" }

// feedSummary says in one line what was published.
func feedSummary(e Summary) string {
	total, grade := e.DeclaredTotal, e.DeclaredGrade
	if total == "" {
		total = "未公布"
	}
	if grade == "" {
		grade = "未公布"
	}
	return e.UnitName + "：自评总分 " + total + "，等级 " + grade + "。定稿摘要（SHA-256）" + e.Digest
}

// ordinal names a publication by its place.
func ordinal(n int) string { return "第" + strconv.Itoa(n) + "次公开" }

// partMark stands between the number of a part and its title.
func partMark() string { return "、" }

// countedBy says by what a due date was counted.
func countedBy(d evaluation.Disclosure) string {
	text := ""
	if d.Calendar != "" {
		text += "（按工作日历 " + d.Calendar + "）"
	}
	if d.Provisional {
		text += "（暂定）"
	}
	return text
}

// disclosureStatus says how a disclosure stands, and by how many days.
func disclosureStatus(d evaluation.Disclosure, days string) string {
	unit := "日"
	if d.Rule.Within.Workdays {
		unit = "个工作日"
	}
	switch d.State {
	case evaluation.DisclosureKept:
		return d.State.Label() + "（用时 " + days + " " + unit + "）"
	case evaluation.DisclosureLate, evaluation.DisclosureMissed:
		return d.State.Label() + "（超过 " + days + " " + unit + "）"
	case evaluation.DisclosureOpen, evaluation.DisclosureUnknown:
	}
	return d.State.Label()
}
