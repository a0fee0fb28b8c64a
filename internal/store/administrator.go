package store

import (
	"time"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/policy"
)

const selectAdministered = `SELECT p.id, a.person_id IS NULL OR a.disabled_at IS NOT NULL AS gone,
	EXISTS (SELECT FROM member_terms m JOIN evaluations e ON e.id = m.evaluation_id
		WHERE m.person_id = p.id AND m.until IS NULL AND e.state IN ('running', 'suspended')) AS appointed
FROM persons p LEFT JOIN accounts a ON a.person_id = p.id WHERE p.id = ?`

// person is somebody as he stands now, nil for nobody.
func (a *administrating) person(id evaluation.PersonID) (*administration.Person, error) {
	var row struct {
		ID              string
		Gone, Appointed bool
	}
	found := a.tx.Raw(selectAdministered, string(id)).Scan(&row)
	if found.Error != nil || found.RowsAffected == 0 {
		return nil, found.Error
	}
	held, err := grantsOf(a.tx, "person_id = ? AND (valid_to IS NULL OR valid_to > ?)", string(id), a.now)
	return &administration.Person{ID: id, Gone: row.Gone, Appointed: row.Appointed, Held: held}, err
}

// successors counts who else can log in and holds a role now.
func (a *administrating) successors(but evaluation.PersonID, role evaluation.RoleID) (int, error) {
	var n int
	err := a.tx.Raw(`SELECT count(DISTINCT g.person_id) FROM role_grants g
		JOIN accounts a ON a.person_id = g.person_id AND a.disabled_at IS NULL
		WHERE g.role = ? AND g.person_id <> ? AND g.valid_from <= ? AND (g.valid_to IS NULL OR g.valid_to > ?)`,
		string(role), string(but), a.now, a.now).Scan(&n).Error
	return n, err
}

// vacant tells whether nobody who can log in holds a role now.
func (a *administrating) vacant(role evaluation.RoleID) (bool, error) {
	n, err := a.successors("", role)
	return n == 0, err
}

// paired tells whether one can propose and another approve.
func (a *administrating) paired() (bool, error) {
	for _, role := range []evaluation.RoleID{policy.SysAdmin, policy.SecurityAdmin} {
		if vacant, err := a.vacant(role); err != nil || vacant {
			return false, err
		}
	}
	return true, nil
}

// record lets a role count that nobody has to approve, unless it is held
// already: given is false then.
func (a *administrating) record(g Grant) (counts administration.Grant, given bool, err error) {
	counts = g.core()
	if counts.From.IsZero() {
		counts.From = a.now
	}
	held, err := grantsOf(a.tx, `person_id = ? AND role = ? AND unit_id = ? AND COALESCE(department_id, '') = ?
		AND (valid_to IS NULL AND CAST(? AS timestamptz) IS NULL OR valid_to = ? AND (valid_from = ? OR ?))`,
		string(g.Person), string(g.Role), g.UnitID, g.DepartmentID,
		nullable(g.ValidTo), nullable(g.ValidTo), counts.From, g.ValidFrom.IsZero())
	if err != nil || len(held) > 0 {
		return counts, false, err
	}
	if counts.ID, err = insertGrant(a.tx, counts); err != nil {
		return counts, false, err
	}
	return counts, true, nil
}

// core is the grant as administrators see it.
func (g Grant) core() administration.Grant {
	return administration.Grant{
		Person: g.Person, Role: g.Role, UnitID: g.UnitID, DepartmentID: g.DepartmentID,
		From: exact(g.ValidFrom), To: exact(g.ValidTo), By: g.GrantedBy,
	}
}

// exact is an instant as the database keeps it.
func exact(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Microsecond)
}
