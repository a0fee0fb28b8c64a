package evaluation

// Action is something a person may do (操作).
type Action string

// The actions on a task.
const (
	Claim    Action = "claim"    // take an open task (签收)
	Release  Action = "release"  // give it back to the candidates (退签)
	Draft    Action = "draft"    // keep what is filled in so far (暂存)
	Complete Action = "complete" // hand in what was asked for (办理)
	Approve  Action = "approve"  // agree to it (同意)
	Return   Action = "return"   // send it back to an earlier step, with the reason (退回)
	Supply   Action = "supply"   // add a paper (提交材料)
	Comment  Action = "comment"  // leave a remark (批注)

	TakeBack     Action = "take_back"     // take one of several papers back (撤下材料)
	CheckMarks   Action = "check_marks"   // say which seals and signatures a cover bears (核对印章签字)
	Withdraw     Action = "withdraw"      // take back what was handed in, while nobody has acted on it (撤回)
	Transfer     Action = "transfer"      // give it to somebody else for good (转办)
	Delegate     Action = "delegate"      // let somebody else prepare it; it comes back (委派)
	HandBack     Action = "hand_back"     // give a delegated task back (归还)
	AddSigner    Action = "add_signer"    // ask somebody more to sign (加签)
	RemoveSigner Action = "remove_signer" // take that back (减签)
	CopyTo       Action = "copy"          // show it to others (抄送)
	MarkRead     Action = "mark_read"     // note that it was seen (已阅)
	Urge         Action = "urge"          // ask for haste (催办)
	SetPriority  Action = "set_priority"  // say how urgent it is (设定紧急程度)

	AskExtension    Action = "ask_extension"    // ask for more time (申请延期)
	GrantExtension  Action = "grant_extension"  // give it (同意延期)
	RefuseExtension Action = "refuse_extension" // or not (不同意延期)

	Recuse        Action = "recuse"         // declare an interest (回避)
	ImposeRecusal Action = "impose_recusal" // keep somebody away (责令回避)
	Reassign      Action = "reassign"       // move it by the hand of the office (改派)
	Jump          Action = "jump"           // move the matter to another step (跳转)
	Suspend       Action = "suspend"        // stop it and its clock (挂起)
	Resume        Action = "resume"         // let it go on (恢复)
)

// The actions on an evaluation as a whole, beside Suspend and Resume.
const (
	Terminate     Action = "terminate"      // end it before its time (终止)
	ProposeChange Action = "propose_change" // ask for a change of the group (申请变更成员)
	ApproveChange Action = "approve_change" // carry it out (同意变更成员)
	RefuseChange  Action = "refuse_change"  // or not (不同意变更成员)

	ProposeCorrection Action = "propose_correction" // ask to correct what was published (申请更正)
	ApproveCorrection Action = "approve_correction" // have it made anew (同意更正)
	RefuseCorrection  Action = "refuse_correction"  // or not (不同意更正)

	PlaceHold       Action = "place_hold"       // keep it as it is (保全)
	LiftHold        Action = "lift_hold"        // no longer (解除保全)
	ProposeDisposal Action = "propose_disposal" // ask to clear its papers away (申请销毁)
	ApproveDisposal Action = "approve_disposal" // have them cleared away (同意销毁)
	RefuseDisposal  Action = "refuse_disposal"  // or not (不同意销毁)
)

// Remark tells whether an action only says something, which it may at any time.
func (a Action) Remark() bool { return a == Comment || a == CopyTo || a == MarkRead }

// EvaluationActions lists all actions on an evaluation as a whole.
func EvaluationActions() []Action { //nolint:revive // beside TaskActions
	return []Action{
		Suspend, Resume, Terminate, ProposeChange, ApproveChange, RefuseChange,
		ProposeCorrection, ApproveCorrection, RefuseCorrection,
		PlaceHold, LiftHold, ProposeDisposal, ApproveDisposal, RefuseDisposal,
	}
}

// TaskActions lists all actions on a task.
func TaskActions() []Action {
	return []Action{
		Claim, Release, Draft, Complete, Approve, Return, Supply, TakeBack, CheckMarks, Comment,
		Withdraw, Transfer, Delegate, HandBack, AddSigner, RemoveSigner, CopyTo, MarkRead, Urge, SetPriority,
		AskExtension, GrantExtension, RefuseExtension, Recuse, ImposeRecusal, Reassign, Jump, Suspend, Resume,
	}
}
