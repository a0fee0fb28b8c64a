package api

// actionFieldMessages say what is wrong with what an action on a task, a group
// or a substitution asks for.
func actionFieldMessages() map[string]string {
	return map[string]string{
		"extension_not_later": "应晚于现在的截止日（{due}），并且不早于今天。",
		"extension_too_long":  "最多延期至{limit}。",
		"step_not_earlier":    "只能退回到本环节以前的环节。",
		"step_unknown":        "没有这个环节，或者它由系统办理。",
		"stage_not_settled":   "“{stage}”阶段还没有办到，或者正在退回办理之中。",
		"reopen_over_group":   "不能退回到成立领导小组以前。",
		"back_over_effect":    "中间要重新办理“{step}”，只能重走各环节。",
		"item_unknown":        "请从这个阶段的评价对象中选择，不要重复。",
		"place_unknown":       "请选择加签位置。",
		"priority_unknown":    "请选择紧急程度。",
		"people_required":     "请选择1至{limit}人。",
		"too_many_people":     "人数过多，请减少。",
		"person_same":         "不能选择现在的办理人。",
		"group_change_empty":  "请至少写明一项变更，一次不要过多。",
		"not_a_member":        "不是现任成员，请刷新页面核对。",

		"attestation_required":  "请通读声明全文，勾选后再提交。",
		"note_required":         "请写明向社会公布的更正说明。",
		"basis_required":        "不公开的文件要写明依据。",
		"acknowledged_required": "文件里有疑似个人信息，或者读不出文字；公开以前请写明为什么可以公开。",
		"file_unknown":          "定稿里没有这个文件，请刷新页面。",
		"file_twice":            "同一文件决定了两次。",
		"renderings_differ":     "同一文书的各种格式应当一并决定，不能有的公开、有的不公开，理由和依据也应当一致（“{path}”）。",
		"file_undecided":        "文件“{path}”还没有决定可否公开。",
		"file_never_public":     "流程规定这个文件不公开。",
		"nothing_public":        "至少要公开一个文件；全部不公开的，请终止公开并说明情况。",

		"substitution_same":  "代理人不能是本人。",
		"substitution_dates": "结束日期不能早于开始日期和今天，期间不超过一年。",
	}
}
