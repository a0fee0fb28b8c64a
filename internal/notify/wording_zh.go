package notify

import (
	"strconv"

	"jiheng/internal/quotation"
)

// wording is what a kind of notice says.
type wording struct {
	mark    string // what kind of notice it is, in the subject's brackets
	subject string
	opening string // what happened
	ask     string // what is asked, and by when; empty for mere information
	button  string // what the link is called
}

// wordingOf gives the wording of a kind for cleaned facts; false for a kind
// that does not exist.
func wordingOf(kind Kind, f Facts) (wording, bool) {
	task := quoted(f.Task)
	switch kind {
	case TaskOpened:
		return act("待办", "请办理"+task, "现有"+task+"需要您办理。", "请"+within(f)+"登录系统签收并办理。"), true
	case Transferred:
		return act("转办", task+"已转由您办理", by(f)+"将"+task+"转由您办理。", "请"+within(f)+"登录系统办理。"), true
	case Urged:
		return act("催办", "请尽快办理"+task, by(f)+"就"+task+"向您催办。", "请"+within(f)+"登录系统办结。"), true
	case Reminder:
		return act("临期提醒", task+remaining(f), task+remaining(f)+"，目前尚未办结。", "请"+within(f)+"登录系统办结。"), true
	case Overdue:
		return act("逾期", task+late(f), task+late(f)+"，目前尚未办结。",
			"请立即登录系统办理；确有特殊情况的，请在系统中说明原因并申请延期。"), true
	case Escalation:
		w := act("督办", f.Unit+task+late(f), owned(f)+task+late(f)+"，目前尚未办结。", "请督促承办人员尽快办理。")
		w.button = "查看详情"
		return w, true
	case Returned:
		return act("退回", task+"已被退回，请修改", by(f)+"退回了"+task+"。", "请根据退回意见修改完善，并"+within(f)+"重新提交。"), true
	case Withdrawn:
		return tell("撤回", task+"已被撤回", by(f)+"撤回了"+task+"，您无需再办理。"), true
	case Copied:
		return tell("抄送", task+"办理情况抄送", "现将"+task+"的办理情况抄送给您，请知悉。"), true
	case DeadlineChanged:
		return act("时限调整", task+"办理时限已调整", task+"的办理时限已作调整。", "请"+within(f)+"登录系统办结。"), true
	case Cancelled:
		return tell("取消", task+"已取消", task+"已取消，您无需再办理。"), true
	case Vacant:
		return act("待指定", task+"暂无承办人", task+"目前没有符合条件的承办人。", "请尽快登录系统指定承办人。"), true
	case Conflict:
		return act("待核对", task+"的记录不一致", task+"的相关记录不一致，需要核对。", "请"+within(f)+"登录系统核对处理。"), true
	case ExtensionAsked:
		return act("延期待批", by(f)+"申请延长"+task+"的办理时限", by(f)+"申请延长"+task+"的办理时限。", "请登录系统审批。"), true
	case ExtensionRefused:
		return act("延期未获同意", task+"的延期申请未获同意", task+"的延期申请未获同意。", "请"+within(f)+"登录系统办结。"), true
	case Mentioned:
		return tell("提及", by(f)+"在"+task+"的批注中提到您", by(f)+"在"+task+"的批注中提到了您，请查阅。"), true
	case Infected:
		return act("病毒", task+"的材料带有病毒", task+"的一份材料查出病毒，已经隔离。", "请对电脑查杀病毒，换用干净的文件登录系统重新提交。"), true
	case ChannelTest:
		return tell("测试", "通知渠道测试", "这是系统管理员发出的测试消息，收到即说明渠道可用，无须办理。"), true
	case DisclosureDue:
		return disclose("公开提醒", quoted(f.Task)+beforePublic(f), f, "目前尚未填报公开日期或者公开。请"+within(f)+"公开，并登录系统填报公开日期。"), true
	case DisclosureLate:
		return disclose("逾期未公开", quoted(f.Task)+pastPublic(f), f, "请立即公开并登录系统填报公开日期；已经公开的，请按实际日期填报。"), true
	case DailyDigest: // has a letter of its own
	}
	return wording{}, false
}

func act(mark, subject, opening, ask string) wording {
	return wording{mark: mark, subject: subject, opening: opening, ask: ask, button: "前往办理"}
}

func tell(mark, subject, opening string) wording {
	return wording{mark: mark, subject: subject, opening: opening, button: "查看详情"}
}

// disclose is a notice on what has to be public by a day.
func disclose(mark, subject string, f Facts, ask string) wording {
	w := act(mark, subject, f.Unit+subject+"。", ask)
	w.button = "查看公开时限"
	return w
}

func beforePublic(f Facts) string {
	if f.WorkdaysLeft > 0 {
		return "距公开时限还有" + strconv.Itoa(f.WorkdaysLeft) + "个工作日"
	}
	return "今日是公开时限的最后一日"
}

func pastPublic(f Facts) string {
	if f.WorkdaysLeft < 0 {
		return "已超过公开时限" + strconv.Itoa(-f.WorkdaysLeft) + "个工作日"
	}
	return "已超过公开时限"
}

func quoted(task string) string {
	if task == "" {
		return "相关事项"
	}
	return quotation.Mark(task)
}

func by(f Facts) string {
	if f.By == "" {
		return "经办人员"
	}
	return f.By
}

func owned(f Facts) string {
	if f.Unit == "" {
		return ""
	}
	return f.Unit + "承办的"
}

func within(f Facts) string {
	if f.DueText == "" {
		return "及时"
	}
	return "于" + f.DueText + "前"
}

func remaining(f Facts) string {
	switch {
	case f.WorkdaysLeft > 0:
		return "距办理时限还有" + strconv.Itoa(f.WorkdaysLeft) + "个工作日"
	case f.WorkdaysLeft == 0:
		return "将于今日到期"
	default:
		return late(f)
	}
}

func late(f Facts) string {
	if f.WorkdaysLeft < 0 {
		return "已超过办理时限" + strconv.Itoa(-f.WorkdaysLeft) + "个工作日"
	}
	return "已超过办理时限"
}

// subjectLine puts the mark, the subject and the evaluation into one line.
func (w wording) subjectLine(f Facts) string {
	line := "【" + w.mark + "】" + w.subject
	if f.Evaluation != "" {
		line += "（" + f.Evaluation + "）"
	}
	return line
}

func greeting(f Facts) string {
	if f.Addressee == "" {
		return "您好："
	}
	return f.Addressee + "，您好："
}

// rows lists the facts that are known, for the table under the text.
func rows(kind Kind, f Facts) []row {
	reason, task, due := "说明", "任务事项", "办理时限"
	if kind == Returned {
		reason = "退回意见"
	}
	if kind == DisclosureDue || kind == DisclosureLate {
		reason, task, due = "依据", "应公开事项", "公开时限"
	}
	all := []row{
		{"评价项目", f.Evaluation},
		{task, f.Task},
		{"承办单位", f.Unit},
		{due, f.DueText},
		{"经办人员", f.By},
		{reason, f.Reason},
	}
	known := all[:0]
	for _, r := range all {
		if r.Value != "" {
			known = append(known, r)
		}
	}
	return known
}

func closing(w wording) []string {
	record := "办理情况以系统记录为准。"
	if w.ask != "" {
		record += "如已办结，请忽略本通知。"
	}
	return []string{record, "本邮件由系统自动发送，请勿直接回复。"}
}

// colon stands between a label and its value.
func colon() string { return "：" }
