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
	return wordingOfKeeping(reason)
}

// wordingOfKeeping is for how long an evaluation and its papers are kept.
func wordingOfKeeping(reason string) string {
	switch reason {
	case "hold_missing":
		return "没有尚未解除的保全。请刷新页面后查看。"
	case "too_many_holds":
		return "这项评价的保全已经达到上限，不能再增加。现有的保全继续有效。"
	case "evaluation_held":
		return "这项评价正在保全，材料不能销毁。请待全部保全解除以后再申请。"
	case "evaluation_not_over":
		return "这项评价还没有办结，材料不能销毁。"
	case "kept_for_good":
		return "本系统没有设定材料的保管年限，材料长期保管。"
	case "retention_running":
		return "材料的保管期限还没有届满，不能销毁。"
	case "disposal_pending":
		return "已有一项销毁申请在等待决定。"
	case "disposal_missing":
		return "没有等待决定的销毁申请。请刷新页面后查看。"
	case "contents_disposed":
		return "这项评价的材料已经到期销毁，只留存摘要、清单和流水，不能再办理。"
	}
	return ""
}
