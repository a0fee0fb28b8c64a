package evaluationtest

import (
	"fmt"
	"slices"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
)

// resumed lets go on what stands still.
func (c *Case) resumed() bool {
	c.T.Helper()
	if c.Evaluation.State == evaluation.Suspended {
		_, err := c.Try(OfficeHead(), evaluation.Command{Action: evaluation.Resume})
		require.NoError(c.T, err)
		return true
	}
	for i := range c.Evaluation.Tasks {
		if t := &c.Evaluation.Tasks[i]; t.State.Live() && !t.SuspendedAt.IsZero() {
			_, err := c.Try(OfficeHead(), evaluation.Command{Action: evaluation.Resume, Task: t.ID})
			require.NoError(c.T, err)
			return true
		}
	}
	return false
}

// relieve does what an office does when nobody who is there can do a task: it
// gives the role to somebody new, and the task to him.
func (c *Case) relieve(t *evaluation.Task) {
	c.T.Helper()
	id, state, version := t.ID, t.State, t.Version
	p := c.hire(t)
	if t = c.Evaluation.Task(id); t.State != state || t.Version != version || !t.State.Live() {
		return // the change of the group moved it already
	}
	if t.State == evaluation.StateOpen {
		Worker{c, p, id}.Claims()
		return
	}
	_, err := c.Try(OfficeHead(), evaluation.Command{Action: evaluation.Reassign, Task: id, Person: p.Person, Reason: "nobody else can"})
	if err != nil {
		// A joiner has a seat of his own; the one that nobody can fill goes.
		_, err = c.Try(OfficeHead(), evaluation.Command{
			Action: evaluation.ImposeRecusal, Task: id, Person: t.Assignee, Reason: "cannot do it",
		})
	}
	require.NoError(c.T, err, "%s of %s", id, t.Assignee)
}

// hire brings in somebody new who holds what a task asks for.
func (c *Case) hire(t *evaluation.Task) evaluation.Actor {
	c.T.Helper()
	p := evaluation.Actor{Person: evaluation.PersonID(fmt.Sprint("relief-", len(c.People))), UnitID: t.UnitID, DepartmentID: "relief"}
	if t.DepartmentID != "" {
		p.DepartmentID = t.DepartmentID
	}
	var joins []evaluation.RoleID
	p.Grants = append(p.Grants, evaluation.Grant{Role: "reserve", UnitID: t.UnitID, DepartmentID: p.DepartmentID})
	for _, id := range t.Roles {
		if r, _ := c.Definition.Role(id); r.HeldBy == evaluation.HeldByAppointment {
			joins = append(joins, id)
			continue
		}
		p.Grants = append(p.Grants, evaluation.Grant{Role: id, UnitID: t.UnitID, DepartmentID: p.DepartmentID})
	}
	c.People = append(c.People, p)
	if len(joins) == len(t.Roles) && t.AddedBy == "" {
		c.joins(p.Person, joins[len(joins)-1])
	}
	return p
}

// joins takes a person into the group, in the place of another where the role
// is full.
func (c *Case) joins(p evaluation.PersonID, role evaluation.RoleID) {
	c.T.Helper()
	if c.Evaluation.GroupChange != nil {
		_, err := c.Try(c.approver(), evaluation.Command{Action: evaluation.RefuseChange, Reason: "another comes first"})
		require.NoError(c.T, err)
	}
	change := evaluation.Command{
		Action: evaluation.ProposeChange, Reason: "nobody can do it",
		Join: []evaluation.Appointment{{Person: p, Role: role}},
	}
	r, _ := c.Definition.Role(role)
	if held := c.Evaluation.HoldersOf(role); r.Maximum > 0 && len(held) >= r.Maximum {
		change.Leave = []evaluation.Appointment{{Person: held[0], Role: role}}
	}
	_, err := c.Try(OfficeHead(), change)
	require.NoError(c.T, err)
	_, err = c.Try(c.approver(), evaluation.Command{Action: evaluation.ApproveChange})
	require.NoError(c.T, err)
}

// approver is somebody who did not propose the change that waits.
func (c *Case) approver() evaluation.Actor {
	change := c.Evaluation.GroupChange
	i := slices.IndexFunc(c.People, func(p evaluation.Actor) bool {
		return p.OnBehalfOf == "" && p.Person != change.By && p.Person != change.Hand
	})
	return c.People[i]
}
