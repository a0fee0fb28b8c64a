package process

import (
	"slices"

	"jiheng/internal/evaluation"
)

// checkVacancy checks what a step says of having nobody to do it: there is
// somebody to turn to, and nothing that must be done is gone without.
func (r *reader) checkVacancy(at spot, s evaluation.StepDefinition) {
	path := at.path()
	up := s.WhenEmpty == evaluation.EmptyEscalate || s.WhenSame == evaluation.SameSuperior
	switch {
	case !r.sound(key(path, "superior")) || !r.sound(key(path, "when_empty")) || !r.sound(key(path, "when_same")):
	case s.WhenEmpty == evaluation.EmptyEscalate && len(s.Superior) == 0:
		r.wrong(key(path, "when_empty"), "superior_missing", "value", string(s.WhenEmpty))
	case s.WhenSame == evaluation.SameSuperior && len(s.Superior) == 0:
		r.wrong(key(path, "when_same"), "superior_missing", "value", string(s.WhenSame))
	case !up && len(s.Superior) > 0:
		r.wrong(key(path, "superior"), "superior_unused")
	}
	for i, id := range s.Superior {
		if slices.Contains(s.By, id) {
			r.wrong(nth(key(path, "superior"), i), "superior_same", "role", string(id))
		}
	}
	if len(s.Replacement) > 0 && s.Quorum == evaluation.QuorumOne && r.sound(key(path, "quorum")) {
		r.wrong(key(path, "replacement"), "replacement_without_seats")
	}
	if s.WhenEmpty == evaluation.EmptySkip {
		r.checkSkipped(at, "when_empty", s)
	}
	if s.WhenSame == evaluation.SamePass {
		r.checkSkipped(at, "when_same", s)
	}
}

// checkSkipped refuses to go on without what later steps stand on.
func (r *reader) checkSkipped(at spot, policy string, s evaluation.StepDefinition) {
	if reason := r.needed(at, s); reason != "" {
		r.wrong(key(at.path(), policy), reason)
	}
}

// needed says why a step cannot be gone without, "" if it can.
func (r *reader) needed(at spot, s evaluation.StepDefinition) string {
	members := func(f evaluation.FormField) bool { return f.Kind == evaluation.FieldMembers && f.Required }
	part := func(f evaluation.FormField) bool { return f.Kind == evaluation.FieldPart && f.Required }
	switch {
	case len(s.Appoints) > 0:
		return "skip_appointing"
	case s.Receives:
		return "skip_receiving"
	case slices.ContainsFunc(s.Form, members) && r.appointsFrom(at):
		return "skip_members"
	case slices.ContainsFunc(s.Form, part) && !r.perItem(at.stage):
		return "skip_parts"
	}
	return ""
}

// goesOn tells whether a step without holders is gone without, or turns to
// superiors who are certain to be there.
func (r *reader) goesOn(s evaluation.StepDefinition, certain func(evaluation.Role) bool) bool {
	switch s.WhenEmpty {
	case evaluation.EmptySkip:
		return true
	case evaluation.EmptyEscalate:
		return len(s.Superior) == 0 || slices.ContainsFunc(s.Superior, func(id evaluation.RoleID) bool {
			role, ok := r.def.Role(id)
			return !ok || certain(role)
		})
	case evaluation.EmptyHold, evaluation.EmptyRefuse:
	}
	return false
}
