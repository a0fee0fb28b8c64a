package policy

import "jiheng/internal/evaluation"

// Object is a kind of thing that rules speak of (对象).
type Object string

// The kinds of object.
const (
	ObjectTask         Object = "task"
	ObjectMaterial     Object = "material"
	ObjectEvaluation   Object = "evaluation"
	ObjectJournal      Object = "journal"
	ObjectDossier      Object = "dossier"
	ObjectOrganisation Object = "organisation" // the people of a unit
	ObjectDefinition   Object = "definition"
	ObjectSubstitution Object = "substitution" // who stands in for whom
	ObjectView         Object = "view"         // a saved question to the inbox
	ObjectInstallation Object = "installation" // what belongs to no evaluation: its journal, verifications
	ObjectFiling       Object = "filing"       // what was filed with a receiver
	ObjectGrant        Object = "grant"        // who holds which role, and what is proposed
	ObjectAccount      Object = "account"      // who may log in, and who is logged in
	ObjectBoard        Object = "board"        // how many evaluations stand at once
	ObjectPublishing   Object = "publishing"   // which process definitions are proposed and published
)

// Objects lists all kinds of object.
func Objects() []Object {
	return []Object{
		ObjectTask, ObjectMaterial, ObjectEvaluation, ObjectJournal,
		ObjectDossier, ObjectOrganisation, ObjectDefinition, ObjectSubstitution, ObjectView, ObjectFiling,
		ObjectInstallation, ObjectGrant, ObjectAccount, ObjectPublishing, ObjectBoard,
	}
}

// The actions beside those on a task.
const (
	Read   evaluation.Action = "read"   // 查阅
	Start  evaluation.Action = "start"  // 启动
	Verify evaluation.Action = "verify" // 核验
	Search evaluation.Action = "search" // 跨评价查询、导出
	// ReadContent is to see in the journal what was filled in, scored and said.
	ReadContent evaluation.Action = "read_content" // 查阅填报内容
	Ask         evaluation.Action = "ask"          // 申请
	Confirm     evaluation.Action = "confirm"      // 确认
	Share       evaluation.Action = "share"        // 共享

	Deliver  evaluation.Action = "deliver"   // 办理报送
	Receive  evaluation.Action = "receive"   // 签收
	Accept   evaluation.Action = "accept"    // 审核通过
	SendBack evaluation.Action = "send_back" // 退回
	Assess   evaluation.Action = "assess"    // 部门审核
	Review   evaluation.Action = "review"    // 财政复核
	DrawLots evaluation.Action = "draw"      // 随机抽取
	RollUp   evaluation.Action = "roll_up"   // 汇总
	Expect   evaluation.Action = "expect"    // 设定应报送单位
	Rectify  evaluation.Action = "rectify"   // 责令整改
	Oversee  evaluation.Action = "oversee"   // 查阅所管单位的收件、应报单位的进度

	Configure   evaluation.Action = "configure"    // 维护机构、人员和系统设置
	Propose     evaluation.Action = "propose"      // 提出任免、流程发布
	Reject      evaluation.Action = "reject"       // 驳回任免、流程发布
	Lock        evaluation.Action = "lock"         // 锁定账号
	Unlock      evaluation.Action = "unlock"       // 解锁账号
	EndSessions evaluation.Action = "end_sessions" // 强制下线
)

// ActionsOn lists what can be asked for on a kind of object.
func ActionsOn(o Object) []evaluation.Action {
	switch o {
	case ObjectTask:
		return append([]evaluation.Action{Read}, evaluation.TaskActions()...)
	case ObjectEvaluation:
		return append([]evaluation.Action{Start, Read}, evaluation.EvaluationActions()...)
	case ObjectJournal:
		return []evaluation.Action{Read, ReadContent, Verify, Search}
	case ObjectView:
		return []evaluation.Action{Share}
	case ObjectSubstitution:
		return []evaluation.Action{Read, Ask, Confirm}
	case ObjectDossier:
		return []evaluation.Action{Read, Deliver}
	case ObjectFiling:
		return []evaluation.Action{Read, Receive, Accept, SendBack, Assess, Review, DrawLots, RollUp, Expect, Rectify, Oversee}
	case ObjectGrant, ObjectPublishing:
		return []evaluation.Action{Read, Propose, evaluation.Withdraw, evaluation.Approve, Reject}
	case ObjectAccount:
		return []evaluation.Action{Read, Lock, Unlock, EndSessions}
	case ObjectInstallation:
		return []evaluation.Action{Read, Configure}
	case ObjectBoard:
		return []evaluation.Action{Read, Oversee}
	case ObjectMaterial, ObjectOrganisation, ObjectDefinition:
		return []evaluation.Action{Read}
	}
	return nil
}
