package evaluation

import (
	"slices"

	"jiheng/internal/calendar"
)

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

// Relation is how an actor stands to a task (与任务的关系).
type Relation string

// The relations, the closest first.
const (
	// RelationAssignee: has the task, and still holds a role that it asks for.
	RelationAssignee Relation = "assignee"
	// RelationCandidate: holds a role that the task asks for.
	RelationCandidate Relation = "candidate"
	// RelationInvited: has the task by somebody's word, not by role: it was
	// delegated, or a signature was asked for.
	RelationInvited Relation = "invited"
	// RelationDoer: settled the task.
	RelationDoer Relation = "doer"
	// RelationDecider: decides on more time for it.
	RelationDecider Relation = "decider"
	// RelationUnit: holds some role in the unit that is evaluated.
	RelationUnit Relation = "unit"
	// RelationReceiver: holds some role in the unit that receives the filing.
	RelationReceiver Relation = "receiver"
	// RelationNone: a stranger.
	RelationNone Relation = "none"
)

// Relations lists all relations.
func Relations() []Relation {
	return []Relation{
		RelationAssignee, RelationCandidate, RelationInvited, RelationDoer, RelationDecider,
		RelationUnit, RelationReceiver, RelationNone,
	}
}

// Relation gives the closest relation of the actor to a task.
func (s *Situation) Relation(t *Task) Relation {
	if s.invited(t) {
		return RelationInvited
	}
	if _, holds := s.Holds(t); !holds {
		return s.RelationToEvaluation()
	}
	if t.Assignee == s.Actor.Principal() {
		return RelationAssignee
	}
	return RelationCandidate
}

// invited tells whether the actor has a task by delegation or as an added
// signer, and still belongs to the unit.
func (s *Situation) invited(t *Task) bool {
	personal := t.Owner != "" || t.AddedBy != ""
	return personal && t.Assignee == s.Actor.Principal() && s.RelationToEvaluation() == RelationUnit
}

// RelationFor gives the relation that counts for an action: who withdraws must
// have settled the task, who decides on more time must be named for that.
func (s *Situation) RelationFor(t *Task, a Action) Relation {
	switch a { //nolint:exhaustive // for the rest the relation to the task counts
	case Withdraw:
		if t.doneBy(s.Actor) && s.RelationToEvaluation() == RelationUnit {
			return RelationDoer
		}
	case GrantExtension, RefuseExtension:
		if s.decidesExtension(t) {
			return RelationDecider
		}
	case Urge, SetPriority, ImposeRecusal, Reassign, Jump, Suspend, Resume:
		return s.RelationToEvaluation()
	}
	return s.Relation(t)
}

// RelationToEvaluation tells whether the actor belongs to the evaluated unit,
// to the receiver, or to neither.
func (s *Situation) RelationToEvaluation() Relation {
	for _, g := range s.Actor.Grants {
		if g.UnitID == s.Evaluation.UnitID {
			return RelationUnit
		}
	}
	for _, m := range s.Evaluation.Members {
		if m.Person == s.Actor.Principal() {
			return RelationUnit
		}
	}
	for _, g := range s.Actor.Grants {
		if g.UnitID == s.Evaluation.ReceiverID && (s.Evaluation.Filing != nil || s.Evaluation.Origin != nil) {
			return RelationReceiver
		}
	}
	return RelationNone
}

// Transition is an action on a task as a value (状态转换): from which states,
// and what it makes happen. Who may is policy's to say.
type Transition struct {
	Action Action
	From   []TaskState
	apply  func(*Situation, *Task, Command) ([]Event, error)
}

