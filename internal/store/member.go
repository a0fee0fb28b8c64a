package store

import (
	"time"

	"jiheng/internal/evaluation"
)

type memberRow struct {
	EvaluationID string    `json:"evaluation_id" gorm:"primaryKey"`
	PersonID     string    `json:"person_id"     gorm:"primaryKey"`
	Role         string    `json:"role"          gorm:"primaryKey"`
	Position     int       `json:"position"`
	Since        time.Time `json:"since"`
}

// TableName names the table.
func (memberRow) TableName() string { return "members" }

func newMemberRow(e *evaluation.Evaluation, i int) memberRow {
	m := e.Members[i]
	return memberRow{EvaluationID: string(e.ID), PersonID: string(m.Person), Role: string(m.Role), Position: i, Since: m.Since}
}

func (r *memberRow) core() evaluation.Member {
	return evaluation.Member{Person: evaluation.PersonID(r.PersonID), Role: evaluation.RoleID(r.Role), Since: r.Since.UTC()}
}
