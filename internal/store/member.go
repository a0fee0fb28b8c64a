package store

import (
	"context"
	"strconv"
	"time"

	"jiheng/internal/evaluation"
)

// Appointed tells whether a person is appointed now in an evaluation of a unit
// that is not over.
func (s *Store) Appointed(ctx context.Context, p evaluation.PersonID, unitID string) (bool, error) {
	var there bool
	err := s.db.WithContext(ctx).Raw(`SELECT EXISTS (SELECT FROM members m JOIN evaluations e ON e.id = m.evaluation_id
		WHERE m.person_id = ? AND e.unit_id = ? AND e.state IN ('running', 'suspended'))`, string(p), unitID).Scan(&there).Error
	return there, err
}

type memberRow struct {
	EvaluationID string     `json:"evaluation_id" gorm:"primaryKey"`
	PersonID     string     `json:"person_id"`
	Role         string     `json:"role"`
	Position     int        `json:"position" gorm:"primaryKey;autoIncrement:false"`
	Since        time.Time  `json:"since"`
	Until        *time.Time `json:"until"`
}

// TableName names the table.
func (memberRow) TableName() string { return "member_terms" }

func newMemberRow(e *evaluation.Evaluation, i int) memberRow {
	m := e.Members[i]
	return memberRow{EvaluationID: string(e.ID), PersonID: string(m.Person), Role: string(m.Role), Position: i, Since: m.Since, Until: nullable(m.Until)}
}

func (r *memberRow) core() evaluation.Member {
	return evaluation.Member{Person: evaluation.PersonID(r.PersonID), Role: evaluation.RoleID(r.Role), Since: r.Since.UTC(), Until: instant(r.Until)}
}

// memberKey tells terms apart: those that have ended by their place.
func memberKey(r memberRow) string {
	if r.Until != nil {
		return r.PersonID + ":" + r.Role + "#" + strconv.Itoa(r.Position)
	}
	return r.PersonID + ":" + r.Role
}
