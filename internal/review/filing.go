package review

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/fault"
)

// Book is the work of one receiver in one year (收件台账).
type Book struct {
	ReceiverID string
	Year       int
}

// Chain names the journal of a book.
func (b Book) Chain() string { return bookChain + b.ReceiverID + ":" + strconv.Itoa(b.Year) }

const bookChain = "review:"

// BookOf gives receiver and year of the book that a chain is of; ok is false
// for any other chain.
func BookOf(chain string) (book string, ok bool) { return strings.CutPrefix(chain, bookChain) }

// Number writes the number of a filing, counted within the book.
func (b Book) Number(n int) string {
	return strconv.Itoa(b.Year) + "-" + strings.Repeat("0", max(0, 5-len(strconv.Itoa(n)))) + strconv.Itoa(n)
}

// State is where a filing stands with its receiver (收件状态).
type State string

// The states of a filing.
const (
	// Arrived: it is here, and nobody has acknowledged it yet.
	Arrived State = "arrived"
	// Received: a receipt was given; it waits for the form check.
	Received State = "received"
	// Accepted: it passed the form check.
	Accepted State = "accepted"
	// Returned: it was sent back with reasons.
	Returned State = "returned"
	// Superseded: a later version took its place.
	Superseded State = "superseded"
)

// States lists all states.
func States() []State { return []State{Arrived, Received, Accepted, Returned, Superseded} }

// Channel is how a filing came (报送渠道).
type Channel string

// The channels.
const (
	ChannelLocal    Channel = "local"    // both sides work in this installation
	ChannelExchange Channel = "exchange" // over HTTP from another one
	ChannelFile     Channel = "file"     // carried as a file
)

// Channels lists all channels.
func Channels() []Channel { return []Channel{ChannelLocal, ChannelExchange, ChannelFile} }

// Filing is a dossier as its receiver has it (收件).
type Filing struct {
	ID         string
	Number     string
	ReceiverID string
	UnitID     string
	// EvaluationID is the sender's own name for it.
	EvaluationID string
	Year         int
	Title        string
	Version      int
	Supersedes   string
	Digest       string
	Package      string
	Size         int64

	DeclaredTotal string
	DeclaredGrade string
	// Rectifies is the notice that it is the reply to, "" for a self-evaluation.
	Rectifies string
	// Sheet is the score table as the unit declared it, null without one.
	Sheet json.RawMessage

	Channel   Channel
	FiledAt   time.Time
	ArrivedAt time.Time
	// Envelope, Receipt and Notice are signed; "" where both sides work here.
	Envelope, Receipt, Notice string

	State      State
	ReceivedAt time.Time
	DecidedBy  string
	DecidedAt  time.Time
	Reasons    []string
	FormCheck  []CheckPoint
	// RowVersion counts the changes of the row, for If-Match.
	RowVersion int64
}

// Book is the book it belongs to.
func (f Filing) Book() Book { return Book{f.ReceiverID, f.Year} }

// FilingID names a filing by what it is, so that the same one is always the
// same row, however often it comes.
func FilingID(receiver, unit, evaluation string, version int) string {
	sum := sha256.Sum256([]byte(receiver + "\n" + unit + "\n" + evaluation + "\n" + strconv.Itoa(version)))
	return "rf-" + hex.EncodeToString(sum[:12])
}

// CheckPoint is one question of the form check (形式审核项).
type CheckPoint struct {
	Name   string `json:"name"`
	Passed bool   `json:"passed"`
	Remark string `json:"remark,omitempty"`
}

// Arrive decides what becomes of a filing that comes in, given all those of
// the same evaluation that are here. One that is here already is given back,
// known is then true.
//
// Errors: conflict filing_differs (another dossier under the same version),
// filing_stale (a later version is here), filing_not_linked (it does not
// replace the one that is here).
func Arrive(in Filing, here []Filing) (out Filing, superseded *Filing, known bool, err error) {
	var last *Filing
	for i := range here {
		h := &here[i]
		if h.Version == in.Version {
			if h.Digest != in.Digest || h.Package != in.Package {
				return in, nil, false, refused("filing_differs", in, h)
			}
			return *h, nil, true, nil
		}
		if last == nil || h.Version > last.Version {
			last = h
		}
	}
	switch {
	case last != nil && last.Version > in.Version:
		return in, nil, false, refused("filing_stale", in, last)
	case last == nil && in.Version > 1, last != nil && (last.Version != in.Version-1 || last.Digest != in.Supersedes):
		return in, nil, false, refused("filing_not_linked", in, last)
	}
	if last != nil && last.State != Superseded {
		s := *last
		s.State, s.RowVersion = Superseded, s.RowVersion+1
		superseded = &s
	}
	in.RowVersion = 1
	return in, superseded, false, nil
}

