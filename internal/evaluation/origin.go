package evaluation

import (
	"time"

	"github.com/shopspring/decimal"
)

// Origin is what an evaluation follows from (由来): the evaluation whose sealed
// dossier was reviewed, and the receiver's number for it. What follows is an
// evaluation of its own, with its own journal; both know of each other.
type Origin struct {
	Evaluation ID `json:"evaluation"`
	// Digest is that of the dossier that was reviewed.
	Digest string `json:"digest"`
	// Filing and Number are the receiver's name and number for it.
	Filing string `json:"filing"`
	Number string `json:"number"`
}

// FollowUp is an evaluation that follows from another one (后续流程).
type FollowUp struct {
	ID        ID
	Title     string
	Process   string
	State     State
	StartedAt time.Time
}

// With gives the definition as it runs with these parameters: stages whose
// length is a parameter have it.
func (d *Definition) With(values []ParameterValue) *Definition {
	out := d
	for i := range d.Stages {
		name := d.Stages[i].Due.Parameter
		if name == "" {
			continue
		}
		for _, v := range values {
			if v.Name != name || !length(v.Value) {
				continue
			}
			if out == d {
				c := *d
				c.Stages = append([]StageDefinition(nil), d.Stages...)
				out = &c
			}
			out.Stages[i].Due.Count = int(v.Value.IntPart())
		}
	}
	return out
}

// counts tells whether a parameter is the length of a stage.
func (d *Definition) counts(name string) bool {
	for _, sd := range d.Stages {
		if sd.Due.Parameter == name {
			return true
		}
	}
	return false
}

// maxLength bounds the length of a stage that a parameter gives, in days.
const maxLength = 999

// length tells whether a value can be a number of days.
func length(v decimal.Decimal) bool {
	return v.IsInteger() && v.IsPositive() && v.LessThanOrEqual(decimal.NewFromInt(maxLength))
}
