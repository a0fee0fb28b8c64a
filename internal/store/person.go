package store

import (
	"context"
	"slices"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/identity"
)

type personRow struct {
	ID           string `gorm:"primaryKey"`
	UnitID       string
	DepartmentID *string
	Name         string
	Post         string
	Email        string
}

// TableName names the table.
func (personRow) TableName() string { return "persons" }

func newPersonRow(p identity.Person) personRow {
	return personRow{
		ID: string(p.ID), UnitID: string(p.UnitID), DepartmentID: orNull(string(p.DepartmentID)),
		Name: p.Name, Post: p.Post, Email: p.Email,
	}
}

func (r *personRow) person() identity.Person {
	return identity.Person{
		ID: identity.PersonID(r.ID), UnitID: identity.UnitID(r.UnitID), DepartmentID: identity.DepartmentID(orEmpty(r.DepartmentID)),
		Name: r.Name, Post: r.Post, Email: r.Email,
	}
}

func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func orEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// Person finds a person. Fault: not_found person_not_found.
func (s *Store) Person(ctx context.Context, id evaluation.PersonID) (identity.Person, error) {
	var row personRow
	if err := s.db.WithContext(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return identity.Person{}, orElse(err, fault.NotFound, fault.New(fault.NotFound, "person_not_found", "no person %q", id))
	}
	return row.person(), nil
}

// People lists the people of a unit by department and id, with its departments.
func (s *Store) People(ctx context.Context, unitID string) ([]identity.Person, []Department, error) {
	tx := s.db.WithContext(ctx)
	var rows []personRow
	if err := tx.Where("unit_id = ?", unitID).Order("department_id NULLS FIRST, id").Find(&rows).Error; err != nil {
		return nil, nil, err
	}
	var departments []Department
	if err := tx.Where("unit_id = ?", unitID).Order("id").Find(&departments).Error; err != nil {
		return nil, nil, err
	}
	people := make([]identity.Person, len(rows))
	for i := range rows {
		people[i] = rows[i].person()
	}
	return people, departments, nil
}

// Unit finds a unit. Fault: not_found unit_not_found.
func (s *Store) Unit(ctx context.Context, id string) (Unit, error) {
	var u Unit
	err := s.db.WithContext(ctx).Where("id = ?", id).Take(&u).Error
	return u, orElse(err, fault.NotFound, fault.New(fault.NotFound, "unit_not_found", "no unit %q", id))
}

// Units lists all units by id.
func (s *Store) Units(ctx context.Context) ([]Unit, error) {
	var out []Unit
	err := s.db.WithContext(ctx).Order("id").Find(&out).Error
	return out, err
}

// selectNames is one statement for all tables: a command answers with names,
// so they are asked for as often as anything is done.
const selectNames = `SELECT 'unit' AS kind, u.id, u.name, '' AS post, '' AS department_id FROM units u WHERE u.id IN (@unit, @receiver)
UNION ALL SELECT 'department', d.id, d.name, '', d.id FROM departments d WHERE d.unit_id IN (@unit, @receiver)
UNION ALL SELECT 'person', p.id, p.name, p.post, COALESCE(p.department_id, '') FROM persons p WHERE p.id = ANY (CAST(@people AS text[]))
UNION ALL SELECT 'reviewed', e.id, e.title, '', '' FROM evaluations e WHERE e.id = @origin AND e.unit_id = @unit
ORDER BY 1, 2`

type nameRow struct{ Kind, ID, Name, Post, DepartmentID string }

// Names gives the names of all whom an evaluation refers to: its units, their
// departments, everybody who holds, did or supplied anything, and what it
// follows from.
func (s *Store) Names(ctx context.Context, e *evaluation.Evaluation) (evaluation.Names, error) {
	return s.names(ctx, selectNames, e, time.Time{})
}

// NamesAt gives the names that units, departments and people had at an instant.
func (s *Store) NamesAt(ctx context.Context, e *evaluation.Evaluation, at time.Time) (evaluation.Names, error) {
	return s.names(ctx, atMoment(selectNames), e, at)
}

