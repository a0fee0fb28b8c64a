package api

import (
	"fmt"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/document"
	"jiheng/internal/review"
)

func completenessListing() document.Listing {
	return document.Listing{
		Name: "报送完整性", Head: document.Head{Title: "年度绩效自评报送情况表"},
		Columns: []document.ListingColumn{
			{Caption: "序号", Width: 6},
			{Caption: "单位", Width: 36},
			{Caption: "单位编号", Width: 18},
			{Caption: "时限", Width: 13},
			{Caption: "报送情况", Width: 18},
			{Caption: "收件编号", Width: 14},
			{Caption: "收到日期", Width: 13},
			{Caption: "状态", Width: 18},
		},
	}
}

func rankingListing() document.Listing {
	return document.Listing{
		Name: "排名", Head: document.Head{Title: "年度绩效自评排名表"},
		Columns: []document.ListingColumn{
			{Caption: "名次", Width: 6},
			{Caption: "单位", Width: 36},
			{Caption: "收件编号", Width: 14},
			{Caption: "分数", Width: 10, Number: true},
			{Caption: "来源", Width: 12},
			{Caption: "分差扣分", Width: 10, Number: true},
			{Caption: "排名依据", Width: 10, Number: true},
			{Caption: "先进", Width: 10},
		},
	}
}

func standingText(u review.Completeness) string {
	text := map[review.Standing]string{
		review.StandingFiled: "已报", review.StandingLate: "逾期报送", review.StandingReturned: "已退回", review.StandingMissing: "未报",
		review.StandingUnlisted: "名单外报送",
	}[u.Standing]
	if u.Overdue {
		text += "（已过时限）"
	}
	return text
}

func dueText(on calendar.Date) string {
	if on.IsZero() {
		return ""
	}
	return on.String()
}

func stateText(s review.State) string {
	if s == "" {
		return ""
	}
	return s.Label()
}

func arrivalText(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return calendar.DateOf(at).String()
}

func bestText(chosen, undecided bool) string {
	switch {
	case chosen:
		return "先进"
	case undecided:
		return "待定"
	}
	return ""
}

func completenessNotes(p review.CompletenessPage) []string {
	notes := []string{fmt.Sprintf("应报%d个单位：已报%d个，逾期报送%d个，退回未再报%d个，未报%d个；已过时限仍缺%d个。", p.Total,
		p.Counts[review.StandingFiled], p.Counts[review.StandingLate], p.Counts[review.StandingReturned], p.Counts[review.StandingMissing], p.Overdue)}
	if n := p.Counts[review.StandingUnlisted]; n > 0 {
		notes = append(notes, fmt.Sprintf("另有%d个单位不在应报送名单内而有报送，不计入应报数。", n))
	}
	return notes
}

func rankingNotes(unranked int) []string {
	notes := []string{"有财政复核的用财政复核分，其次部门审核分，再次自评分；分数相同的名次相同。"}
	if unranked > 0 {
		notes = append(notes, fmt.Sprintf("另有%d件没有分数，不参加排名。", unranked))
	}
	return notes
}
