package notify

import "strconv"

// words puts a digest into sentences.
func (d *Digest) words(addressee string) digestLetter {
	l := digestLetter{Greeting: greeting(Facts{Addressee: addressee}), Closing: []string{
		"办理情况以系统记录为准。", "如需改为逐条发送或者停用邮件，请登录系统在“通知设置”中调整。", "本邮件由系统自动发送，请勿直接回复。",
	}}
	summary := ""
	for _, p := range []struct {
		part  DigestPart
		title string
		unit  string
	}{
		{d.Overdue, "已逾期", "项"}, {d.Today, "今日到期", "项"}, {d.Soon, "近期到期", "项"}, {d.New, "新通知", "条"},
	} {
		if p.part.Total == 0 {
			continue
		}
		count := p.title + strconv.Itoa(p.part.Total) + p.unit
		if summary != "" {
			summary += "，"
		}
		summary += count
		s := digestSection{Title: count, Lines: p.part.Lines}
		if more := p.part.Total - len(p.part.Lines); more > 0 {
			s.More = "另有" + strconv.Itoa(more) + p.unit + "，请登录系统查看。"
		}
		l.Parts = append(l.Parts, s)
	}
	if summary == "" {
		summary = "没有需要提示的事项"
	}
	l.Subject = "【每日汇总】" + d.DayText + "：" + summary
	l.Opening = "截至" + d.DayText + "，" + summary + "。"
	return l
}

func bracketed(s string) string { return "（" + s + "）" }

// robotAddressees says to a group whom a message is for.
func robotAddressees(names string) string { return "请" + names + "查阅：" }