// Enter is Arrive with the rows that it changes and the events that say so; a
// filing that is here already makes none. Key is the id of the key that signed
// it, "" for one of this installation.
func Enter(in Filing, here []Filing, key string) ([]Filing, []Event, error) {
	out, superseded, known, err := Arrive(in, here)
	if err != nil || known {
		return nil, nil, err
	}
	var rows []Filing
	var events []Event
	if superseded != nil {
		rows, events = append(rows, *superseded), append(events, FilingSuperseded{Filing: superseded.ID, By: out.ID})
	}
	return append(rows, out), append(events, FilingArrived{
		Filing: out.ID, Number: out.Number, Unit: out.UnitID, Evaluation: out.EvaluationID, Version: out.Version,
		Supersedes: out.Supersedes, Digest: out.Digest, Package: out.Package, Channel: out.Channel, KeyID: key,
		Record: out.record(),
	}), nil
}

func refused(reason string, in Filing, here *Filing) error {
	f := fault.New(fault.Conflict, reason, "version %d %.16s of %s", in.Version, in.Digest, in.EvaluationID).
		With("version", strconv.Itoa(in.Version))
	if here != nil {
		_ = f.With("here", strconv.Itoa(here.Version)).With("digest", here.Digest[:min(16, len(here.Digest))])
	}
	return f
}

// Receive acknowledges it (签收).
func (f Filing) Receive(at time.Time) (Filing, error) {
	if f.State != Arrived {
		return f, f.settled()
	}
	f.State, f.ReceivedAt, f.RowVersion = Received, at, f.RowVersion+1
	return f, nil
}

// Accept ends the form check: every point must have been passed (审核通过).
//
// Errors: invalid form_check_empty, form_check_failed; conflict filing_settled.
func (f Filing) Accept(by string, points []CheckPoint, at time.Time) (Filing, error) {
	if f.State != Received {
		return f, f.settled()
	}
	if wrong := checkPoints(points); wrong != nil {
		return f, wrong
	}
	for i, p := range points {
		if !p.Passed {
			return f, fault.New(fault.Invalid, "form_check_failed", "%s was not passed", p.Name).
				WithFields(fault.Field{Name: "form_check." + strconv.Itoa(i), Reason: "form_check_failed"})
		}
	}
	f.State, f.DecidedBy, f.DecidedAt, f.FormCheck, f.RowVersion = Accepted, by, at, points, f.RowVersion+1
	return f, nil
}

// SendBack returns it with reasons (退回). What was accepted can still be
// returned, as when the review finds what the form check could not.
//
// Errors: invalid reason_required, text_too_long; conflict filing_settled.
func (f Filing) SendBack(by string, reasons []string, points []CheckPoint, at time.Time) (Filing, error) {
	if f.State != Received && f.State != Accepted {
		return f, f.settled()
	}
	if err := checkReasons(reasons); err != nil {
		return f, err
	}
	f.State, f.DecidedBy, f.DecidedAt, f.Reasons, f.RowVersion = Returned, by, at, reasons, f.RowVersion+1
	if len(points) > 0 {
		f.FormCheck = points
	}
	return f, nil
}

func (f Filing) settled() error {
	return fault.New(fault.Conflict, "filing_settled", "filing %s is %s", f.ID, f.State).
		With("state", string(f.State)).With("by", f.DecidedBy)
}

// Bounds on what people type.
const (
	maxPoints  = 50
	maxName    = 300
	maxReason  = 4000
	maxReasons = 200
)

func checkPoints(points []CheckPoint) error {
	if len(points) == 0 || len(points) > maxPoints {
		return fault.New(fault.Invalid, "form_check_empty", "%d points", len(points)).
			WithFields(fault.Field{Name: "form_check", Reason: "form_check_empty"})
	}
	for i, p := range points {
		if strings.TrimSpace(p.Name) == "" || len(p.Name) > maxName || len(p.Remark) > maxReason {
			return fault.New(fault.Invalid, "text_too_long", "point %d", i).
				WithFields(fault.Field{Name: "form_check." + strconv.Itoa(i), Reason: "text_too_long"})
		}
	}
	return nil
}

func checkReasons(reasons []string) error {
	if len(reasons) == 0 || len(reasons) > maxReasons {
		return fault.New(fault.Invalid, "reason_required", "%d reasons", len(reasons)).
			WithFields(fault.Field{Name: "reasons", Reason: "reason_required"})
	}
	for i, r := range reasons {
		reason := ""
		switch {
		case strings.TrimSpace(r) == "":
			reason = "reason_required"
		case len(r) > maxReason:
			reason = "text_too_long"
		default:
			continue
		}
		return fault.New(fault.Invalid, reason, "reason %d", i).
			WithFields(fault.Field{Name: "reasons." + strconv.Itoa(i), Reason: reason})
	}
	return nil
}