func (s *Store) names(ctx context.Context, query string, e *evaluation.Evaluation, at time.Time) (evaluation.Names, error) {
	var rows []nameRow
	err := s.db.WithContext(ctx).Raw(query, map[string]any{
		"unit": e.UnitID, "receiver": e.ReceiverID, "people": plain(mentioned(e)), "origin": originOf(e), "moment": at,
	}).Scan(&rows).Error
	var names evaluation.Names
	for _, r := range rows {
		switch r.Kind {
		case "department":
			names.Departments = append(names.Departments, evaluation.DepartmentName{ID: r.ID, Name: r.Name})
		case "person":
			names.People = append(names.People, evaluation.PersonName{ID: evaluation.PersonID(r.ID), Name: r.Name, Post: r.Post, DepartmentID: r.DepartmentID})
		}
		if r.Kind == "reviewed" {
			names.Reviewed = r.Name
		}
		if r.Kind == "unit" && r.ID == e.UnitID {
			names.Unit = r.Name
		}
		if r.Kind == "unit" && r.ID == e.ReceiverID {
			names.Receiver = r.Name
		}
	}
	return names, err
}

// originOf is what an evaluation follows from, "" for none.
func originOf(e *evaluation.Evaluation) string {
	if e.Origin == nil {
		return ""
	}
	return string(e.Origin.Evaluation)
}

// PersonNames gives the names of persons, by id; those unknown are left out.
func (s *Store) PersonNames(ctx context.Context, ids []evaluation.PersonID) ([]evaluation.PersonName, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []personRow
	if err := s.db.WithContext(ctx).Where("id IN ?", []string(plain(ids))).Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	out := make([]evaluation.PersonName, len(rows))
	for i, r := range rows {
		out[i] = evaluation.PersonName{ID: evaluation.PersonID(r.ID), Name: r.Name, Post: r.Post, DepartmentID: orEmpty(r.DepartmentID)}
	}
	return out, nil
}

// PersonNamesAt gives the names that persons had at an instant.
func (s *Store) PersonNamesAt(ctx context.Context, ids []evaluation.PersonID, at time.Time) ([]evaluation.PersonName, error) {
	var rows []personRow
	err := s.db.WithContext(ctx).Raw(atMoment("SELECT p.* FROM persons p WHERE p.id = ANY (CAST(@people AS text[])) ORDER BY p.id"),
		map[string]any{"people": plain(ids), "moment": at}).Scan(&rows).Error
	out := make([]evaluation.PersonName, len(rows))
	for i, r := range rows {
		out[i] = evaluation.PersonName{ID: evaluation.PersonID(r.ID), Name: r.Name, Post: r.Post, DepartmentID: orEmpty(r.DepartmentID)}
	}
	return out, err
}

// mentioned lists every person in an evaluation, each once.
func mentioned(e *evaluation.Evaluation) []evaluation.PersonID {
	ids := []evaluation.PersonID{e.Initiator}
	for _, m := range e.Members {
		ids = append(ids, m.Person)
	}
	for i := range e.Tasks {
		t := &e.Tasks[i]
		ids = append(ids, t.Assignee, t.DoneBy, t.OnBehalfOf)
		for _, a := range t.Submission.Members {
			ids = append(ids, a.Person)
		}
	}
	for _, m := range e.Materials {
		ids = append(ids, m.SuppliedBy)
	}
	if e.Filing != nil {
		ids = append(ids, e.Filing.ReceivedBy)
	}
	for _, h := range e.Holds {
		ids = append(ids, h.By, h.LiftedBy)
	}
	for _, d := range e.Disposals {
		ids = append(ids, d.By, d.DecidedBy)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	return slices.DeleteFunc(ids, func(id evaluation.PersonID) bool { return id == "" || id == evaluation.SystemPerson })
}

// HoldersOf lists everybody who holds a role now, in whatever unit.
func (s *Store) HoldersOf(ctx context.Context, role evaluation.RoleID) ([]identity.Person, error) {
	var rows []personRow
	err := s.db.WithContext(ctx).Raw(`SELECT p.* FROM persons p WHERE EXISTS (SELECT FROM role_grants g
		WHERE g.person_id = p.id AND g.role = ? AND `+grantCounts+`) ORDER BY p.id`, string(role)).Scan(&rows).Error
	return coreOf(rows, (*personRow).person), err
}
