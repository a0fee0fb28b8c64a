package policy

import "jiheng/internal/evaluation"

// deed says in Chinese what an action does to a kind of object, "" for what
// there is not.
func deed(o Object, a evaluation.Action) string {
	switch o {
	case ObjectTask:
		return deedOnTask(a)
	case ObjectMaterial:
		return read(a, "查阅材料")
	case ObjectEvaluation:
		return deedOnEvaluation(a)
	case ObjectJournal:
		if a == Verify {
			return "核验过程记录"
		}
		return read(a, "查阅过程记录")
	case ObjectDossier:
		return read(a, "查阅定稿卷宗")
	case ObjectOrganisation:
		return read(a, "查阅单位人员")
	case ObjectDefinition:
		return read(a, "查阅流程定义")
	case ObjectSubstitution:
		return deedOnSubstitution(a)
	case ObjectView:
		if a == Share {
			return "共享常用查询"
		}
	}
	return ""
}

func read(a evaluation.Action, text string) string {
	if a == Read {
		return text
	}
	return ""
}

func deedOnEvaluation(a evaluation.Action) string {
	switch a {
	case Start:
		return "启动绩效自评"
	case Read:
		return "查阅绩效自评"
	case evaluation.Suspend:
		return "挂起绩效自评"
	case evaluation.Resume:
		return "恢复绩效自评"
	case evaluation.Terminate:
		return "终止绩效自评"
	case evaluation.ProposeChange:
		return "申请变更领导小组成员"
	case evaluation.ApproveChange:
		return "同意变更领导小组成员"
	case evaluation.RefuseChange:
		return "不同意变更领导小组成员"
	}
	return ""
}

func deedOnTask(a evaluation.Action) string {
	switch a {
	case Read:
		return "查看任务"
	case evaluation.Claim:
		return "签收任务"
	case evaluation.Release:
		return "退签任务"
	case evaluation.Draft:
		return "暂存办理内容"
	case evaluation.Complete:
		return "办理任务"
	case evaluation.Approve:
		return "审批同意"
	case evaluation.Return:
		return "退回任务"
	case evaluation.Supply:
		return "提交材料"
	case evaluation.Comment:
		return "批注任务"
	}
	return deedAround(a)
}

// deedAround is for what is done with a task beside doing it.
func deedAround(a evaluation.Action) string {
	switch a {
	case evaluation.Withdraw:
		return "撤回任务"
	case evaluation.Transfer:
		return "转办任务"
	case evaluation.Delegate:
		return "委派任务"
	case evaluation.HandBack:
		return "归还委派的任务"
	case evaluation.AddSigner:
		return "加签"
	case evaluation.RemoveSigner:
		return "减签"
	case evaluation.CopyTo:
		return "抄送任务"
	case evaluation.MarkRead:
		return "标记已阅"
	case evaluation.Urge:
		return "催办任务"
	case evaluation.AskExtension:
		return "申请延期"
	case evaluation.GrantExtension:
		return "同意延期"
	case evaluation.RefuseExtension:
		return "不同意延期"
	case evaluation.Recuse:
		return "申请回避"
	}
	return deedOfOffice(a)
}

// deedOfOffice is for what the office does to the tasks of others.
func deedOfOffice(a evaluation.Action) string {
	switch a {
	case evaluation.SetPriority:
		return "设定紧急程度"
	case evaluation.ImposeRecusal:
		return "责令回避"
	case evaluation.Reassign:
		return "改派任务"
	case evaluation.Jump:
		return "跳转环节"
	case evaluation.Suspend:
		return "挂起任务"
	case evaluation.Resume:
		return "恢复任务"
	}
	return ""
}

func deedOnSubstitution(a evaluation.Action) string {
	switch a {
	case Ask:
		return "申请代理"
	case Confirm:
		return "确认代理"
	}
	return read(a, "查阅代理关系")
}
