package audit

import "fmt"

// checked says what was looked at in an area.
func (r *run) checked(a Area) string {
	switch a {
	case Chain:
		return fmt.Sprintf("流水 %d 条", r.result.Entries-r.looked.noted)
	case Checkpoints:
		return fmt.Sprintf("检查点 %d 个、链头陈述 %d 条", r.result.Checkpoints, r.result.Statements)
	case Rows:
		return fmt.Sprintf("评价 %d 项、收件台账 %d 本、登记 %d 行", r.result.Evaluations, r.result.Books, r.looked.registered)
	case Files:
		return fmt.Sprintf("文件 %d 个", r.result.Files-int64(len(r.packs)))
	case Dossiers:
		return fmt.Sprintf("卷宗压缩包 %d 个", len(r.packs))
	case Authority:
		return fmt.Sprintf("办理 %d 次、权限策略 %d 版", r.looked.judged, len(r.policies))
	case Installation:
		return fmt.Sprintf("系统流水 %d 条", r.looked.noted)
	case Histories:
		return fmt.Sprintf("工作流历史 %d 份", r.result.Histories)
	case Guards:
		return "全部表、函数和授权"
	}
	return ""
}

// Line is the result of an area as one line.
func (a AreaResult) Line() string {
	line := "[" + a.Area.Label() + "] 核对" + a.Checked + "："
	switch {
	case a.Findings > 0:
		line += fmt.Sprintf("发现 %d 处问题", a.Findings)
	default:
		line += "没有发现问题"
	}
	if a.Warnings > 0 {
		line += fmt.Sprintf("，提示 %d 处", a.Warnings)
	}
	return line
}
