package api

// The words for who administers.
func administrationMessages() map[string]message {
	return map[string]message{
		"roles_exclusive":    {"不得兼任", "系统管理员、安全管理员、审计管理员互不兼任，也不兼任业务角色。{person}不能同时担任{role}和{other}。请先解除已有的角色，或者另选人员。"},
		"approval_needed":    {"须经批准", "任免须由系统管理员提出、安全管理员批准。请在“系统管理”页面提出申请。"},
		"proposal_not_found": {"没有这项申请", "请刷新页面后查看。"},
		"proposal_settled":   {"申请已有结果", "{by}已于{at}处理了这项申请。请刷新页面查看。"},
		"proposal_expired":   {"申请已过期", "申请在{at}以后不能再批准。仍需办理的，请由系统管理员重新提出。"},
		"proposal_waits":     {"已有相同的申请", "同样的申请正在等待批准，不必重复提出。"},
		"proposal_invalid":   {"任免申请有误", "请按各栏的提示修改后重新提交。"},
		"proposer_gone":      {"申请人已不是系统管理员", "{by}已经离任或者账号已锁定，这项申请不能再批准。请驳回，由在任的系统管理员重新提出。"},
		"version_not_new":    {"版本号须更新", "这项流程已经发布到第{newest}版，发布后的版本不再改动，拟发布的第{version}版不能采用。请把原文中的 version 改为更大的数。"},
		"person_gone":        {"人员已经离开", "{person}没有账号，或者账号已经锁定，不能担任角色。请先核实，或者另选人员。"},
		"grant_held":         {"已有这项任职", "此人已经担任该单位的{role}，不必重复授予。"},
		"last_administrator": {"须有人接任", "此人是唯一能够登录的{role}。请先授予接任的人员，再解除此人。"},
		"office_held":        {"已有在任的管理员", "{role}已有人担任，请在“系统管理”页面提出任免申请。"},
	}
}
