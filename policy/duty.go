package policy

import "jiheng/internal/evaluation"

// assigneeOnly is the rule of personal assignment (本人办理).
const assigneeOnly = "assignment:assignee-only"

// bound tells whether separation of duties keeps people from an action. It
// does from everything that moves the matter or takes hold of it. Giving a
// task back is not among them: who may no longer do it must be able to let
// go. Neither are remarks and reading.
func bound(a evaluation.Action) bool {
	switch a {
	case evaluation.Claim, evaluation.Draft, evaluation.Complete,
		evaluation.Approve, evaluation.Return, evaluation.Supply:
		return true
	case evaluation.Release, evaluation.Comment:
	}
	return false
}

// personal tells whether an action is the assignee's alone.
func personal(a evaluation.Action) bool {
	switch a {
	case evaluation.Release, evaluation.Draft, evaluation.Complete,
		evaluation.Approve, evaluation.Return, evaluation.Supply:
		return true
	case evaluation.Claim, evaluation.Comment:
	}
	return false
}

// excluded names the rule that keeps the actor from a task, "" when none
// does. To the core's rules it adds one reading: whoever holds a role in the
// department that is responsible for the item belongs to it, wherever their
// own desk is.
func excluded(s *evaluation.Situation, t *evaluation.Task) string {
	if rule := s.Excluded(t); rule != "" {
		return rule
	}
	step, _ := s.Definition.Step(t.Stage, t.Step)
	for _, x := range step.Excludes {
		if x.DepartmentOfItem && holdsInDepartmentOf(s, t.Item) {
			return x.Rule()
		}
	}
	return ""
}

func holdsInDepartmentOf(s *evaluation.Situation, id evaluation.ItemID) bool {
	item := s.Evaluation.Item(id)
	if item == nil || item.DepartmentID == "" {
		return false
	}
	for _, g := range s.Actor.Grants {
		if g.UnitID == s.Evaluation.UnitID && g.DepartmentID == item.DepartmentID {
			return true
		}
	}
	return false
}
