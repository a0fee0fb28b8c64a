package review

import (
	"time"

	"jiheng/internal/evaluation"
)

// Request is who wants something of which book (复核请求). Filing or Draw
// names what it is about, if it is there; Arriving names a filing that is not.
type Request struct {
	Book   Book
	Filing string
	Draw   string
	// RollUp asks for what the filings of the book state.
	RollUp bool
	// Notice names a notice of rectification that it is about.
	Notice        string
	Arriving      *Filing
	Actor         evaluation.PersonID
	RequestID     string
	ClientAddress string
	// IfVersion is the row's version that the actor has seen; 0 is unchecked.
	IfVersion int64
}

// Situation is what a decision about a book is made from.
type Situation struct {
	Now    time.Time
	Filing *Filing
	// Versions are all filings of the same evaluation, Opinions those on Filing.
	Versions []Filing
	Opinions []Opinion
	// Gaps are the gaps that were settled on Filing, the earliest first; Drawn
	// tells whether a draw picked it.
	Gaps   []Gap
	Drawn  bool
	Draw   *Draw
	Notice *Notice
	// RollUps are those of the book, the earliest first, and Statements what the
	// filings that passed the form check state.
	RollUps    []RollUp
	Statements []Statement
	// Number is that of the next filing.
	Number string
}

// Change is a decision about a book: rows as they are afterwards, of
// which those at version 1 are new, and the events that say so.
type Change struct {
	Filings []Filing
	Opinion *Opinion
	Gap     *Gap
	Draw    *Draw
	Notice  *Notice
	RollUp  *RollUp
	Events  []Event
	// Rule and PolicyVersion say what allowed it.
	Rule, PolicyVersion string
}

// SenderKey is a key whose signature counts for a unit (报送单位公钥).
type SenderKey struct {
	KeyID     string
	UnitID    string
	Algorithm string
	PublicKey string // PEM
	AddedAt   time.Time
	AddedBy   string
}
