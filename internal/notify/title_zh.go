package notify

// Title names a kind of notice for people who choose among them.
func (k Kind) Title() string {
	if k == DailyDigest {
		return "每日汇总"
	}
	w, _ := wordingOf(k, Facts{})
	return w.mark
}

// Title names a medium.
func (m Medium) Title() string {
	switch m {
	case Application:
		return "站内通知"
	case Mail:
		return "电子邮件"
	case Webhook:
		return "外部系统"
	case WeCom:
		return "企业微信群"
	case DingTalk:
		return "钉钉群"
	case Feishu:
		return "飞书群"
	}
	return string(m)
}
