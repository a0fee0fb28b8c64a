package store

import (
	"strconv"
	"time"

	"jiheng/internal/evaluation"
)

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
