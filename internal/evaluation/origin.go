package evaluation

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"jiheng/internal/calendar"
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
	// Notice is the notice of another installation that asked for it.
	Notice string `json:"notice,omitempty"`
	// Outcomes are what the bureau found when it looked back, and Evidence is
	// the signed notice that says so.
	Outcomes []ProblemOutcome `json:"outcomes,omitempty"`
	Evidence string           `json:"evidence,omitempty"`
}

// NoticeTaken is a notice of another installation and the day on which it
// began an evaluation here (整改通知送达).
type NoticeTaken struct {
	Notice     string        `json:"notice"`
	ReceivedOn calendar.Date `json:"received_on"`
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
// length, or whose wait, is a parameter have it.
func (d *Definition) With(values []ParameterValue) *Definition {
	out := *d
	out.Stages = append([]StageDefinition(nil), d.Stages...)
	for i := range out.Stages {
		sd := &out.Stages[i]
		sd.Due = sd.Due.with(values)
		if sd.Opens != nil {
			opens := sd.Opens.with(values)
			sd.Opens = &opens
		}
	}
	return &out
}

func (o Offset) with(values []ParameterValue) Offset {
	for _, v := range values {
		if o.Parameter != "" && v.Name == o.Parameter && length(v.Value) {
			o.Count = int(v.Value.IntPart())
		}
	}
	return o
}

// counts tells whether a parameter is the length of a stage, or of its wait.
func (d *Definition) counts(name string) bool {
	return slices.ContainsFunc(d.Stages, func(sd StageDefinition) bool {
		return sd.Due.Parameter == name || sd.Opens != nil && sd.Opens.Parameter == name
	})
}

// maxLength bounds the length of a stage that a parameter gives, in days.
const maxLength = 999

// length tells whether a value can be a number of days.
func length(v decimal.Decimal) bool {
	return v.IsInteger() && v.IsPositive() && v.LessThanOrEqual(decimal.NewFromInt(maxLength))
}
