package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/administration"
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

type grantedRow struct {
	ID           int64
	PersonID     string
	Role         string
	UnitID       string
	DepartmentID *string
	ValidFrom    time.Time
	ValidTo      *time.Time
	GrantedBy    string
	ProposalID   *string
}

// TableName names the table.
func (grantedRow) TableName() string { return "role_grants" }

func (r *grantedRow) core() administration.Grant {
	return administration.Grant{
		ID: r.ID, Person: evaluation.PersonID(r.PersonID), Role: evaluation.RoleID(r.Role), UnitID: r.UnitID,
		DepartmentID: orEmpty(r.DepartmentID), From: r.ValidFrom.UTC(), To: instant(r.ValidTo),
		By: evaluation.PersonID(r.GrantedBy), Proposal: orEmpty(r.ProposalID),
	}
}

// insertGrant writes a grant and gives its number.
func insertGrant(tx *gorm.DB, g administration.Grant) (id int64, err error) {
	err = tx.Raw(`INSERT INTO role_grants (person_id, role, unit_id, department_id, valid_from, valid_to, granted_by, proposal_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		string(g.Person), string(g.Role), g.UnitID, orNull(g.DepartmentID), g.From, nullable(g.To), string(g.By), orNull(g.Proposal)).Scan(&id).Error
	return id, err
}

// grantsOf reads grants, in the order in which they were given.
func grantsOf(tx *gorm.DB, where string, args ...any) ([]administration.Grant, error) {
	var rows []grantedRow
	err := tx.Where(where, args...).Order("id").Find(&rows).Error
	return coreOf(rows, (*grantedRow).core), err
}

// holderOf tells whose a grant is and of what role, nobody's where there is none.
func holderOf(tx *gorm.DB, id int64) (evaluation.PersonID, evaluation.RoleID, error) {
	held, err := grantsOf(tx, "id = ?", id)
	if err != nil || len(held) == 0 {
		return "", "", err
	}
	return held[0].Person, held[0].Role, nil
}

// GrantRole lets somebody hold a role (授予任职) whom nobody has to approve:
// while there are no two administrators who could. Granting what is held
// already changes nothing.
//
// Faults: invalid reference_unknown for a person, unit or department that is
// not there; conflict roles_exclusive, approval_needed.
func (s *Store) GrantRole(ctx context.Context, g Grant) error {
	return s.administrate(ctx, atTheConsole(), func(a *administrating) error {
		return a.recordAll([]Grant{g}, administration.Console)
	})
}

// RevokeRole ends a role at once (解除任职); what was done under it stays
// done. Like GrantRole it is for where there is nobody to approve.
// Faults: not_found grant_not_found; conflict approval_needed.
func (s *Store) RevokeRole(ctx context.Context, p evaluation.PersonID, g evaluation.Grant) error {
	return s.administrate(ctx, atTheConsole(), func(a *administrating) error {
		held, err := a.heldNow(p, g)
		if err != nil {
			return err
		}
		for _, one := range held {
			if err := a.end(one); err != nil {
				return err
			}
		}
		return nil
	})
}

// end ends a grant at once without a proposal.
func (a *administrating) end(g administration.Grant) error {
	if g.To = a.now; g.From.After(a.now) {
		g.To = g.From
	}
	if err := a.tx.Exec("UPDATE role_grants SET valid_to = ? WHERE id = ?", g.To, g.ID).Error; err != nil {
		return err
	}
	return a.note(administration.GrantEnded{Origin: administration.Console, Grant: g}, "")
}

// heldNow finds a role that somebody holds now or later.
// Fault: not_found grant_not_found.
func (a *administrating) heldNow(p evaluation.PersonID, g evaluation.Grant) ([]administration.Grant, error) {
	held, err := grantsOf(a.tx, `person_id = ? AND role = ? AND unit_id = ? AND COALESCE(department_id, '') = ?
		AND (valid_to IS NULL OR valid_to > ?)`, string(p), string(g.Role), g.UnitID, g.DepartmentID, a.now)
	if err == nil && len(held) == 0 {
		err = fault.New(fault.NotFound, "grant_not_found", "%s does not hold %s in %s", p, g.Role, g.UnitID)
	}
	return held, err
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
