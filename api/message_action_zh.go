package api

// The words for what people do around tasks.
func actionMessages() map[string]message {
	return map[string]message{
		"task_suspended":           {"任务已挂起", "任务自{at}起挂起。请等办公室恢复后再办理。"},
		"task_not_suspended":       {"任务没有挂起", "任务正在正常办理，不需要恢复。"},
		"evaluation_suspended":     {"绩效自评已挂起", "自{at}起挂起，各项任务暂停办理，时限相应顺延。请等办公室恢复后再办理。"},
		"evaluation_not_suspended": {"绩效自评没有挂起", "绩效自评正在正常进行，不需要恢复。"},
		"task_delegated":           {"任务已委派他人", "任务正由{by}代为准备，归还后才能办结。也可以由委派人收回。"},
		"task_not_delegated":       {"任务没有委派", "任务没有委派给他人，不需要归还。"},
		"signer_pending":           {"还有加签人未签", "请等{by}签署后再办理；也可以先减签。"},
		"signer_missing":           {"没有这位待签的加签人", "此人不是加签人，或者已经签署。请刷新页面查看。"},
		"too_many_signers":         {"加签人过多", "每一轮最多20人。请先减签。"},
		"place_unknown":            {"加签位置有误", "请选择前加签、并加签或后加签。"},
		"copied_already":           {"已经抄送过", "这些人都已收到抄送，不重复抄送。"},
		"people_required":          {"请选择人员", "请选择1至{limit}人。"},
		"too_many_people":          {"人员过多", "一次最多提及{limit}人。"},
		"urged_recently":           {"刚催办过", "上次催办在{at}。请于{next}后再催办。"},
		"priority_unchanged":       {"紧急程度没有变化", "任务已是这一紧急程度。"},
		"priority_unknown":         {"紧急程度有误", "请选择一般、紧急或特急。"},
		"extension_not_offered":    {"这一阶段不予延期", "流程没有规定这一阶段可以延期。"},
		"extension_pending":        {"延期申请正在审批", "已于{at}申请延期，请等待审批。"},
		"extension_missing":        {"没有待批的延期申请", "延期申请已经处理，或者没有提出。请刷新页面查看。"},
		"extension_not_later":      {"延期日期有误", "延期日期须晚于现在的截止日期{due}，并且不早于今天。"},
		"extension_too_long":       {"超过可以延期的天数", "最晚可以延至{limit}。"},
		"quorum_not_reached":       {"到会人数不足", "已有{present}名成员表达意见，须有{required}名，领导小组的决定才算数。请等其他成员办理。"},
		"withdrawn_too_late":       {"不能撤回", "后续环节已经有人办理，或者已经产生结果，不能再撤回。如需更正，请联系后续办理人退回。"},
		"step_not_earlier":         {"不能退回到这个环节", "只能退回到本环节以前的、由人员办理的环节。"},
		"step_unknown":             {"没有这个环节", "请选择本阶段或者以前阶段由人员办理的其他环节。"},
		"stage_not_settled":        {"不能从这个阶段重新办理", "“{stage}”阶段还没有办到，或者所选事项正在退回办理之中。请刷新页面查看。"},
		"reopen_over_group":        {"不能退回到成立领导小组以前", "领导小组已经成立。调整人员请办理成员变更。"},
		"back_over_effect":         {"不能办后直接送回", "中间要重新办理“{step}”，请选择重走各环节。"},
		"roll_up_stale":            {"汇总已经过时", "汇总以后，它所依据的材料又有变动。请重新汇总后再定稿。"},
		"item_unknown":             {"所选的评价对象有误", "请从这个阶段的评价对象中选择，不要重复。"},
		"jump_over_effect":         {"不能越过这个环节", "定稿、报送、公开和成立领导小组等环节不能跳过。"},
	}
}

// The words for who acts, and for whom.
func peopleMessages() map[string]message {
	return map[string]message{
		"nothing_held":           {"没有需要改派的任务", "这个人在本单位没有正在办理的任务。"},
		"substitution_missing":   {"没有有效的代理关系", "您现在不能代理此人办理。代理须经安全管理员确认，并在起止日期之内。"},
		"substitution_not_found": {"没有这条代理", "代理不存在，或者不属于您的单位。"},
		"substitution_chain":     {"代理不能连环", "{person}在这些日期已有代理关系，不能再代理他人或由他人代理。请另选人员或者日期。"},
		"substitution_overlaps":  {"代理日期重叠", "{person}在这些日期已有代理人。请先终止原来的代理，或者改选日期。"},
		"substitution_settled":   {"这条代理已经处理", "代理已经确认或者终止。请刷新页面查看。"},
		"substitution_same":      {"代理人不能是本人", "请另选一位代理人。"},
		"substitution_dates":     {"代理日期有误", "起止日期不能颠倒，不能早于今天，最长一年。"},
		"person_unknown":         {"没有这个人", "请从本单位人员中选择；已停用的人员不能选择。"},
		"person_same":            {"不能选择原承办人", "请另选一位人员。"},
		"person_without_role":    {"所选人员没有办理此事项的角色", "{person}不具有这一环节要求的角色。请另选人员，或者先由办公室核对任职。"},
		"person_excluded":        {"所选人员须回避", "按职责分离或回避的要求，{person}不能办理这一环节。请另选人员。"},
		"person_has_seat":        {"所选人员已在本轮办理之列", "{person}在这一轮已有任务，每人只计一次。请另选人员。"},
		"recused_already":        {"已经回避", "此人对这一评价对象已经回避。"},
		"group_not_formed":       {"领导小组尚未成立", "领导小组成立后才能变更成员。"},
		"group_change_pending":   {"已有变更在等待审批", "请先处理正在等待的成员变更。"},
		"group_change_missing":   {"没有待批的成员变更", "变更已经处理，或者没有提出。请刷新页面查看。"},
		"group_change_empty":     {"没有变更内容", "请至少填写一名加入或者离开的成员，最多50人。"},

		"correction_not_provided": {"不能更正", "这项流程没有规定更正办法。"},
		"nothing_published":       {"还没有公开", "公开以后才需要更正；尚未公开的请由办理人退回修改。"},
		"correction_pending":      {"已有更正在等待决定", "请先处理正在等待的更正。"},
		"correction_under_way":    {"正在更正", "正在按已同意的更正重新办理。请待新的定稿公开以后再申请。"},
		"correction_missing":      {"没有待批的更正", "更正已经处理，或者没有提出。请刷新页面查看。"},
		"note_required":           {"没有写明更正说明", "更正说明向社会公布，请写明更正了什么、为什么更正。"},

		"not_a_member": {"不是现任成员", "{person}现在不担任这一角色。请刷新页面核对。"},
	}
}
