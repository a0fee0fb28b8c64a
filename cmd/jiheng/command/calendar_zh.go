package command

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"jiheng/internal/calendar"
	"jiheng/internal/store"
)

const (
	calendarShort       = "工作日历：法定节假日与调休 (the statutory calendar)"
	calendarImportShort = "导入一年的放假安排：.json、.csv、.xlsx 或 .ics；有问题时退出码为 3 (import the notice for a year)"
	calendarListShort   = "列出工作日历的各个版本 (list all versions)"
	calendarShowShort   = "按月显示一年的工作日历，未配置数据库时显示内置日历 (show a year, month by month)"

	dryRunFlag = "只检查并预览，不写入 (check and preview only)"
	byFlag     = "导入人，默认为当前登录名 (who imports)"
	sourceFlag = "通知的文号，文件中没有写依据时必填 (document number of the notice)"
	yearFlag   = "年度，默认为今年 (year)"
	yearWanted = "如 2027 的年度 (a year)"
)

var (
	errOneCalendar   = errors.New("请给出一个放假安排文件：.json、.csv、.xlsx 或 .ics (name one file)")
	errCalendarMoved = errors.New("工作日历刚刚被他人更新，与这份文件不一致，请核对后重新导入 (the calendar has just been changed)")
)

// importOutcome says in one sentence what came of an import.
func importOutcome(done store.CalendarImported, dryRun bool) string {
	switch {
	case !done.Added:
		return "已是最新：内容与版本 " + done.Version + " 相同，没有改动 (nothing new)"
	case dryRun:
		return "预览完毕，没有写入；导入后的版本将是 " + done.Version + " (nothing was written)"
	}
	return "已导入，版本 " + done.Version + "，覆盖 " + yearsText(done.Years) + "；进行中的评价随即重新排期 (imported; running evaluations are planned anew)"
}

// versionLine is one version in a list.
func versionLine(v store.CalendarVersion, inForce bool) string {
	mark := "      "
	if inForce {
		mark = "现行  "
	}
	if v.Number == 0 {
		return fmt.Sprintf("%s%-12s %s  %s", mark, v.Version, yearsText(v.Years), v.Source)
	}
	return fmt.Sprintf("%s%-12s %s  %s  %s  %s  %s", mark, v.Version, yearsText(v.Years),
		v.LoadedAt.In(calendar.Location()).Format("2006-01-02 15:04"), v.LoadedBy, v.Digest[:12], v.Source)
}

// yearsText writes years as spans: 2007-2027.
func yearsText(years []int) string {
	var spans []string
	for i := 0; i < len(years); {
		j := i
		for j+1 < len(years) && years[j+1] == years[j]+1 {
			j++
		}
		span := strconv.Itoa(years[i])
		if j > i {
			span += "-" + strconv.Itoa(years[j])
		}
		spans = append(spans, span)
		i = j + 1
	}
	return strings.Join(spans, "、") + " 年"
}
