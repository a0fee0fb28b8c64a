package policy

// ReasonWording says in Chinese why an action on a task is not open to
// somebody and what to do about it, by the stable reason that Authorize,
// Decide and Explain give: "" for a reason that is not theirs.
func ReasonWording(reason string) string {
	switch reason {
	case ReasonRoleMissing:
		return "您没有办理此事项的角色，或者角色已被收回。如确应由您办理，请联系本单位办公室核对任职。"
	case ReasonNotCandidate:
		return "此事项须由承担指定角色的人员办理，您现有的岗位不在其中。请由相应岗位的人员办理。"
	case ReasonNotAssignee:
		return "任务只能由签收人本人办理。尚未签收的请先签收；已由他人签收的请与签收人联系，由其退签后再签收。"
	case ReasonDutyConflict:
		return "按照职责分离和回避的要求，这件事不能由您办理，请由其他符合条件的人员办理；已经签收的，请退签。"
	case ReasonExclusive:
		return "系统管理员、安全管理员、审计管理员互不兼任，也不兼任业务角色，不能担任领导小组成员或者代理人。请另选人员，或者先解除原有角色。"
	case ReasonNotYourUnit:
		return "您不是该单位的人员，不能办理该单位的事项。请由该单位的人员办理。"
	}
	for _, wording := range []func(string) string{
		wordingOfStateReason, wordingOfHandover, wordingOfCare, wordingOfPerson, wordingOfWholeReason, wordingOfSubstitution, wordingOfFiling, wordingOfRelease,
	} {
		if text := wording(reason); text != "" {
			return text
		}
	}
	return ""
}

// wordingOfFiling is for what is handed in and what a receiver answers.
func wordingOfFiling(reason string) string {
	switch reason {
	case "receipt_of_another":
		return "这份回执或者通知说的不是现在报送的卷宗。请核对卷宗摘要，向接收单位要与本次报送一致的回执。"
	case "contradictions_unanswered":
		return "数据表和评分表中有互相矛盾的数没有写明理由，不能定稿。请退回到汇总填报的环节，改正或者逐处写明理由。"
	case "report_incomplete":
		return "报告还缺少必备部分，不能定稿。请退回到填写报告的环节，补齐后再定稿。"
	case "filing_settled":
		return "这次报送已经签收或者退回，不再等待签收。请刷新页面查看最新情况。"
	case "receipt_twice":
		return "这次报送已经有回执，编号与这一份不同。请与接收单位核对。"
	}
	return ""
}

func wordingOfStateReason(reason string) string {
	switch reason {
	case "task_not_found":
		return "没有这项任务，或者它不属于您的单位。请从待办列表重新进入。"
	case "evaluation_not_found":
		return "没有这项绩效自评，或者它不属于您的单位。请从列表重新进入。"
	case "evaluation_finished":
		return "这项绩效自评已经办结，只能查阅和批注。"
	case "task_already_claimed":
		return "任务已由他人签收。如需由您办理，请与签收人联系，由其退签后再签收。"
	case "task_already_settled":
		return "任务已经办结，不能再办理。"
	case "task_not_claimed":
		return "任务尚未签收。请先签收，再办理。"
	case "task_assigned_personally":
		return "会签和加签的任务每人一份，不能签收他人的，也不能退签或者转给他人。"
	case "wrong_decision":
		return "这一环节不能这样办理：审批环节用“同意”或“退回”，其他环节用“办理”。"
	case "unknown_action":
		return "没有这种操作。请刷新页面后重试。"
	case "policy_failed":
		return "权限判断没有完成，本次操作未生效。请稍后重试；反复出现时请联系系统管理员。"
	}
	return ""
}

