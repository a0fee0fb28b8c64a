package command

import (
	"fmt"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

const auditRetentionShort = "列出保管期限届满和正在保全的评价 (papers whose time is over, and what is held)"

func nothingRetained(years int) string {
	if years == 0 {
		return "材料长期保管（没有设定 JIHENG_RETENTION_YEARS），也没有正在保全的评价。"
	}
	return fmt.Sprintf("没有保管满 %d 年的评价，也没有正在保全的评价。", years)
}

// line is one evaluation as an archivist reads it.
func (r *retained) line() string {
	text := fmt.Sprintf("%s %s %d年度 %s", r.Evaluation, r.Unit, r.Year, r.Title)
	if !r.FinishedAt.IsZero() {
		text += "；办结 " + civil(r.FinishedAt)
	}
	if !r.KeptUntil.IsZero() {
		text += "；保管至 " + civil(r.KeptUntil)
	}
	switch {
	case r.Holds > 0:
		return text + fmt.Sprintf("；正在保全（%d 项），不得销毁", r.Holds)
	case r.Disposal == evaluation.DisposalWaiting:
		return text + "；已申请销毁，待审批"
	}
	return text + "；可以申请销毁"
}

func civil(t time.Time) string { return t.In(calendar.Location()).Format(time.DateOnly) }
