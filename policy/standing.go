package policy

import "jiheng/internal/evaluation"

// standing is how an actor stands to an object: the relation, the roles that
// speak for it and where they must be held (身份).
type standing struct {
	relation evaluation.Relation
	subject  *subject
	scope    *scope
}

// standingToTask is how somebody stands to a task as a whole.
func standingToTask(s *evaluation.Situation, t *evaluation.Task) standing {
	return standingFor(s, t, Read)
}

// standingFor judges those who do a task by the role that the task asks for,
// and everybody else, also who was invited to it or decides around it, by how
// they stand to the evaluation.
func standingFor(s *evaluation.Situation, t *evaluation.Task, a evaluation.Action) standing {
	st := standingToEvaluation(s)
	if !human(s.Actor) {
		return st
	}
	switch relation := s.RelationFor(t, a); relation {
	case evaluation.RelationAssignee, evaluation.RelationCandidate:
		role, _ := s.Holds(t)
		st.relation = relation
		st.subject = st.subject.only(role)
		st.scope = &scope{unitID: t.UnitID, departmentID: t.DepartmentID, evaluation: s.Evaluation.ID}
	case evaluation.RelationInvited, evaluation.RelationDoer, evaluation.RelationDecider:
		st.relation = relation
	case evaluation.RelationUnit, evaluation.RelationReceiver, evaluation.RelationNone:
	}
	return st
}

// standingToEvaluation looks in the evaluated unit, or in the receiver.
func standingToEvaluation(s *evaluation.Situation) standing {
	st := standing{
		relation: s.RelationToEvaluation(),
		subject:  subjectOf(s.Actor, s),
		scope:    &scope{unitID: s.Evaluation.UnitID, evaluation: s.Evaluation.ID},
	}
	if st.relation == evaluation.RelationReceiver {
		st.scope = &scope{unitID: s.Evaluation.ReceiverID}
	}
	if !human(s.Actor) {
		st.relation = evaluation.RelationNone
	}
	return st
}

// standingToUnit is for what belongs to a unit and to no evaluation.
func standingToUnit(a evaluation.Actor, unitID string) standing {
	st := standing{relation: evaluation.RelationNone, subject: subjectOf(a, nil), scope: &scope{unitID: unitID}}
	for _, g := range a.Grants {
		if human(a) && st.scope.covers(g) {
			st.relation = evaluation.RelationUnit
		}
	}
	return st
}

// human tells a person from nobody and from the system, which acts by the
// timeline and never by a command.
func human(a evaluation.Actor) bool {
	return a.Person != "" && a.Person != evaluation.SystemPerson
}
