package notify

// FailureWording says what went wrong with a channel and what to do, for whoever
// looks after it; it repeats nothing of what a server answered.
func FailureWording(reason string) string {
	switch reason {
	case "":
		return ""
	case "mail_unavailable", "mail_outcome_unknown":
		return "连不上邮件服务器。请核对地址、端口、加密方式和网络，系统会自动重试。"
	case "mail_account_refused":
		return "邮件服务器不接受发件账号。请核对账号、口令和发件地址。"
	case "mail_refused", "mail_address_invalid":
		return "收件地址被拒绝。请核对人员登记的邮箱。"
	case "robot_refused", "robot_settings":
		return "群机器人不接受消息。请核对机器人地址和加签密钥。"
	case "robot_busy":
		return "群机器人限制发送频率，系统会自动放慢重试。"
	case "robot_unavailable", "webhook_unavailable", "call_failed":
		return "连不上对方。请核对地址和网络，系统会自动重试。"
	case "webhook_refused", "webhook_gone", "webhook_redirects":
		return "对方不接受通知。请核对回调地址，并请对方检查。"
	case "address_forbidden":
		return "地址在内网或者不允许访问的网段。内网地址须写进JIHENG_CHANNEL_NETWORKS。"
	case "channel_not_configured":
		return "渠道没有配置。"
	}
	return "发送没有成功。请查看服务器日志。"
}
