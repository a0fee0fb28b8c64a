package evaluation

// oversightLabel is the label of an action around a task or on an evaluation.
func (a Action) oversightLabel() string {
	switch a { //nolint:exhaustive // the default takes the rest
	case Withdraw:
		return "撤回"
	case Transfer:
		return "转办"
	case TakeBack:
		return "撤下材料"
	case CheckMarks:
		return "核对印章签字"
	case Delegate:
		return "委派"
	case HandBack:
		return "归还"
	case AddSigner:
		return "加签"
	case RemoveSigner:
		return "减签"
	case CopyTo:
		return "抄送"
	case MarkRead:
		return "已阅"
	case Urge:
		return "催办"
	case SetPriority:
		return "设定紧急程度"
	case AskExtension:
		return "申请延期"
	case GrantExtension:
		return "同意延期"
	case RefuseExtension:
		return "不同意延期"
	case Recuse:
		return "回避"
	case ImposeRecusal:
		return "责令回避"
	case Reassign:
		return "改派"
	case Jump:
		return "跳转"
	case Suspend:
		return "挂起"
	case Resume:
		return "恢复"
	case Terminate:
		return "终止"
	case ProposeChange:
		return "申请变更成员"
	case ApproveChange:
		return "同意变更成员"
	case RefuseChange:
		return "不同意变更成员"
	case ProposeCorrection:
		return "申请更正"
	case ApproveCorrection:
		return "同意更正"
	case RefuseCorrection:
		return "不同意更正"
	default:
		return a.keepingLabel()
	}
}

// keepingLabel is the label of an action about how long something is kept.
func (a Action) keepingLabel() string {
	switch a { //nolint:exhaustive // a value from elsewhere is shown as it is
	case PlaceHold:
		return "保全"
	case LiftHold:
		return "解除保全"
	case ProposeDisposal:
		return "申请销毁"
	case ApproveDisposal:
		return "同意销毁"
	case RefuseDisposal:
		return "不同意销毁"
	default:
		return string(a)
	}
}

// Label is the policy as people read it.
func (w WhenEmpty) Label() string {
	switch w {
	case EmptyHold:
		return "等待"
	case EmptySkip:
		return "跳过"
	case EmptyEscalate:
		return "转上级"
	case EmptyRefuse:
		return "不予启动"
	}
	return string(w)
}

// Label is the policy as people read it.
func (w WhenSame) Label() string {
	switch w {
	case SameRefuse:
		return "不得自批"
	case SamePass:
		return "视为通过"
	case SameSuperior:
		return "转上级"
	}
	return string(w)
}

// Label is the policy as people read it.
func (o OnOverdue) Label() string {
	switch o {
	case OverdueKeep:
		return "继续办理"
	case OverdueReturn:
		return "退回"
	case OverdueClose:
		return "关闭"
	case OverdueExtend:
		return "申请延期"
	}
	return string(o)
}

// Label is the way of counting as people read it.
func (d DayCount) Label() string {
	switch d {
	case CountDays:
		return "自然日"
	case CountWorkdays:
		return "工作日"
	}
	return string(d)
}

// Label is the place as people read it.
func (p Place) Label() string {
	switch p {
	case PlaceBefore:
		return "前加签"
	case PlaceBeside:
		return "并加签"
	case PlaceAfter:
		return "后加签"
	}
	return string(p)
}

// Label is the cause as people read it.
func (c ReplanCause) Label() string {
	switch c {
	case ReplanCalendar:
		return "新日历"
	case ReplanExtension:
		return "延期"
	case ReplanSuspension:
		return "挂起"
	}
	return string(c)
}

// Label is the priority as people read it.
func (p Priority) Label() string {
	switch p {
	case PriorityHigh:
		return "紧急"
	case PriorityUrgent:
		return "特急"
	case PriorityNormal:
	}
	return "一般"
}
