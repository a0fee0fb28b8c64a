package review

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/scoring"
)

// RollUp is what filings of a year come to, tied to what it was computed from
// (汇总). A later one follows it and never changes it.
type RollUp struct {
	ID         string
	ReceiverID string
	Year       int
	// Round counts the roll-ups of a book, from 1; the last one counts.
	Round int
	// Digest is the SHA-256 of Content, hex; Content is canonical JSON.
	Digest, Content string
	By              string
	At              time.Time
}

// Totals is the content of a roll-up (汇总内容): what was chosen, what it was
// computed from, and what that comes to.
type Totals struct {
	Receiver string `json:"receiver"`
	Year     int    `json:"year"`
	// Rates are the names of the figures whose amounts count as budget and as
	// spent; none counts that was not chosen.
	Rates      []string `json:"rates"`
	Sources    []Source `json:"sources"`
	Whole      Sum      `json:"whole"`
	Categories []Sum    `json:"categories"`
}

// Source is a filing that a roll-up was computed from (汇总来源). Amounts are
// yuan; "" is not stated.
type Source struct {
	Filing  string `json:"filing"`
	Number  string `json:"number"`
	Unit    string `json:"unit"`
	Version int    `json:"version"`
	// Digest is that of the manifest of the dossier, Sheet that of the table.
	Digest   string `json:"digest"`
	Sheet    string `json:"sheet"`
	Category string `json:"category"`
	// Rate names the figure that the amounts were read from; Unstated says why
	// there are none.
	Rate     string   `json:"rate"`
	Unstated Unstated `json:"unstated"`
	Budget   string   `json:"budget"`
	Executed string   `json:"executed"`
	Declared string   `json:"declared"`
	Computed string   `json:"computed"`
	Grade    string   `json:"grade"`
}

// Unstated is why a filing adds no amounts (未载明的原因).
type Unstated string

// The reasons.
const (
	UnstatedRate    Unstated = "rate"    // none of the figures chosen is in it
	UnstatedTwice   Unstated = "twice"   // several of them are, and nobody said which
	UnstatedMeasure Unstated = "measure" // it does not say in what it counts
	UnstatedTable   Unstated = "table"   // its table cannot be read
)

// UnstatedReasons lists all reasons.
func UnstatedReasons() []Unstated {
	return []Unstated{UnstatedRate, UnstatedTwice, UnstatedMeasure, UnstatedTable}
}

// Bounds of a roll-up.
const (
	MaxRolledUp = 5000
	maxRates    = 20
)

// RollUpID names a roll-up by the request that made it, so that the same
// request makes one.
func RollUpID(book Book, person, key string) string {
	sum := sha256.Sum256([]byte(book.Chain() + "\n" + person + "\n" + key))
	return "ru-" + hex.EncodeToString(sum[:12])
}

// RollUpOf computes what the accepted filings of a book come to. Category says
// of what kind a unit is, as the receiver sorts units; a unit without one is in
// none.
//
// Errors: conflict nothing_to_roll_up; invalid rates_invalid, category_invalid,
// roll_up_too_large.
func (b Book) RollUpOf(list []Statement, rates []string, category map[string]string) (Totals, error) {
	t := Totals{Receiver: b.ReceiverID, Year: b.Year, Rates: slices.Sorted(slices.Values(rates)), Sources: []Source{}}
	if wrong := checkRates(t.Rates); wrong != nil {
		return t, wrong
	}
	for _, s := range list {
		if !s.rollsUp() {
			continue
		}
		name := category[s.UnitID]
		if len(name) > maxName || strings.TrimSpace(name) != name {
			return t, field("category_invalid", "categories")
		}
		t.Sources = append(t.Sources, s.Source(t.Rates, name))
	}
	switch {
	case len(t.Sources) == 0:
		return t, fault.New(fault.Conflict, "nothing_to_roll_up", "no filing of %s has passed the form check", b.Chain())
	case len(t.Sources) > MaxRolledUp:
		return t, field("roll_up_too_large", "sources")
	}
	slices.SortFunc(t.Sources, func(a, b Source) int { return strings.Compare(a.Filing, b.Filing) })
	return t.addedUp(), nil
}

// rollsUp tells whether a filing counts: it passed, and is no reply to a notice.
func (f Filing) rollsUp() bool { return f.State == Accepted && f.Rectifies == "" }

func checkRates(sorted []string) error {
	if len(sorted) > maxRates || len(slices.Compact(slices.Clone(sorted))) != len(sorted) {
		return field("rates_invalid", "rates")
	}
	for _, name := range sorted {
		if strings.TrimSpace(name) == "" || len(name) > maxName {
			return field("rates_invalid", "rates")
		}
	}
	return nil
}

// Source is what one filing adds.
func (s Statement) Source(rates []string, category string) Source {
	out := Source{
		Filing: s.ID, Number: s.Number, Unit: s.UnitID, Version: s.Version, Digest: s.Digest, Sheet: s.SheetDigest, Category: category,
		Computed: s.Computed, Grade: s.DeclaredGrade,
	}
	if n, err := scoring.ParseNumber(s.DeclaredTotal); err == nil {
		out.Declared = n.Decimal().String()
	}
	var chosen []Rate
	for _, r := range s.Rates {
		if slices.Contains(rates, r.Name) {
			chosen = append(chosen, r)
		}
	}
	switch {
	case s.Unreadable:
		out.Unstated = UnstatedTable
	case len(chosen) == 0:
		out.Unstated = UnstatedRate
	case len(chosen) > 1:
		out.Unstated = UnstatedTwice
	case chosen[0].Budget == "":
		out.Rate, out.Unstated = chosen[0].Name, UnstatedMeasure
	default:
		out.Rate, out.Budget, out.Executed = chosen[0].Name, chosen[0].Budget, chosen[0].Executed
	}
	return out
}

// Canonical gives the content of a roll-up and its digest.
func (t Totals) Canonical() (content, digest string, err error) {
	text, err := journal.Canonical(t)
	return string(text), TextDigest(string(text)), err
}

// ReadTotals reads the content of a roll-up. Fault: internal event_unreadable.
func ReadTotals(content string) (Totals, error) {
	var t Totals
	if err := json.Unmarshal([]byte(content), &t); err != nil {
		return t, fault.Wrap(err, fault.Internal, "event_unreadable", "read a roll-up")
	}
	return t, nil
}

// RollUp makes the next roll-up of a book. Seen is the digest of what the
// person looked at: if anything has moved since, nothing is made. What the last
// one says already is that one, known is then true, whatever has moved since.
//
// Errors: conflict roll_up_moved; those of RollUpOf.
func (now *Situation) RollUp(b Book, id, by, seen string, rates []string, category map[string]string) (r RollUp, known bool, err error) {
	for _, made := range now.RollUps {
		if made.ID == id {
			return made, true, nil
		}
	}
	if n := len(now.RollUps); n > 0 && now.RollUps[n-1].Digest == seen {
		return now.RollUps[n-1], true, nil
	}
	t, err := b.RollUpOf(now.Statements, rates, category)
	if err != nil {
		return r, false, err
	}
	content, digest, err := t.Canonical()
	if err != nil {
		return r, false, err
	}
	if digest != seen {
		return r, false, fault.New(fault.Conflict, "roll_up_moved", "%.16s was seen, it is %.16s", seen, digest).With("digest", digest)
	}
	return RollUp{
		ID: id, ReceiverID: b.ReceiverID, Year: b.Year, Round: len(now.RollUps) + 1, Digest: digest, Content: content, By: by, At: now.Now,
	}, false, nil
}
