package evaluation

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
