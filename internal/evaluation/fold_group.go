package evaluation

import (
	"slices"
	"time"
)

// foldGroup forms the group: the holders of the roles that are appointed anew
// replace those before them. Who stays in a role has held it all along.
func (e *Evaluation) foldGroup(at time.Time, v GroupFormed) {
	members := slices.Clone(e.Members)
	for i := range members {
		m := &members[i]
		anew := slices.ContainsFunc(v.Members, func(a Appointment) bool { return a.Role == m.Role })
		if m.Until.IsZero() && anew && !slices.Contains(v.Members, Appointment{m.Person, m.Role}) {
			m.Until = at
		}
	}
	e.Members = members
	e.join(v.Members, at)
	changes := 0
	if e.Group != nil {
		changes = e.Group.Changes + 1
	}
	e.Group = &Group{v.Notice, at, changes}
}

// foldChange applies what happens to a proposed change of the group.
func (e *Evaluation) foldChange(r Record) {
	switch v := r.Event.(type) {
	case GroupChangeProposed:
		e.GroupChange = &GroupChange{r.principal(), r.hand(), r.At, v.Join, v.Leave, v.Reason}
	case GroupChangeRefused:
		e.GroupChange = nil
	case GroupChangeApproved:
		members := slices.Clone(e.Members)
		for i := range members {
			if m := &members[i]; m.Until.IsZero() && slices.Contains(v.Leave, Appointment{m.Person, m.Role}) {
				m.Until = r.At
			}
		}
		e.Members, e.GroupChange = members, nil
		e.join(v.Join, r.At)
		group := *e.Group
		group.Changes++
		e.Group = &group
	}
}

func (e *Evaluation) join(appointments []Appointment, at time.Time) {
	for _, a := range appointments {
		if !appointed(e, a.Person, a.Role) {
			e.Members = append(e.Members, Member{Person: a.Person, Role: a.Role, Since: at})
		}
	}
}
