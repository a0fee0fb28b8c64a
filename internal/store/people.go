package store

import (
	"cmp"
	"encoding/json"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// standsNow makes a substitution s count: confirmed, not ended, and today is
// one of its days where the people are.
const standsNow = `s.confirmed_at IS NOT NULL AND s.ended_at IS NULL
			AND (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date BETWEEN s.from_on AND s.to_on`

// ownRow is what a substitute is himself.
type ownRow struct {
	DepartmentID string     `json:"department_id"`
	Grants       []grantRow `json:"grants"`
}

// principalOf is for whom a request acts.
func principalOf(req evaluation.Request) string {
	return string(cmp.Or(req.OnBehalfOf, req.Actor))
}

// checkStanding refuses to act for somebody without standing in for him today.
// Fault: forbidden substitution_missing.
func checkStanding(req evaluation.Request, l *loaded) error {
	if l.Stands || req.Actor == evaluation.SystemPerson {
		return nil
	}
	return fault.New(fault.Forbidden, "substitution_missing", "%s does not stand in for %s", req.Actor, req.OnBehalfOf).
		WithRule("substitution:confirmed")
}

// selectPeople finds those whom a command names or a definition asks for, with
// the roles that they hold in the units of the evaluation. Who can no longer
// log in can be given nothing.
const selectPeople = `SELECT COALESCE(json_agg(json_build_object(
	'id', p.id, 'unit_id', p.unit_id, 'department_id', COALESCE(p.department_id, ''), 'named', p.id = ANY (CAST(@people AS text[])),
	'grants', (SELECT json_agg(json_build_object(
			'role', g.role, 'unit_id', g.unit_id, 'department_id', COALESCE(g.department_id, '')) ORDER BY g.id)
		FROM role_grants g WHERE g.person_id = p.id AND g.unit_id IN (@unit, @receiver)
			AND ` + grantCounts + `)
) ORDER BY p.id), '[]') FROM persons p
WHERE (p.id = ANY (CAST(@people AS text[])) OR @staff AND p.id IN (
		SELECT g.person_id FROM role_grants g WHERE g.unit_id IN (@unit, @receiver) AND g.role = ANY (CAST(@roles AS text[]))
			AND ` + grantCounts + `
		UNION SELECT m.person_id FROM members m WHERE m.evaluation_id = @id))
	AND NOT EXISTS (SELECT FROM accounts a WHERE a.person_id = p.id AND a.disabled_at IS NOT NULL)`

type peopleRow struct {
	ID           string     `json:"id"`
	UnitID       string     `json:"unit_id"`
	DepartmentID string     `json:"department_id"`
	Named        bool       `json:"named"`
	Grants       []grantRow `json:"grants"`
}

// addPeople puts into a situation those whom the decision needs to know beside
// the actor; most decisions need nobody and ask nothing.
func addPeople(tx *gorm.DB, s *evaluation.Situation, req evaluation.Request) error {
	named := req.People
	if c := s.Evaluation.GroupChange; c != nil && req.Task == "" {
		for _, a := range c.Join {
			named = append(named, a.Person)
		}
	}
	staff := s.Definition.NeedsStaff()
	if len(named) == 0 && !staff {
		return nil
	}
	var text string
	err := tx.Raw(selectPeople, map[string]any{
		"people": plain(named), "staff": staff, "unit": s.Evaluation.UnitID, "receiver": s.Evaluation.ReceiverID,
		"roles": standingRoles(s.Definition), "id": string(s.Evaluation.ID),
	}).Scan(&text).Error
	if err != nil {
		return err
	}
	var rows []peopleRow
	if err := json.Unmarshal([]byte(text), &rows); err != nil {
		return fault.Wrap(err, fault.Internal, "row_unreadable", "read the people of evaluation %s", s.Evaluation.ID)
	}
	if staff {
		s.Staff = []evaluation.Actor{}
	}
	for _, r := range rows {
		a := actorOf(evaluation.Request{Actor: evaluation.PersonID(r.ID)}, &actorRow{r.UnitID, r.DepartmentID}, r.Grants)
		if r.Named {
			s.Others = append(s.Others, a)
		}
		if staff {
			s.Staff = append(s.Staff, a)
		}
	}
	return nil
}

func standingRoles(def *evaluation.Definition) texts {
	var out []evaluation.RoleID
	for _, r := range def.Roles {
		if r.HeldBy != evaluation.HeldByAppointment {
			out = append(out, r.ID)
		}
	}
	return plain(out)
}
