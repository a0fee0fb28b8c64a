package evaluation

import "slices"

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
)

// TaskActions lists all actions on a task.
func TaskActions() []Action {
	return []Action{Claim, Release, Draft, Complete, Approve, Return, Supply, Comment}
}

// Relation is how an actor stands to a task (与任务的关系).
type Relation string

// The relations, the closest first.
const (
	// RelationAssignee: has the task, and still holds a role that it asks for.
	RelationAssignee Relation = "assignee"
	// RelationCandidate: holds a role that the task asks for.
	RelationCandidate Relation = "candidate"
	// RelationUnit: holds some role in the unit that is evaluated.
	RelationUnit Relation = "unit"
	// RelationReceiver: holds some role in the unit that receives the filing.
	RelationReceiver Relation = "receiver"
	// RelationNone: a stranger.
	RelationNone Relation = "none"
)

// Relations lists all relations.
func Relations() []Relation {
	return []Relation{RelationAssignee, RelationCandidate, RelationUnit, RelationReceiver, RelationNone}
}

// Relation gives the closest relation of the actor to a task.
func (s *Situation) Relation(t *Task) Relation {
	if _, holds := s.Holds(t); !holds {
		return s.RelationToEvaluation()
	}
	if t.Assignee == s.Actor.Person {
		return RelationAssignee
	}
	return RelationCandidate
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
		if m.Person == s.Actor.Person {
			return RelationUnit
		}
	}
	for _, g := range s.Actor.Grants {
		if g.UnitID == s.Evaluation.ReceiverID && s.Evaluation.Filing != nil {
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
	return []Transition{
		{Claim, []TaskState{StateOpen}, claim},
		{Release, []TaskState{StateClaimed}, release},
		{Draft, []TaskState{StateClaimed}, draft},
		{Complete, []TaskState{StateClaimed}, complete},
		{Approve, []TaskState{StateClaimed}, approve},
		{Return, []TaskState{StateClaimed}, sendBack},
		{Supply, []TaskState{StateClaimed}, supply},
		{Comment, TaskStates(), comment},
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
	// Reason goes with Return and is mandatory there.
	Reason string
	// Text goes with Comment.
	Text string
	// Material goes with Supply; ID, Version, SuppliedBy and SuppliedAt are
	// given by Apply.
	Material Material
}
