package adapter

import (
	"fmt"

	"jiheng/internal/calendar"
	"jiheng/internal/evidence"
)

const (
	proofTitle     = "检查点与链头陈述的证明"
	journalTitle   = "全部流水"
	packageTitle   = "定稿卷宗压缩包"
	processTitle   = "流程定义"
	policyTitle    = "权限策略"
	calendarTitle  = "工作日历"
	historyTitle   = "工作流运行历史"
	historiesTitle = "工作流历史归档摘要"
	indexTitle     = "目录"
	indexName      = "目录.txt"
)

func indexHead(s evidence.Subject) string {
	return fmt.Sprintf("%s\n%s　%d 年度\n评价编号：%s\n流水至第 %d 条，检查点时间 %s\n\n文件\t说明\n",
		s.Title, s.Unit, s.Year, s.Evaluation, s.JournalSeq, s.MadeAt.In(calendar.Location()).Format("2006-01-02 15:04:05"))
}
