package review

import (
	"time"

	"jiheng/internal/calendar"
)

// Summary is a filing as the receiver's list shows it (收件概要).
type Summary struct {
	Filing
	UnitName string
	// Late is true when it arrived after the day it was due.
	Late bool
	// Drawn is true when a draw picked it; FinanceTotal is what the bureau gave
	// it last, "" while it gave nothing.
	Drawn           bool
	DepartmentTotal string
	FinanceTotal    string
	// Gap is what was settled last of the review gap, nil without any.
	Gap *GapStanding
}

// GapStanding is a settled gap as a list shows it (分差扣分).
type GapStanding struct {
	Deducted string
	// After is the review less the deduction, "" where the scheme does not take
	// it off the review.
	After         string
	Scheme        string
	SchemeVersion int
	// Outdated is true when the bureau has given another opinion since.
	Outdated bool
}

// Filter narrows the list; empty parts do not.
type Filter struct {
	Receivers []string
	// Units are those whose filings may be seen whoever received them.
	Units []string
	Year  int
	Unit  string
	State State
	// Text is somewhere in the name of the unit, the number or the title.
	Text string
}

// Page is a page of filings, the latest first.
type Page struct {
	Filings    []Summary
	NextCursor string
}

// Standing is where a unit stands with its duty (报送情况).
type Standing string

// The standings.
const (
	StandingMissing Standing = "missing" // nothing has come
	// StandingUnlisted is of a unit that filed though no list says it has to.
	StandingUnlisted Standing = "unlisted"
	StandingFiled    Standing = "filed"    // it came in time
	StandingLate     Standing = "late"     // it came after the day
	StandingReturned Standing = "returned" // it was sent back, and nothing has come since
)

// UnitFilter narrows the table of completeness; empty parts do not.
type UnitFilter struct {
	Standing Standing
	// Text is somewhere in the name of the unit or its id.
	Text string
}

// Completeness is one unit of the table of completeness.
type Completeness struct {
	UnitID, UnitName string
	DueOn            calendar.Date // zero where it is unlisted
	Standing         Standing
	// Overdue is true when the day has passed and nothing that stands is here.
	Overdue   bool
	FilingID  string
	Number    string
	ArrivedAt time.Time
	State     State
}

// CompletenessPage is a page of the table with the counts over all units.
type CompletenessPage struct {
	Units      []Completeness
	Counts     map[Standing]int
	Total      int
	Overdue    int
	NextCursor string
}
