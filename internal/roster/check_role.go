package roster

import "slices"

func (c *checker) grants(p Person) {
	held := slices.Clone(c.known.Roles[p.ID])
	for i, g := range p.Roles {
		c.unit(g.At, g.UnitID)
		c.department(g.At, g.UnitID, g.DepartmentID)
		role, ok := c.role(g.Role)
		switch {
		case g.Role == "":
		case !ok:
			c.at(g.At, "role", noRole(g.Role, c.roles))
		case role.OfDepartment && g.DepartmentID == "":
			c.at(g.At, "department_id", needsDepartment(role))
		}
		if slices.ContainsFunc(p.Roles[:i], func(o Grant) bool { return o.same(g) }) {
			c.at(g.At, "role", grantTwice(g.Role))
		}
		if !g.From.IsZero() && !g.To.IsZero() && g.To.Before(g.From) {
			c.at(g.At, "to", endsFirst)
		}
		held = append(held, g.Role)
	}
	if len(p.Roles) == 0 {
		return
	}
	if administrator, other, found := Conflict(held, c.roles); found {
		c.at(p.At, "roles", adminBeside(administrator, other))
	}
}

func (c *checker) role(id string) (Role, bool) {
	i := slices.IndexFunc(c.roles, func(r Role) bool { return r.ID == id })
	if i < 0 {
		return Role{}, false
	}
	return c.roles[i], true
}

// Conflict finds an administrator's role beside another role among those that
// one person holds.
func Conflict(held []string, roles []Role) (administrator, other Role, found bool) {
	var theirs []Role
	for _, r := range roles {
		if slices.Contains(held, r.ID) {
			theirs = append(theirs, r)
		}
	}
	i := slices.IndexFunc(theirs, func(r Role) bool { return r.Administrator })
	if i < 0 || len(theirs) < 2 {
		return Role{}, Role{}, false
	}
	administrator = theirs[i]
	return administrator, slices.Delete(theirs, i, i+1)[0], true
}

func (g Grant) same(o Grant) bool {
	return g.Role == o.Role && g.UnitID == o.UnitID && g.DepartmentID == o.DepartmentID && g.From == o.From && g.To == o.To
}
