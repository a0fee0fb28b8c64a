package process

import (
	"slices"

	"jiheng/internal/evaluation"
)

// checkOverdue checks what a stage says of being late: that it can be done,
// and that nothing is closed without which the process cannot go on.
func (r *reader) checkOverdue(stage int, sd evaluation.StageDefinition) {
	path := nth("stages", stage)
	if sd.Extension != nil {
		r.checkExtension(stage, key(key(path, "extension"), "by"), sd.Extension.By)
	}
	late := key(path, "on_overdue")
	switch sd.OnOverdue {
	case evaluation.OverdueReturn:
		returns := func(s evaluation.StepDefinition) bool { return s.ReturnTo != "" && !s.Quorum.Votes() }
		if r.sound(key(path, "steps")) && !slices.ContainsFunc(sd.Steps, returns) {
			r.wrong(late, "overdue_returns_nowhere")
		}
	case evaluation.OverdueExtend:
		if sd.Extension == nil && r.sound(path) {
			r.wrong(late, "overdue_without_extension")
		}
	case evaluation.OverdueClose:
		r.checkClosing(stage, late, sd)
	case evaluation.OverdueKeep:
	}
}

// checkClosing refuses to close steps that cannot be gone without, and votes:
// those who have not voted are neither for nor against.
func (r *reader) checkClosing(stage int, path string, sd evaluation.StageDefinition) {
	for i, s := range sd.Steps {
		if r.needed(spot{stage, i}, s) != "" || s.Quorum.Votes() {
			r.wrong(path, "overdue_closes_needed", "step", string(s.ID))
		}
	}
}

// checkExtension checks who may grant more time: somebody in the evaluated
// unit who is there when the stage begins.
func (r *reader) checkExtension(stage int, path string, by []evaluation.RoleID) {
	for i, id := range by {
		role, ok := r.known(nth(path, i), id)
		switch {
		case !ok:
		case role.HeldBy == evaluation.HeldByReceiver:
			r.wrong(nth(path, i), "extension_by_receiver", "role", string(id))
		case role.HeldBy == evaluation.HeldByAppointment:
			r.appointedBefore(nth(path, i), id, spot{stage, 0})
		}
	}
}
