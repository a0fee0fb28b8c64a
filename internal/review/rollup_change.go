package review

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"jiheng/internal/journal"
)

// RollUpChange is a filing that a roll-up does not stand on any more, or does
// not stand on yet (汇总以后的变动).
type RollUpChange struct {
	Kind    ChangeKind
	Filing  Filing
	Replace *Filing // the later version, where it was superseded
	By      string
	At      time.Time
}

// ChangeKind is what became of a filing (变动种类).
type ChangeKind string

// The kinds of changes.
const (
	ChangeReturned   ChangeKind = "returned"   // it was sent back
	ChangeSuperseded ChangeKind = "superseded" // a later version took its place
	ChangeAdded      ChangeKind = "added"      // it passed the form check since
)

// ChangesSince tells in what the filings of a book differ from what a roll-up
// was computed from; without any it stands. Nobody types that it is stale.
func (t Totals) ChangesSince(filings []Filing) []RollUpChange {
	var out []RollUpChange
	known := map[string]bool{}
	for _, s := range t.Sources {
		known[s.Filing] = true
	}
	for _, f := range filings {
		switch {
		case f.rollsUp() && !known[f.ID]:
			out = append(out, RollUpChange{Kind: ChangeAdded, Filing: f, By: f.DecidedBy, At: f.DecidedAt})
		case known[f.ID] && f.State == Superseded:
			c := RollUpChange{Kind: ChangeSuperseded, Filing: f}
			if i := slices.IndexFunc(filings, f.followedBy); i >= 0 {
				c.Replace, c.At = &filings[i], filings[i].ArrivedAt
			}
			out = append(out, c)
		case known[f.ID] && !f.rollsUp():
			out = append(out, RollUpChange{Kind: ChangeReturned, Filing: f, By: f.DecidedBy, At: f.DecidedAt})
		}
	}
	slices.SortStableFunc(out, func(a, b RollUpChange) int { return a.At.Compare(b.At) })
	return out
}

func (f Filing) followedBy(next Filing) bool {
	return next.UnitID == f.UnitID && next.EvaluationID == f.EvaluationID && next.Version == f.Version+1
}

// FilingsRolledUp is a roll-up that was made (汇总).
type FilingsRolledUp struct {
	RollUp  string          `json:"roll_up"`
	Round   int             `json:"round"`
	Digest  string          `json:"digest"`
	Content json.RawMessage `json:"content"`
}

// Type names the event.
func (FilingsRolledUp) Type() string { return "filings_rolled_up" }

// Made is the event that says so.
func (r RollUp) Made() FilingsRolledUp {
	return FilingsRolledUp{RollUp: r.ID, Round: r.Round, Digest: r.Digest, Content: json.RawMessage(r.Content)}
}

// rolledUp folds a roll-up: the next of its book, on exactly the filings that
// had passed by then, and adding up.
func (l *Ledger) rolledUp(e journal.Entry, v *FilingsRolledUp) error {
	t, err := ReadTotals(string(v.Content))
	if err != nil {
		return err
	}
	content, digest, err := t.addedUp().Canonical()
	if err != nil || content != string(v.Content) || digest != v.Digest || v.Round != len(l.RollUps)+1 || !l.standsOn(t) {
		return unfit(e)
	}
	l.RollUps = append(l.RollUps, RollUp{
		ID: v.RollUp, ReceiverID: l.Book.ReceiverID, Year: l.Book.Year, Round: v.Round, Digest: v.Digest, Content: content, By: e.ActorID, At: e.At,
	})
	return nil
}

// standsOn tells whether the sources are the filings that had passed by then,
// as the journal has them.
func (l *Ledger) standsOn(t Totals) bool {
	var passed []Entered
	for _, f := range l.Filings {
		if f.rollsUp() {
			passed = append(passed, f)
		}
	}
	slices.SortFunc(passed, func(a, b Entered) int { return strings.Compare(a.ID, b.ID) })
	if t.Receiver != l.Book.ReceiverID || t.Year != l.Book.Year {
		return false
	}
	return slices.EqualFunc(t.Sources, passed, func(s Source, f Entered) bool {
		want := Statement{Filing: f.Filing}.Source(nil, "")
		known := f.Record == nil || s.Sheet == f.Record.Sheet && s.Declared == want.Declared && s.Grade == want.Grade
		return known && s.Filing == f.ID && s.Number == f.Number && s.Unit == f.UnitID && s.Version == f.Version && s.Digest == f.Digest
	})
}
