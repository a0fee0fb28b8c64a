package policy

// wordingOfRelease is for what people sign and decide about a sealed dossier.
func wordingOfRelease(reason string) string {
	switch reason {
	case "attestation_outdated":
		return "您审阅之后，即将定稿的内容又有变动。请刷新页面，核对后重新签署。"
	case "dossier_outdated":
		return "定稿期间又定出了新的一份，系统会重新定稿，无需处理。"
	case "clearance_outdated":
		return "您审查之后又定出了新的一份。请刷新页面，按现在的定稿重新审查。"
	case "correction_not_provided":
		return "这项流程没有规定更正办法，不能申请更正。"
	case "nothing_published":
		return "还没有公开，无需更正；请由办理人退回修改。"
	case "correction_pending":
		return "已有一项更正在等待决定。请待决定以后再申请。"
	case "correction_under_way":
		return "正在按已同意的更正重新办理。请待新的定稿公开以后再申请。"
	case "correction_missing":
		return "没有等待决定的更正。请刷新页面后查看。"
	}
	return ""
}