// Transitions lists what people can do to tasks. Draft is here so that it is
// allowed and explained like the rest; a draft is private to its writer until
// it is handed in, so it makes no event.
func Transitions() []Transition {
	live := []TaskState{StateOpen, StateClaimed}
	return []Transition{
		{Claim, []TaskState{StateOpen}, claim},
		{Release, []TaskState{StateClaimed}, release},
		{Draft, []TaskState{StateClaimed}, draft},
		{Complete, []TaskState{StateClaimed}, complete},
		{Approve, []TaskState{StateClaimed}, approve},
		{Return, []TaskState{StateClaimed}, sendBack},
		{Supply, []TaskState{StateClaimed}, supply},
		{TakeBack, []TaskState{StateClaimed}, takeBack},
		{CheckMarks, []TaskState{StateClaimed}, checkMarks},
		{Comment, TaskStates(), comment},
		{Withdraw, []TaskState{StateCompleted}, withdraw},
		{Transfer, []TaskState{StateClaimed}, transfer},
		{Delegate, []TaskState{StateClaimed}, delegate},
		{HandBack, []TaskState{StateClaimed}, handBack},
		{AddSigner, []TaskState{StateClaimed}, addSigner},
		{RemoveSigner, []TaskState{StateOpen, StateClaimed, StateCompleted}, removeSigner},
		{CopyTo, TaskStates(), copyTo},
		{MarkRead, TaskStates(), markRead},
		{Urge, live, urge},
		{SetPriority, live, setPriority},
		{AskExtension, []TaskState{StateClaimed}, askExtension},
		{GrantExtension, live, grantExtension},
		{RefuseExtension, live, refuseExtension},
		{Recuse, live, recuse},
		{ImposeRecusal, live, imposeRecusal},
		{Reassign, live, reassign},
		{Jump, live, jump},
		{Suspend, live, suspendTask},
		{Resume, live, resumeTask},
	}
}

// TransitionOf finds the transition of an action.
func TransitionOf(a Action) (Transition, bool) {
	for _, t := range Transitions() {
		if t.Action == a {
			return t, true
		}
	}
	return Transition{}, false
}

// Possible tells whether the transition can start from a state.
func (t Transition) Possible(s TaskState) bool {
	return slices.Contains(t.From, s)
}

// Command is an action that somebody wants to take (操作请求), with what it
// needs.
type Command struct {
	Action Action
	Task   TaskID
	// Submission goes with Complete and Draft.
	Submission Submission
	// Opinion goes with Complete and Approve.
	Opinion string
	// Attests goes with them where the step asks for a signature: the
	// WordingDigest of the Statement that the signer has read.
	Attests string
	// Reason says why; it goes with whatever takes something from somebody or
	// stops something, and is mandatory there.
	Reason string
	// Text goes with Comment, CopyTo and Urge.
	Text string
	// Material goes with Supply; ID, Version, SuppliedBy and SuppliedAt are
	// given by Apply. Of its Marks only the names count. With CheckMarks and
	// TakeBack only ID is looked at.
	Material Material
	// Replaces goes with Supply: the paper of which this is a newer version,
	// where there are several of a kind. "" adds a further one.
	Replaces string
	// Marks goes with CheckMarks, Text with it says what is wrong.
	Marks []MarkCheck
	// Person is whom Transfer, Delegate, AddSigner, RemoveSigner, Reassign and
	// ImposeRecusal are about; "" with Reassign means the candidates.
	Person PersonID
	// People goes with CopyTo, and with Comment for those mentioned.
	People []PersonID
	// To is the step of a Return or a Jump, "stage.step" in another stage: "" is
	// what the definition says, ToPrevious and ToInitiator are what they say.
	To StepID
	// Items are those that a Return or a Jump sends back from a stage that is
	// done once to one that is done for each; none are all of them.
	Items []ItemID
	// Back asks with Return that the matter comes straight back.
	Back bool
	// Place goes with AddSigner.
	Place Place
	// Until goes with AskExtension, and with GrantExtension where it differs.
	Until calendar.Date
	// Priority goes with SetPriority.
	Priority Priority
	// Note goes with ProposeCorrection: what the public is told.
	Note string
	// Reference goes with PlaceHold: the letter or decision it goes by. Number
	// goes with LiftHold.
	Reference string
	Number    int
	// Join and Leave go with ProposeChange.
	Join, Leave []Appointment
}

// Named lists everybody whom the command names, for the store to look up.
func (c Command) Named() []PersonID {
	named := append([]PersonID(nil), c.People...)
	if c.Person != "" {
		named = append(named, c.Person)
	}
	for _, a := range append(slices.Clone(c.Join), c.Submission.Members...) {
		named = append(named, a.Person)
	}
	return named
}

// Steps that a return can name without their id.
const (
	ToPrevious  StepID = "previous"  // the step before (上一环节)
	ToInitiator StepID = "initiator" // the first step of the matter, where it began (发起人)
)
