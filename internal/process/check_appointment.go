package process

import (
	"slices"

	"jiheng/internal/evaluation"
)

// checkAppointments checks the steps that form the group, and that a list of
// members is asked for where one is needed and nowhere else.
func (r *reader) checkAppointments() {
	for _, at := range r.spots() {
		s := r.stepAt(at)
		path := key(at.path(), "appoints")
		if len(s.Appoints) > 0 {
			r.checkAppointing(at, path, s)
		}
		for i, field := range s.Form {
			if field.Kind == evaluation.FieldMembers && r.sound("stages") && !r.appointsFrom(at) {
				r.wrong(nth(key(at.path(), "form"), i), "members_for_nothing")
			}
		}
	}
	for i, role := range r.def.Roles {
		if role.HeldBy == evaluation.HeldByAppointment && r.sound("stages") && !slices.ContainsFunc(r.spots(), r.appoints(role.ID)) {
			r.wrong(key(nth("roles", i), "held_by"), "role_never_appointed", "role", string(role.ID))
		}
	}
}

func (r *reader) checkAppointing(at spot, path string, s evaluation.StepDefinition) {
	for i, id := range s.Appoints {
		role, ok := r.known(nth(path, i), id)
		if ok && role.HeldBy != evaluation.HeldByAppointment && role.HeldBy != "" {
			r.wrong(nth(path, i), "appoints_standing", "role", string(id))
		}
	}
	if r.perItem(at.stage) {
		r.wrong(path, "appoints_per_item")
		return
	}
	// A list of members names the whole group, so its step appoints all of it.
	for _, role := range r.def.Roles {
		if role.HeldBy == evaluation.HeldByAppointment && r.sound(path) && r.sound("roles") && !slices.Contains(s.Appoints, role.ID) {
			r.wrong(path, "appoints_in_part", "role", string(role.ID))
		}
	}
	if steps := key(nth("stages", at.stage), "steps"); r.sound(steps) && !r.membersBy(at) {
		r.wrong(path, "appoints_without_members")
	}
}

// membersBy tells whether a list of members is required in the step or an
// earlier one of its stage.
func (r *reader) membersBy(at spot) bool {
	for _, s := range r.def.Stages[at.stage].Steps[:at.step+1] {
		if slices.ContainsFunc(s.Form, func(f evaluation.FormField) bool { return f.Kind == evaluation.FieldMembers && f.Required }) {
			return true
		}
	}
	return false
}

// appointsFrom tells whether the step or a later one of its stage appoints.
func (r *reader) appointsFrom(at spot) bool {
	return slices.ContainsFunc(r.def.Stages[at.stage].Steps[at.step:], func(s evaluation.StepDefinition) bool {
		return len(s.Appoints) > 0
	})
}

func (r *reader) appoints(role evaluation.RoleID) func(spot) bool {
	return func(at spot) bool { return slices.Contains(r.stepAt(at).Appoints, role) }
}

// appointedBefore reports the use of an appointed role before anybody is
// appointed to it. A role that no step appoints is reported where it is
// declared.
func (r *reader) appointedBefore(path string, role evaluation.RoleID, at spot) {
	if !r.sound("stages") {
		return
	}
	appointing := slices.DeleteFunc(r.spots(), func(o spot) bool { return !r.appoints(role)(o) })
	if len(appointing) == 0 || slices.ContainsFunc(appointing, func(o spot) bool { return r.before(o, at) }) {
		return
	}
	r.wrong(path, "role_before_appointment", "role", string(role))
}
