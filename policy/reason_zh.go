package policy

// ReasonWording says in Chinese why an action on a task is not open to
// somebody and what to do about it, by the stable reason that Authorize,
// Decide and Explain give: "" for a reason that is not theirs.
func ReasonWording(reason string) string {
	switch reason {
	case ReasonRoleMissing:
		return "您没有办理此事项的角色,或者角色已被收回。如确应由您办理,请联系本单位办公室核对任职。"
	case ReasonNotCandidate:
		return "此事项须由承担指定角色的人员办理,您现有的岗位不在其中。请由相应岗位的人员办理。"
	case ReasonNotAssignee:
		return "任务只能由签收人本人办理。尚未签收的请先签收;已由他人签收的请与签收人联系,由其退签后再签收。"
	case ReasonDutyConflict:
		return "按照职责分离和回避的要求,您不能办理这一环节。已经签收的请退签,由其他符合条件的人员办理。"
	case ReasonNotYourUnit:
		return "您不是该单位的人员,不能办理该单位的事项。请由该单位的人员办理。"
	}
	return wordingOfStateReason(reason)
}

func wordingOfStateReason(reason string) string {
	switch reason {
	case "task_not_found":
		return "没有这项任务,或者它不属于您的单位。请从待办列表重新进入。"
	case "evaluation_not_found":
		return "没有这项绩效自评,或者它不属于您的单位。请从列表重新进入。"
	case "evaluation_finished":
		return "这项绩效自评已经办结,只能查阅和批注。"
	case "task_already_claimed":
		return "任务已由他人签收。如需由您办理,请与签收人联系,由其退签后再签收。"
	case "task_already_settled":
		return "任务已经办结,不能再办理。请刷新页面查看结果。"
	case "task_not_claimed":
		return "任务尚未签收。请先签收,再办理。"
	case "task_assigned_personally":
		return "会签任务每人一份,不能签收他人的,也不能退签自己的。"
	case "wrong_decision":
		return "这一环节不能这样办理:审批环节用“同意”或“退回”,其他环节用“办理”。"
	case "unknown_action":
		return "没有这种操作。请刷新页面后重试。"
	case "policy_failed":
		return "权限判断没有完成,本次操作未生效。请稍后重试;反复出现时请联系系统管理员。"
	}
	return ""
}
