package evaluation

// Label is the mark as people read it.
func (m Mark) Label() string {
	switch m {
	case MarkSeal:
		return "单位公章"
	case MarkHead:
		return "主要领导签字"
	case MarkProject:
		return "项目负责人签名"
	case MarkFinance:
		return "财务负责人签名"
	case MarkAuthor:
		return "报告撰写人签字"
	case MarkLead:
		return "评价工作负责人签字"
	case MarkDate:
		return "填报日期"
	}
	return string(m)
}

// Label is the verdict as people read it.
func (v Verdict) Label() string {
	switch v {
	case VerdictNone:
		return "未核对"
	case VerdictConfirmed:
		return "已核对"
	case VerdictRejected:
		return "不符"
	}
	return string(v)
}
