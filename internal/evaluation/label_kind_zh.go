package evaluation

// Label is the event as people read it in the journal.
func (t EventType) Label() string {
	switch t { //nolint:exhaustive // the default takes the rest
	case TypeStarted:
		return "启动自评"
	case TypeGroupFormed:
		return "成立领导小组"
	case TypeStageOpened:
		return "阶段开始"
	case TypeStageSettled:
		return "阶段完成"
	case TypeStageReopened:
		return "重新开启阶段"
	case TypeRolledUp:
		return "完成汇总"
	case TypeDossierSealed:
		return "定稿"
	case TypeDossierFiled:
		return "报送"
	case TypeFilingReceived:
		return "回执"
	case TypeFilingReturned:
		return "退回报送"
	case TypeDossierPublished:
		return "公开"
	case TypeFinished:
		return "办结"
	case TypeSuspended:
		return "挂起"
	case TypeResumed:
		return "恢复"
	case TypeTerminated:
		return "终止"
	case TypeReplanned:
		return "重新排期"
	case TypeChangeProposed:
		return "申请变更成员"
	case TypeChangeApproved:
		return "同意变更成员"
	case TypeChangeRefused:
		return "不同意变更成员"
	case TypeAttested:
		return "签署声明"
	case TypeCleared:
		return "公开审查"
	case TypeCorrectionProposed:
		return "申请更正"
	case TypeCorrectionApproved:
		return "同意更正"
	case TypeCorrectionRefused:
		return "不同意更正"
	default:
		return t.keepingLabel()
	}
}

// keepingLabel is the label of an event about how long something is kept.
func (t EventType) keepingLabel() string {
	switch t { //nolint:exhaustive // the default takes the rest
	case TypeHoldPlaced:
		return "保全"
	case TypeHoldLifted:
		return "解除保全"
	case TypeDisposalProposed:
		return "申请销毁"
	case TypeDisposalApproved:
		return "同意销毁"
	case TypeDisposalRefused:
		return "不同意销毁"
	default:
		return t.taskLabel()
	}
}

// taskLabel is the label of an event about one task.
func (t EventType) taskLabel() string {
	switch t { //nolint:exhaustive // the default takes the rest
	case TypeTaskOpened:
		return "任务下达"
	case TypeTaskClaimed:
		return "签收"
	case TypeTaskReleased:
		return "退签"
	case TypeTaskCompleted:
		return "办理"
	case TypeTaskApproved:
		return "同意"
	case TypeTaskReturned:
		return "退回"
	case TypeTaskCancelled:
		return "作废"
	case TypeCommented:
		return "批注"
	case TypeMaterialSupplied:
		return "提交材料"
	case TypeTakenBack:
		return "撤下材料"
	case TypeMarksChecked:
		return "核对印章签字"
	case TypeQuarantined:
		return "隔离材料"
	case TypeReminded:
		return "提醒"
	case TypeFoundOverdue:
		return "逾期"
	case TypeEscalated:
		return "升级督办"
	case TypeAttemptRefused:
		return "拒绝记录"
	default:
		return t.handoverLabel()
	}
}

// handoverLabel is the label of an event by which a task changes hands.
func (t EventType) handoverLabel() string {
	switch t { //nolint:exhaustive // the default takes the rest
	case TypeTaskTransferred:
		return "转办"
	case TypeTaskDelegated:
		return "委派"
	case TypeTaskHandedBack:
		return "归还"
	case TypeTaskReassigned:
		return "改派"
	case TypeTaskVacated:
		return "腾出"
	case TypeTaskWithdrawn:
		return "撤回"
	case TypeTaskJumped:
		return "跳转"
	case TypeTaskExpired:
		return "逾期关闭"
	case TypeStepSkipped:
		return "跳过环节"
	case TypeVoteDecided:
		return "票决"
	case TypeSignerAdded:
		return "加签"
	case TypeSignerRemoved:
		return "减签"
	default:
		return t.careLabel()
	}
}

// careLabel is the label of an event around a task that stays where it is.
func (t EventType) careLabel() string {
	switch t { //nolint:exhaustive // the default takes the rest
	case TypeTaskCopied:
		return "抄送"
	case TypeTaskRead:
		return "已阅"
	case TypeTaskUrged:
		return "催办"
	case TypePrioritySet:
		return "设定紧急程度"
	case TypeExtensionAsked:
		return "申请延期"
	case TypeExtensionGranted:
		return "同意延期"
	case TypeExtensionRefused:
		return "不同意延期"
	case TypeTaskSuspended:
		return "挂起任务"
	case TypeTaskResumed:
		return "恢复任务"
	case TypeRecused:
		return "回避"
	default:
		return string(t)
	}
}

// Label is the kind of item as people read it.
func (k ItemKind) Label() string {
	switch k {
	case ItemProject:
		return "项目"
	case ItemDepartment:
		return "科室"
	case ItemUnit:
		return "单位"
	case ItemProblem:
		return "问题"
	}
	return string(k)
}

// Label is the kind of field as people read it.
func (k FieldKind) Label() string {
	switch k {
	case FieldText:
		return "文本"
	case FieldDate:
		return "日期"
	case FieldMoney:
		return "金额"
	case FieldPoints:
		return "分值"
	case FieldChoice:
		return "选项"
	case FieldMembers:
		return "人员名单"
	case FieldSheet:
		return "数据表和评分表"
	case FieldPart:
		return "报告内容"
	case FieldClearance:
		return "公开审查意见"
	}
	return string(k)
}

// Label is the relation as people read it.
func (r Relation) Label() string {
	switch r {
	case RelationAssignee:
		return "承办人"
	case RelationCandidate:
		return "可签收人"
	case RelationInvited:
		return "受托人"
	case RelationDoer:
		return "已办人"
	case RelationDecider:
		return "延期审批人"
	case RelationUnit:
		return "本单位人员"
	case RelationReceiver:
		return "接收单位人员"
	case RelationNone:
		return "无关人员"
	}
	return string(r)
}

// Label is the kind of move as people read it.
func (k MoveKind) Label() string {
	switch k {
	case MoveTick:
		return "处理到期事项"
	case MovePerform:
		return "执行系统环节"
	case MoveSettle:
		return "完成阶段"
	case MoveOpen:
		return "开始阶段"
	case MoveFinish:
		return "办结"
	}
	return string(k)
}
