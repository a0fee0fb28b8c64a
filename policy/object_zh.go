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
		if a == Start {
			return "启动绩效自评"
		}
		return read(a, "查阅绩效自评")
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
		return "退回上一环节"
	case evaluation.Supply:
		return "提交材料"
	case evaluation.Comment:
		return "批注任务"
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
