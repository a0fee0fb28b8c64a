package policy

import "jiheng/internal/evaluation"

// deed says in Chinese what an action does to a kind of object, "" for what
// there is not.
func deed(o Object, a evaluation.Action) string { return deeds(o)[a] }

func deeds(o Object) map[evaluation.Action]string {
	switch o {
	case ObjectTask:
		return deedsOnTask()
	case ObjectMaterial:
		return map[evaluation.Action]string{Read: "查阅材料"}
	case ObjectEvaluation:
		return deedsOnEvaluation()
	case ObjectJournal:
		return map[evaluation.Action]string{Read: "查阅过程记录", ReadContent: "查阅过程记录中的填报内容", Verify: "核验过程记录", Search: "跨评价查询和导出过程记录"}
	case ObjectDossier:
		return map[evaluation.Action]string{Read: "查阅定稿卷宗", Deliver: "办理报送文件和回执"}
	case ObjectOrganisation:
		return map[evaluation.Action]string{Read: "查阅单位人员"}
	case ObjectBoard:
		return map[evaluation.Action]string{Read: "查阅进度看板", Oversee: "查看应报单位的办理阶段和报送进度"}
	case ObjectDefinition:
		return map[evaluation.Action]string{Read: "查阅流程定义"}
	case ObjectSubstitution:
		return map[evaluation.Action]string{Read: "查阅代理关系", Ask: "申请代理", Confirm: "确认代理"}
	case ObjectInstallation:
		return map[evaluation.Action]string{Read: "查阅系统流水", Configure: "维护单位、科室、人员和系统设置"}
	case ObjectGrant:
		return map[evaluation.Action]string{
			Read: "查阅任职和任免申请", Propose: "提出任免申请", evaluation.Withdraw: "撤回任免申请",
			evaluation.Approve: "批准任免申请", Reject: "驳回任免申请",
		}
	case ObjectPublishing:
		return map[evaluation.Action]string{
			Read: "查阅流程发布申请", Propose: "提出流程发布申请", evaluation.Withdraw: "撤回流程发布申请",
			evaluation.Approve: "批准发布流程", Reject: "驳回流程发布申请",
		}
	case ObjectAccount:
		return map[evaluation.Action]string{Read: "查阅账号和登录情况", Lock: "锁定账号", Unlock: "解锁账号", EndSessions: "强制下线"}
	case ObjectFiling:
		return deedsOnFiling()
	case ObjectView:
		return map[evaluation.Action]string{Share: "共享常用查询"}
	}
	return nil
}

func deedsOnFiling() map[evaluation.Action]string {
	return map[evaluation.Action]string{
		Read:     "查阅收件",
		Receive:  "签收报送材料",
		Accept:   "形式审核通过",
		SendBack: "退回报送材料",
		Assess:   "部门审核评分",
		Review:   "财政复核评分",
		DrawLots: "随机抽取复核对象",
		RollUp:   "汇总各单位报送情况",
		Expect:   "设定应报送单位",
		Rectify:  "责令整改",
		Oversee:  "查阅所管单位的收件",
	}
}

func deedsOnEvaluation() map[evaluation.Action]string {
	return map[evaluation.Action]string{
		Start:                    "启动绩效自评",
		Read:                     "查阅绩效自评",
		evaluation.Suspend:       "挂起绩效自评",
		evaluation.Resume:        "恢复绩效自评",
		evaluation.Terminate:     "终止绩效自评",
		evaluation.ProposeChange: "申请变更领导小组成员",
		evaluation.ApproveChange: "同意变更领导小组成员",
		evaluation.RefuseChange:  "不同意变更领导小组成员",

		evaluation.ProposeCorrection: "申请更正已公开的定稿",
		evaluation.ApproveCorrection: "同意更正已公开的定稿",
		evaluation.RefuseCorrection:  "不同意更正已公开的定稿",

		evaluation.PlaceHold:       "保全绩效自评",
		evaluation.LiftHold:        "解除绩效自评的保全",
		evaluation.ProposeDisposal: "申请销毁到期材料",
		evaluation.ApproveDisposal: "同意销毁到期材料",
		evaluation.RefuseDisposal:  "不同意销毁到期材料",
	}
}

func deedsOnTask() map[evaluation.Action]string {
	return map[evaluation.Action]string{
		Read:                       "查看任务",
		evaluation.Claim:           "签收任务",
		evaluation.Release:         "退签任务",
		evaluation.Draft:           "暂存办理内容",
		evaluation.Complete:        "办理任务",
		evaluation.Approve:         "审批同意",
		evaluation.Return:          "退回任务",
		evaluation.Supply:          "提交材料",
		evaluation.TakeBack:        "撤下材料",
		evaluation.CheckMarks:      "核对印章签字",
		evaluation.Comment:         "批注任务",
		evaluation.Withdraw:        "撤回任务",
		evaluation.Transfer:        "转办任务",
		evaluation.Delegate:        "委派任务",
		evaluation.HandBack:        "归还委派的任务",
		evaluation.AddSigner:       "加签",
		evaluation.RemoveSigner:    "减签",
		evaluation.CopyTo:          "抄送任务",
		evaluation.MarkRead:        "标记已阅",
		evaluation.Urge:            "催办任务",
		evaluation.AskExtension:    "申请延期",
		evaluation.GrantExtension:  "同意延期",
		evaluation.RefuseExtension: "不同意延期",
		evaluation.Recuse:          "申请回避",
		evaluation.SetPriority:     "设定紧急程度",
		evaluation.ImposeRecusal:   "责令回避",
		evaluation.Reassign:        "改派任务",
		evaluation.Jump:            "跳转环节",
		evaluation.Suspend:         "挂起任务",
		evaluation.Resume:          "恢复任务",
	}
}
