package process

import (
	"slices"

	"jiheng/internal/evaluation"
)

// checkRoles holds roles against those that units can grant: a standing role
// must be among them, and an appointed one must not, since one name would then
// mean two ways of holding it.
func (r *reader) checkRoles() {
	if r.options.KnownRoles == nil {
		return
	}
	for i, role := range r.def.Roles {
		standing := role.HeldBy == evaluation.HeldByUnit || role.HeldBy == evaluation.HeldByReceiver
		path := key(nth("roles", i), "id")
		granted := slices.Contains(r.options.KnownRoles, string(role.ID))
		switch {
		case role.HeldBy == "" || !r.sound(path):
		case standing && !granted:
			r.wrong(path, "role_not_standing", "role", string(role.ID), "known", joined(r.options.KnownRoles))
		case !standing && granted:
			r.wrong(path, "role_already_standing", "role", string(role.ID))
		}
	}
}

// known finds a role that is referred to. An unknown one is reported, unless
// the roles themselves could not be read.
func (r *reader) known(path string, id evaluation.RoleID) (evaluation.Role, bool) {
	role, ok := r.def.Role(id)
	if !ok && id != "" && r.sound(path) && r.sound("roles") {
		r.wrong(path, "role_unknown", "role", string(id))
	}
	return role, ok
}

// checkAudience refuses to tell roles that do not exist or that nobody holds
// yet when the stage begins.
func (r *reader) checkAudience(stage int, path string, to []evaluation.Audience) {
	for i, who := range to {
		if who.Assignee {
			continue
		}
		role, ok := r.known(nth(path, i), who.Role)
		if ok && role.HeldBy == evaluation.HeldByAppointment {
			r.appointedBefore(nth(path, i), role.ID, spot{stage, 0})
		}
	}
}

// checkHolders checks the roles that may do a step: they exist, somebody will
// hold them by then, and all are held in the same place, since a task belongs
// to one unit.
func (r *reader) checkHolders(at spot, s evaluation.StepDefinition) {
	roles := r.holders(at, "by", s.By, nil)
	if len(roles) == len(s.By) {
		r.checkSomebody(at, s, roles)
	}
	others := r.holders(at, "superior", s.Superior, roles)
	r.holders(at, "replacement", s.Replacement, append(roles, others...))
}

// holders finds the roles of a list in a step, which are held together with
// those that have been found already.
func (r *reader) holders(at spot, list string, ids []evaluation.RoleID, with []evaluation.Role) []evaluation.Role {
	path := key(at.path(), list)
	var roles []evaluation.Role
	for i, id := range ids {
		role, ok := r.known(nth(path, i), id)
		if !ok {
			continue
		}
		if all := append(slices.Clip(with), roles...); len(all) > 0 && apart(all[0], role) {
			r.wrong(nth(path, i), "roles_held_apart", "first", string(all[0].ID), "second", string(id))
		}
		if role.HeldBy == evaluation.HeldByAppointment {
			r.appointedBefore(nth(path, i), id, at)
		}
		roles = append(roles, role)
	}
	return roles
}

// apart tells whether two roles are held in different units. Those who are
// appointed act in the evaluated unit.
func apart(a, b evaluation.Role) bool {
	return a.HeldBy != "" && b.HeldBy != "" &&
		(a.HeldBy == evaluation.HeldByReceiver) != (b.HeldBy == evaluation.HeldByReceiver)
}

// checkSomebody refuses steps that may have nobody to do them.
func (r *reader) checkSomebody(at spot, s evaluation.StepDefinition, roles []evaluation.Role) {
	path := at.path()
	appointed := func(role evaluation.Role) bool { return role.HeldBy == evaluation.HeldByAppointment }
	inUnit := func(role evaluation.Role) bool { return role.HeldBy == evaluation.HeldByUnit }
	certain := func(role evaluation.Role) bool { return !appointed(role) || role.Minimum > 0 }
	if len(roles) > 0 && r.sound("roles") && !slices.ContainsFunc(roles, certain) && !r.goesOn(s, certain) {
		r.wrong(key(path, "by"), "role_may_be_empty", "roles", joined(s.By))
	}
	switch {
	case !s.OfItem:
	case !r.perItem(at.stage):
		r.wrong(key(path, "of_item"), "of_item_outside_items")
	case r.sound("roles") && !slices.ContainsFunc(roles, inUnit):
		r.wrong(key(path, "of_item"), "of_item_without_unit_role", "roles", joined(s.By))
	}
}

// checkUnused refuses roles and parameters that nothing mentions: nearly
// always another word was meant somewhere.
func (r *reader) checkUnused() {
	if !r.sound("stages") || !r.sound("roles") || !r.sound("parameters") {
		return
	}
	used := r.rolesUsed()
	for i, role := range r.def.Roles {
		// An appointed role that no step appoints is reported as such.
		if role.HeldBy != evaluation.HeldByAppointment && !slices.Contains(used, role.ID) {
			r.wrong(key(nth("roles", i), "id"), "role_unused", "role", string(role.ID))
		}
	}
	for i, p := range r.def.Parameters {
		if !slices.Contains(r.used, p.Name) {
			r.wrong(key(nth("parameters", i), "name"), "parameter_unused", "name", p.Name)
		}
	}
}

func (r *reader) rolesUsed() []evaluation.RoleID {
	var used []evaluation.RoleID
	for _, sd := range r.def.Stages {
		for _, n := range slices.Concat(sd.Reminders, sd.Escalations) {
			for _, who := range n.To {
				used = append(used, who.Role)
			}
		}
		if sd.Extension != nil {
			used = append(used, sd.Extension.By...)
		}
		for _, s := range sd.Steps {
			used = slices.Concat(used, s.By, s.Appoints, s.Superior, s.Replacement)
		}
	}
	if c := r.def.Correction; c != nil {
		used = slices.Concat(used, c.By, c.ApprovedBy)
	}
	return used
}
