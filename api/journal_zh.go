package api

import (
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// entryTitle names the kind of an entry, of evaluations and of the
// installation.
func entryTitle(kind string) string {
	switch kind {
	case journalRead:
		return "查阅流水"
	case journalSearched:
		return "跨评价查询流水"
	case journalExported:
		return "导出流水"
	case installationRead:
		return "查阅系统流水"
	case "verification_done":
		return "核验"
	case "history_archived":
		return "归档工作流历史"
	case "list_imported":
		return "导入科室、人员名单"
	case "package_made":
		return "制作证据包"
	}
	return evaluation.EventType(kind).Label()
}

func exportName(now time.Time, format string) string {
	return "过程记录-" + now.In(calendar.Location()).Format("20060102-150405") + "." + format
}
