package api

import (
	"time"

	"jiheng/internal/administration"
	"jiheng/internal/calendar"
	"jiheng/internal/checkpoint"
	"jiheng/internal/evaluation"
)

// EntryTitle names the kind of an entry, of evaluations and of the
// installation.
func EntryTitle(kind string) string {
	switch kind {
	case journalRead:
		return "查阅流水"
	case journalSearched:
		return "跨评价查询流水"
	case journalExported:
		return "导出流水"
	case pastRead:
		return "回溯他人当时所见"
	case answerWhoCould:
		return "查询当时谁能办理"
	case answerWhyRefused:
		return "查询被拒原因"
	case answerWhoLooked:
		return "查询查阅记录"
	case answerAfterSealing:
		return "查询定稿后变化"
	case auditDone:
		return "核验一项评价"
	case installationRead:
		return "查阅系统流水"
	case "verification_done":
		return "核验"
	case "calendar_added":
		return "留存工作日历"
	case "history_archived":
		return "归档工作流历史"
	case channelTested:
		return "测试通知渠道"
	case "list_imported":
		return "导入科室、人员名单"
	case "package_made":
		return "制作证据包"
	case checkpoint.MadeType:
		return "写入检查点"
	case checkpoint.KeyType:
		return "启用检查点公钥"
	}
	if label := administration.Label(kind); label != "" {
		return label
	}
	return evaluation.EventType(kind).Label()
}

func exportName(now time.Time, format string) string {
	return "过程记录-" + now.In(calendar.Location()).Format("20060102-150405") + "." + format
}
