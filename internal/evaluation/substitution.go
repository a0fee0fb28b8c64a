package evaluation

import (
	"slices"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/fault"
)

// Substitution lets one person stand in for another for some days (代理).
// It counts once an administrator has confirmed it, and until it is ended.
type Substitution struct {
	ID         string
	Principal  PersonID // A
	Substitute PersonID // B
	UnitID     string
	FromOn     calendar.Date // both days are within
	ToOn       calendar.Date
	// Process narrows it to one process; "" is all.
	Process string
	Reason  string

	AskedBy     PersonID
	AskedAt     time.Time
	ConfirmedBy PersonID
	ConfirmedAt time.Time
	EndedBy     PersonID
	EndedAt     time.Time
	Version     int64
}

// SubstitutionState is where a substitution stands (代理状态).
type SubstitutionState string

// The states of a substitution.
const (
	SubstitutionAsked     SubstitutionState = "asked"     // waits for an administrator
	SubstitutionConfirmed SubstitutionState = "confirmed" // counts on its days
	SubstitutionEnded     SubstitutionState = "ended"     // was ended before its last day
)

// SubstitutionStates lists all states of a substitution.
func SubstitutionStates() []SubstitutionState {
	return []SubstitutionState{SubstitutionAsked, SubstitutionConfirmed, SubstitutionEnded}
}

// State tells where it stands.
func (s Substitution) State() SubstitutionState {
	switch {
	case !s.EndedAt.IsZero():
		return SubstitutionEnded
	case !s.ConfirmedAt.IsZero():
		return SubstitutionConfirmed
	}
	return SubstitutionAsked
}

// maxSubstitutionDays bounds how long somebody can stand in at a stretch.
const maxSubstitutionDays = 366

// Check holds a substitution that is asked for against those of the unit that
// have not ended. Nobody stands in for two hands of a chain: who stands in for
// somebody has nobody standing in for himself on the same days, and the other
// way round, so that there are no loops either.
//
// Errors: invalid substitution_same, substitution_dates, reason_required;
// conflict substitution_chain, substitution_overlaps (Params person).
func (s Substitution) Check(others []Substitution, today calendar.Date) error {
	if s.Principal == s.Substitute {
		return invalidField("substitute", "substitution_same", nil)
	}
	days := s.ToOn.DaysSince(s.FromOn)
	if !s.FromOn.Valid() || !s.ToOn.Valid() || days < 0 || days >= maxSubstitutionDays || s.ToOn.Before(today) {
		return invalidField("to_on", "substitution_dates", nil)
	}
	if _, err := bounded("reason", s.Reason, "reason_required"); err != nil {
		return err
	}
	for _, o := range others {
		if o.ID == s.ID || o.State() == SubstitutionEnded || o.ToOn.Before(s.FromOn) || s.ToOn.Before(o.FromOn) {
			continue
		}
		switch {
		case o.Principal == s.Substitute:
			return fault.New(fault.Conflict, "substitution_chain", "%s has a substitute himself", s.Substitute).With("person", string(s.Substitute))
		case o.Substitute == s.Principal:
			return fault.New(fault.Conflict, "substitution_chain", "%s stands in himself", s.Principal).With("person", string(s.Principal))
		case o.Principal == s.Principal && (o.Process == s.Process || o.Process == "" || s.Process == ""):
			return fault.New(fault.Conflict, "substitution_overlaps", "%s has a substitute on these days", s.Principal).With("person", string(s.Principal))
		}
	}
	return nil
}

// Confirm lets it count. Nobody confirms what is about himself or what he
// asked for.
//
// Errors: conflict substitution_settled; forbidden duty_conflict.
func (s Substitution) Confirm(by PersonID, at time.Time) (Substitution, error) {
	if s.State() != SubstitutionAsked {
		return s, fault.New(fault.Conflict, "substitution_settled", "substitution %s is %s", s.ID, s.State())
	}
	if slices.Contains([]PersonID{s.Principal, s.Substitute, s.AskedBy}, by) {
		return s, fault.New(fault.Forbidden, "duty_conflict", "%s has a part in it", by).WithRule("duty:not-party")
	}
	s.ConfirmedBy, s.ConfirmedAt, s.Version = by, at, s.Version+1
	return s, nil
}

// End ends it at once, or withdraws what was asked.
//
// Error: conflict substitution_settled.
func (s Substitution) End(by PersonID, at time.Time) (Substitution, error) {
	if s.State() == SubstitutionEnded {
		return s, fault.New(fault.Conflict, "substitution_settled", "substitution %s is over", s.ID)
	}
	s.EndedBy, s.EndedAt, s.Version = by, at, s.Version+1
	return s, nil
}
