package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// grantRow is a role held, as a decision sees it.
type grantRow struct {
	Role         string `json:"role"`
	UnitID       string `json:"unit_id"`
	DepartmentID string `json:"department_id"`
}

// grantCounts makes a grant g count now: it has begun and has not ended. It is
// read by the clock of the statement, so that a command that waited for a lock
// judges by the moment at which it got it.
const grantCounts = `g.valid_from <= statement_timestamp() AND (g.valid_to IS NULL OR g.valid_to > statement_timestamp())`

// Grant is a role that somebody holds for some time (任职).
type Grant struct {
	Person       evaluation.PersonID
	Role         evaluation.RoleID
	UnitID       string
	DepartmentID string    // empty for the unit as a whole
	ValidFrom    time.Time // zero is now
	ValidTo      time.Time // zero is for as long as nobody ends it
	GrantedBy    evaluation.PersonID
}

const insertGrant = `INSERT INTO role_grants (person_id, role, unit_id, department_id, valid_from, valid_to, granted_by)
SELECT @person, @role, @unit, NULLIF(@department, ''), COALESCE(CAST(@from AS timestamptz), clock_timestamp()),
	CAST(@to AS timestamptz), @by
WHERE NOT EXISTS (SELECT FROM role_grants
	WHERE person_id = @person AND role = @role AND unit_id = @unit AND COALESCE(department_id, '') = @department
		AND valid_to = CAST(@to AS timestamptz) AND valid_from = COALESCE(CAST(@from AS timestamptz), valid_from))
ON CONFLICT (person_id, role, unit_id, COALESCE(department_id, '')) WHERE valid_to IS NULL DO NOTHING`

// GrantRole lets somebody hold a role (授予任职). Granting what is held already
// changes nothing.
//
// Fault: invalid reference_unknown for a person, unit or department that is
// not there.
func (s *Store) GrantRole(ctx context.Context, g Grant) error {
	return grantRole(s.db.WithContext(ctx), g)
}

func grantRole(tx *gorm.DB, g Grant) error {
	return tx.Exec(insertGrant, map[string]any{
		"person": string(g.Person), "role": string(g.Role), "unit": g.UnitID, "department": g.DepartmentID,
		"from": nullable(g.ValidFrom), "to": nullable(g.ValidTo), "by": string(g.GrantedBy),
	}).Error
}

// RevokeRole ends a role at once (解除任职); what was done under it stays
// done. Fault: not_found grant_not_found.
func (s *Store) RevokeRole(ctx context.Context, p evaluation.PersonID, g evaluation.Grant) error {
	done := s.db.WithContext(ctx).Exec(`UPDATE role_grants SET valid_to = GREATEST(valid_from, clock_timestamp())
		WHERE person_id = ? AND role = ? AND unit_id = ? AND COALESCE(department_id, '') = ?
			AND (valid_to IS NULL OR valid_to > clock_timestamp())`, string(p), string(g.Role), g.UnitID, g.DepartmentID)
	if done.Error != nil {
		return done.Error
	}
	if done.RowsAffected == 0 {
		return fault.New(fault.NotFound, "grant_not_found", "%s does not hold %s in %s", p, g.Role, g.UnitID)
	}
	return nil
}

// Grants lists the roles that a person holds now, in every unit.
func (s *Store) Grants(ctx context.Context, p evaluation.PersonID) ([]evaluation.Grant, error) {
	var rows []grantRow
	err := s.db.WithContext(ctx).Raw(`SELECT role, unit_id, COALESCE(department_id, '') AS department_id FROM role_grants
		WHERE person_id = ? AND valid_from <= clock_timestamp() AND (valid_to IS NULL OR valid_to > clock_timestamp())
		ORDER BY id`, string(p)).Scan(&rows).Error
	return actorOf(evaluation.Request{}, nil, rows).Grants, err
}

// Held tells whether a person held a standing role at an instant: in the
// grant's unit, and in its department if it names one.
//
// It works on connections of its own, so that it can be asked while a decision
// holds one of the others.
func (s *Store) Held(ctx context.Context, p evaluation.PersonID, g evaluation.Grant, at time.Time) (bool, error) {
	var held bool
	err := s.aside.WithContext(ctx).Raw(`SELECT EXISTS (SELECT FROM role_grants
		WHERE person_id = @person AND role = @role AND unit_id = @unit
			AND (@department = '' OR department_id = @department)
			AND valid_from <= @at AND (valid_to IS NULL OR valid_to > @at))`, map[string]any{
		"person": string(p), "role": string(g.Role), "unit": g.UnitID, "department": g.DepartmentID, "at": at,
	}).Scan(&held).Error
	return held, err
}
