package administration

// Label names the kind of an event in Chinese, "" for one that is not of this
// package.
func Label(kind string) string {
	switch kind {
	case GrantProposed{}.Type():
		return "提出任免申请"
	case GrantApproved{}.Type():
		return "批准任免申请"
	case GrantRejected{}.Type():
		return "驳回任免申请"
	case GrantWithdrawn{}.Type():
		return "撤回任免申请"
	case GrantsRecorded{}.Type():
		return "登记任职"
	case GrantEnded{}.Type():
		return "在控制台解除任职"
	case AdministratorAppointed{}.Type():
		return "在控制台指定管理员"
	case AccountLocked{}.Type():
		return "锁定账号"
	case AccountUnlocked{}.Type():
		return "解锁账号"
	case SessionsEnded{}.Type():
		return "强制下线"
	case AttemptRefused{}.Type():
		return "管理操作被拒绝"
	case RegisterChanged{}.Type():
		return "登记簿变动"
	case PolicyTaken{}.Type():
		return "启用权限策略"
	case LogSealed{}.Type():
		return "封存日志"
	}
	return ""
}

// Label names a register in Chinese.
func (r Register) Label() string {
	switch r {
	case Units:
		return "单位"
	case Departments:
		return "科室"
	case People:
		return "人员"
	case Accounts:
		return "账号"
	case FormerUnits:
		return "单位以前的名称"
	case FormerDepartments:
		return "科室以前的名称和所属单位"
	case FormerPeople:
		return "人员以前的单位、科室、姓名和职务"
	case FormerDisablements:
		return "账号以前的停用期间"
	case Substitutions:
		return "代理"
	case FilingDuties:
		return "应报送单位"
	case SenderKeys:
		return "报送单位的公钥"
	case Calendars:
		return "工作日历"
	case Policies:
		return "权限策略"
	case Processes:
		return "流程定义"
	case DefinitionRequests:
		return "流程发布申请"
	}
	return string(r)
}

// Label names a state in Chinese.
func (s State) Label() string {
	switch s {
	case Proposed:
		return "待批准"
	case Approved:
		return "已批准"
	case Rejected:
		return "已驳回"
	case Withdrawn:
		return "已撤回"
	case Expired:
		return "已过期"
	}
	return ""
}

// Label names a kind in Chinese.
func (k Kind) Label() string {
	switch k {
	case Grants:
		return "授予角色"
	case Ends:
		return "解除角色"
	}
	return ""
}
