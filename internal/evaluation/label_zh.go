package evaluation

// Label is the state as people read it.
func (s State) Label() string {
	switch s {
	case Running:
		return "进行中"
	case Suspended:
		return "已挂起"
	case Finished:
		return "已办结"
	case Terminated:
		return "已终止"
	}
	return string(s)
}

// Label is the state as people read it.
func (s TaskState) Label() string {
	switch s {
	case StateOpen:
		return "待签收"
	case StateClaimed:
		return "办理中"
	case StateCompleted:
		return "已办理"
	case StateReturned:
		return "已退回"
	case StateCancelled:
		return "已作废"
	case StateExpired:
		return "逾期关闭"
	}
	return string(s)
}

// Label is the state as people read it.
func (s StageState) Label() string {
	switch s {
	case StageWaiting:
		return "未开始"
	case StageActive:
		return "进行中"
	case StageClosed:
		return "已完成"
	}
	return string(s)
}

// Label is the action as people read it.
func (a Action) Label() string {
	switch a { //nolint:exhaustive // the default takes the rest
	case Claim:
		return "签收"
	case Release:
		return "退签"
	case Draft:
		return "暂存"
	case Complete:
		return "办理"
	case Approve:
		return "同意"
	case Return:
		return "退回"
	case Supply:
		return "提交材料"
	case Comment:
		return "批注"
	default:
		return a.oversightLabel()
	}
}

// Label is the box as people read it.
func (b Box) Label() string {
	switch b {
	case BoxMine:
		return "待办"
	case BoxClaimable:
		return "待签收"
	case BoxDone:
		return "已办"
	case BoxOverdue:
		return "逾期"
	case BoxToday:
		return "今日到期"
	case BoxCopied:
		return "抄送我的"
	case BoxWatched:
		return "关注"
	case BoxForOthers:
		return "代办"
	}
	return string(b)
}

// Label is the order as people read it.
func (o InboxSort) Label() string {
	switch o {
	case SortDue:
		return "按截止时间"
	case SortOpened:
		return "按下达时间"
	case SortPriority:
		return "按紧急程度"
	}
	return string(o)
}

// Label is the kind of entry as people read it.
func (k AgendaKind) Label() string {
	switch k {
	case AgendaReminder:
		return "提醒"
	case AgendaOverdue:
		return "逾期"
	case AgendaEscalation:
		return "升级督办"
	}
	return string(k)
}

// Label is the effect as people read it.
func (e Effect) Label() string {
	switch e {
	case EffectNone:
		return "无"
	case EffectSeal:
		return "定稿"
	case EffectFile:
		return "报送"
	case EffectPublish:
		return "公开"
	}
	return string(e)
}

// Label is the quorum as people read it.
func (q Quorum) Label() string {
	switch q {
	case QuorumOne:
		return "一人办理"
	case QuorumAll:
		return "会签"
	case QuorumAny:
		return "或签"
	case QuorumRatio:
		return "比例"
	case QuorumVote:
		return "票签"
	case QuorumSequence:
		return "依次"
	}
	return string(q)
}

// Label is the way of holding a role as people read it.
func (h Holding) Label() string {
	switch h {
	case HeldByUnit:
		return "本单位任职"
	case HeldByAppointment:
		return "领导小组任命"
	case HeldByReceiver:
		return "接收单位任职"
	}
	return string(h)
}
