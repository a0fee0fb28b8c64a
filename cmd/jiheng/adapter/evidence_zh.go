package adapter

import (
	"fmt"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evidence"
)

const (
	proofTitle        = "检查点与链头陈述的证明"
	journalTitle      = "全部流水"
	packageTitle      = "定稿卷宗压缩包"
	publicTitle       = "对外公开的卷宗压缩包（已隐去不公开的文件，决定见流水）"
	processTitle      = "流程定义"
	policyTitle       = "权限策略"
	calendarTitle     = "工作日历"
	historyTitle      = "工作流运行历史"
	historiesTitle    = "工作流历史归档摘要"
	verificationTitle = "制作之前对系统的核验结果"
	indexTitle        = "目录"
	indexName         = "目录.txt"
)

// indexHead says what a package is of, and since when its journal stands.
func indexHead(s evidence.Subject, since time.Time) string {
	const layout = "2006-01-02 15:04:05"
	stated := "最早陈述这份流水的检查点：" + since.In(calendar.Location()).Format(layout)
	if since.IsZero() {
		stated = "【注意】" + evidence.NoEarlierCheckpoint
	}
	return fmt.Sprintf("%s\n%s　%d 年度\n评价编号：%s\n流水至第 %d 条，检查点时间 %s\n%s\n\n文件\t说明\n",
		s.Title, s.Unit, s.Year, s.Evaluation, s.JournalSeq, s.MadeAt.In(calendar.Location()).Format(layout), stated)
}