// wordingOfHandover is for tasks that are with somebody else for a while.
func wordingOfHandover(reason string) string {
	switch reason {
	case "task_delegated":
		return "任务已委派他人办理。请待受委派人归还，或者先收回委派，再作处理。"
	case "task_not_delegated":
		return "任务没有委派，无需归还。"
	case "signer_pending":
		return "前加签的人员尚未办理。请待其办理，或者先减签。"
	case "signer_missing":
		return "没有这名待办理的加签人员，可能已经办理。请刷新页面后查看。"
	case "marks_not_asked":
		return "没有需要核对印章和签字的材料。"
	case "nothing_to_take_back":
		return "没有可以撤下的材料。只有可以交多份的材料才能撤下其中一份，其余的请提交新的版本。"
	case "material_single":
		return "这种材料只交一份，不能撤下。请提交新的版本。"
	case "material_of_another":
		return "这份材料是别人办理同一环节时提交的，请由其本人撤下。"
	case "material_replaced":
		return "这份材料已有更新的版本。请刷新页面查看。"
	case "too_many_copies":
		return "同一种材料的份数已达上限。请合并后提交，或者替换已有的材料。"
	case "too_many_signers":
		return "这一环节的人数已达上限，不能再加签。"
	case "withdrawn_too_late":
		return "后续环节已经有人办理，不能撤回。如需修改，请与后续办理人联系，由其退回。"
	case "jump_over_effect":
		return "中间有系统已办的环节，或者有任命成员的环节，不能跳过。"
	case "copied_already":
		return "所选人员都已收到抄送，无需再次抄送。"
	case "priority_unchanged":
		return "紧急程度没有变化，无需重新设定。"
	case "urged_recently":
		return "一小时之内已经催办过。请稍后再催办。"
	}
	return ""
}

// wordingOfCare is for deadlines and for what stands still.
func wordingOfCare(reason string) string {
	switch reason {
	case "extension_not_offered":
		return "这一阶段不能申请延期。请按期办理。"
	case "extension_pending":
		return "延期申请已经提出，正在等待决定。"
	case "extension_missing":
		return "这项任务没有等待决定的延期申请。请刷新页面后查看。"
	case "task_suspended":
		return "任务已挂起，恢复以前不能办理。"
	case "task_not_suspended":
		return "任务没有挂起，无需恢复。"
	case "role_without_holder":
		return "下一环节没有可以办理的人员。请先落实人员，再办理。"
	case "dossier_not_filed":
		return "材料还没有报送，不能签收回执。"
	case "dossier_not_sealed":
		return "卷宗还没有定稿，不能报送或者公开。"
	case "stale_version":
		return "内容已有更新。请刷新页面，查看最新情况后再操作。"
	}
	return ""
}

// wordingOfPerson is for whom somebody names.
func wordingOfPerson(reason string) string {
	switch reason {
	case "person_without_role":
		return "所选人员没有办理这项任务的角色。请另选人员。"
	case "person_excluded":
		return "按照职责分离和回避的要求，所选人员不能办理这项任务。请另选人员。"
	case "person_has_seat":
		return "所选人员已在这一轮办理人员之中。请另选人员。"
	case "recused_already":
		return "该人员已对这一事项回避，无需再次提出。"
	}
	return ""
}

// wordingOfWholeReason is for the evaluation as a whole.
func wordingOfWholeReason(reason string) string {
	switch reason {
	case "evaluation_suspended":
		return "这项绩效自评已经挂起，恢复以前不能办理。"
	case "evaluation_not_suspended":
		return "这项绩效自评没有挂起，无需恢复。"
	case "quorum_not_reached":
		return "表达意见的成员还没有达到规定人数，领导小组的决定暂不算数。请等其他成员办理。"
	case "group_not_formed":
		return "领导小组尚未成立，不能申请变更成员。"
	case "group_change_pending":
		return "已有一项成员变更在等待决定。请待决定以后再申请。"
	case "group_change_missing":
		return "没有等待决定的成员变更。请刷新页面后查看。"
	}
	return ""
}

func wordingOfSubstitution(reason string) string {
	switch reason {
	case "substitution_missing":
		return "您现在不能代该人员办理：代理没有确认、不在约定日期之内，或者不适用于这一流程。"
	case "substitution_chain":
		return "代理不能连环：已有代理人的人不能再代理他人，正在代理他人的人也不能再由别人代理。"
	case "substitution_overlaps":
		return "这些日期之内已有代理人。请先终止原来的代理，或者另选日期。"
	case "substitution_settled":
		return "这项代理已经有了结果。请刷新页面后查看。"
	}
	return ""
}
