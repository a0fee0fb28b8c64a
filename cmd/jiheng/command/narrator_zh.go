package command

import (
	"fmt"
	"strings"
	"time"

	"jiheng/internal/demo"
)

func badDay(day time.Duration) error {
	return fmt.Errorf("--day %s 不在 100ms 到 24h 之间 (out of range)", day)
}

func demoStarting(logFile string) string {
	return "启动整套系统：PostgreSQL、Temporal、时间线、接口……系统日志写入 " + logFile
}

func demoReady(address string, took time.Duration) string {
	return fmt.Sprintf("系统已就绪（%.0f 秒），接口 http://%s/。以下人员均由演示程序扮演，各用自己的账号，只经公开的 HTTP 接口办理。", took.Seconds(), address)
}

func stageLine(title, state, due string) string {
	return fmt.Sprintf("━━ %s %s（时限 %s）", title, state, due)
}

func eventLine(at time.Time, who, what, detail string) string {
	return strings.TrimRight(fmt.Sprintf("   %s %s %s %s", at.Local().Format("15:04:05.000"), who, what, detail), " ")
}

// resultLines are the end of a demonstration, for people.
func resultLines(r *demo.Report, path string) []string {
	lines := []string{"", "━━ 结果"}
	for _, c := range r.Computed {
		lines = append(lines, fmt.Sprintf("   %s：填报 %s，计算 %s", c.Name, orNone(c.Stated), c.Computed))
	}
	lines = append(lines,
		fmt.Sprintf("   自评总分 %s，等级 %s（单位填报；各项分值未公布，不推算）", r.Declared.Total, r.Declared.Grade),
		fmt.Sprintf("   任务 %d 项，提醒 %d 次，逾期 %d 次，升级 %d 次，退回 %d 次，争签 %d 次，拒绝 %d 次",
			r.Tasks, r.Reminders, r.Overdue, r.Escalations, r.Returns, r.Conflicts, len(r.Refusals)),
		fmt.Sprintf("   日志 %d 条，核验通过：%s", r.Journal.Entries, yes(r.Journal.Verified)),
		"   定稿摘要 "+r.DossierDigest,
		fmt.Sprintf("   报送与公开一致：%s；回执 %s", yes(r.FiledDigest == r.PublishedDigest && r.FiledDigest == r.DossierDigest), r.ReceiptNo),
		fmt.Sprintf("   工作流历史 %d 个事件，用时 %.1f 秒", r.WorkflowHistoryEvents, r.Seconds),
		"   报告已写入 "+path,
	)
	return lines
}

func yes(ok bool) string {
	if ok {
		return "是"
	}
	return "否"
}

func orNone(text string) string {
	if text == "" {
		return "无"
	}
	return text
}
