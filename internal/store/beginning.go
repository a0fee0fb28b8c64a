package store

import (
	"context"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
)

// Beginnings counts what an installation needs before it can be worked with.
// People are those who hold none of the three administrators' roles.
func (s *Store) Beginnings(ctx context.Context) (administration.Beginnings, error) {
	var out administration.Beginnings
	var counted struct{ Departments, People, Processes, Evaluations int }
	db := s.db.WithContext(ctx)
	err := db.Raw(`SELECT (SELECT count(*) FROM departments) AS departments,
		(SELECT count(*) FROM persons p WHERE NOT EXISTS (SELECT FROM role_grants g WHERE g.person_id = p.id
			AND g.role IN ('sys_admin', 'security_admin', 'audit_admin') AND (g.valid_to IS NULL OR g.valid_to > now()))) AS people,
		(SELECT count(DISTINCT name) FROM process_definitions) AS processes,
		(SELECT count(*) FROM evaluations) AS evaluations`).Scan(&counted).Error
	if err != nil {
		return out, err
	}
	out.Departments, out.People, out.Processes, out.Evaluations = counted.Departments, counted.People, counted.Processes, counted.Evaluations
	var held []string
	err = db.Raw(`SELECT DISTINCT g.role FROM role_grants g JOIN accounts a ON a.person_id = g.person_id AND a.disabled_at IS NULL
		WHERE g.valid_from <= now() AND (g.valid_to IS NULL OR g.valid_to > now()) ORDER BY g.role`).Scan(&held).Error
	if err != nil {
		return out, err
	}
	for _, r := range held {
		out.Held = append(out.Held, evaluation.RoleID(r))
	}
	_, c, err := s.CalendarInForce(ctx)
	out.Years = c.Years()
	return out, err
}
