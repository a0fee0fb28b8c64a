package filing

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"time"

	"jiheng/internal/document"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/signing"
)

// The types of what is signed; see signing.Envelope.
const (
	TypeManifest = "jiheng/filing/v1"
	TypeReceipt  = "jiheng/filing-receipt/v1"
	TypeReturn   = "jiheng/filing-return/v1"
	TypeQuery    = "jiheng/filing-query/v1"
	TypeNotice   = "jiheng/rectification-notice/v1"
	TypeOutcome  = "jiheng/rectification-outcome/v1"
)

// Bounds of what is exchanged, in bytes.
const (
	// MaxPackage bounds the package of a dossier.
	MaxPackage = 2 << 30
	// MaxManifest bounds the line before it.
	MaxManifest = 3 << 20
	maxWord     = 300
	maxReason   = 4000
	// MaxReasons bounds the reasons of one return.
	MaxReasons = 200
)

// Manifest is what a unit signs when it files (报送清单).
type Manifest struct {
	EvaluationID string `json:"evaluation_id"`
	// UnitID and ReceiverID are known under the same ids on both sides.
	UnitID     string `json:"unit_id"`
	Unit       string `json:"unit"`
	ReceiverID string `json:"receiver_id"`
	Title      string `json:"title"`
	Year       int    `json:"year"`
	// Version counts the filings of the evaluation, from 1; Supersedes is the
	// digest of the one before, "" for the first.
	Version    int    `json:"version"`
	Supersedes string `json:"supersedes"`
	// Digest is that of the sealed dossier, Package the SHA-256 of its ZIP and
	// Size its length in bytes.
	Digest  string    `json:"digest"`
	Package string    `json:"package"`
	Size    int64     `json:"size"`
	FiledAt time.Time `json:"filed_at"`
	// DeclaredTotal and DeclaredGrade repeat what the unit declared; Sheet is
	// its score table as the contract of the API spells it, null without one.
	DeclaredTotal string          `json:"declared_total"`
	DeclaredGrade string          `json:"declared_grade"`
	Sheet         json.RawMessage `json:"sheet"`
	// Rectifies says which notice it is the reply to; nil for a self-evaluation.
	Rectifies *Rectifies `json:"rectifies,omitempty"`
}

// Receipt is what a bureau signs when it has a filing (回执).
type Receipt struct {
	Number       string    `json:"number"`
	EvaluationID string    `json:"evaluation_id"`
	UnitID       string    `json:"unit_id"`
	ReceiverID   string    `json:"receiver_id"`
	Version      int       `json:"version"`
	Digest       string    `json:"digest"`
	ReceivedAt   time.Time `json:"received_at"`
}

// Return is what a bureau signs when it sends a filing back (退回通知).
type Return struct {
	Number       string    `json:"number"` // of the receipt
	EvaluationID string    `json:"evaluation_id"`
	UnitID       string    `json:"unit_id"`
	ReceiverID   string    `json:"receiver_id"`
	Version      int       `json:"version"`
	Digest       string    `json:"digest"`
	Reasons      []string  `json:"reasons"`
	ReturnedAt   time.Time `json:"returned_at"`
}

// Query is how a unit asks what has become of a filing (查询).
type Query struct {
	EvaluationID string    `json:"evaluation_id"`
	UnitID       string    `json:"unit_id"`
	ReceiverID   string    `json:"receiver_id"`
	Version      int       `json:"version"`
	Digest       string    `json:"digest"`
	AskedAt      time.Time `json:"asked_at"`
	// Taken are the notices of rectification that began an evaluation.
	Taken []evaluation.NoticeTaken `json:"taken,omitempty"`
}

// Sealed is a payload of this package.
type Sealed interface {
	Manifest | Receipt | Return | Query | Notice | LookBack
}

// Sign puts a payload into an envelope.
func Sign[P Sealed](s signing.Signer, p P) (signing.Envelope, error) {
	payload, err := json.Marshal(p)
	if err != nil {
		return signing.Envelope{}, fault.Wrap(err, fault.Internal, "filing_not_signed", "encode a %T", p)
	}
	return signing.Seal(s, typeOf(p), payload)
}

// Open gives what an envelope holds, if it was signed with the key.
// Faults: those of signing; invalid filing_unreadable, with Fields.
func Open[P Sealed](e signing.Envelope, v signing.Verifier) (P, error) {
	var p P
	payload, err := e.Open(v, typeOf(p))
	if err != nil {
		return p, err
	}
	return read[P](payload)
}

// Claimed gives what an envelope says of itself before its signature has been
// checked: enough to find out whose key to check it with, and no more.
// Fault: invalid filing_unreadable.
func Claimed[P Sealed](e signing.Envelope) (P, error) {
	var p P
	if e.Type != typeOf(p) {
		return p, fault.New(fault.Invalid, "envelope_type", "the envelope holds %.40q, not %q", e.Type, typeOf(p))
	}
	return read[P](e.Payload)
}

func typeOf(p any) string {
	switch p.(type) {
	case Receipt:
		return TypeReceipt
	case Return:
		return TypeReturn
	case Query:
		return TypeQuery
	case Notice:
		return TypeNotice
	case LookBack:
		return TypeOutcome
	}
	return TypeManifest
}

func read[P Sealed](payload []byte) (P, error) {
	var p P
	d := json.NewDecoder(bytes.NewReader(payload))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return p, unreadable(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return p, unreadable(nil)
	}
	if wrong := check(any(p)); len(wrong) > 0 {
		return p, unreadable(nil).WithFields(wrong...)
	}
	return p, nil
}

func unreadable(err error) *fault.Error {
	return fault.Wrap(err, fault.Invalid, "filing_unreadable", "no filing, receipt or notice")
}

func check(p any) []fault.Field {
	var w wrong
	switch v := p.(type) {
	case Manifest:
		w.about(v.EvaluationID, v.UnitID, v.ReceiverID, v.Version, v.Digest)
		w.unless(word(v.Unit), "unit")
		w.unless(word(v.Title), "title")
		w.unless(v.Year >= 2000 && v.Year <= 2100, "year")
		w.unless(document.IsSHA256(v.Package), "package")
		w.unless(v.Size > 0 && v.Size <= MaxPackage, "size")
		w.unless(!v.FiledAt.IsZero(), "filed_at")
		w.unless((v.Version == 1) == (v.Supersedes == "") && (v.Supersedes == "" || document.IsSHA256(v.Supersedes)), "supersedes")
		w.unless(v.Rectifies.sound(), "rectifies")
		w.unless(len(v.DeclaredTotal) <= maxWord && len(v.DeclaredGrade) <= maxWord, "declared_total")
	case Receipt:
		w.about(v.EvaluationID, v.UnitID, v.ReceiverID, v.Version, v.Digest)
		w.unless(word(v.Number), "number")
		w.unless(!v.ReceivedAt.IsZero(), "received_at")
	case Return:
		w.about(v.EvaluationID, v.UnitID, v.ReceiverID, v.Version, v.Digest)
		w.unless(word(v.Number), "number")
		w.unless(!v.ReturnedAt.IsZero(), "returned_at")
		w.unless(Reasons(v.Reasons), "reasons")
	case Query:
		w.about(v.EvaluationID, v.UnitID, v.ReceiverID, v.Version, v.Digest)
		w.unless(!v.AskedAt.IsZero(), "asked_at")
		w.unless(len(v.Taken) <= maxNotices, "taken")
	case Notice:
		w.about(v.EvaluationID, v.UnitID, v.ReceiverID, v.Version, v.Digest)
		v.wrong(&w)
	case LookBack:
		w.about(v.EvaluationID, v.UnitID, v.ReceiverID, v.Version, v.Digest)
		v.wrong(&w)
	}
	return w
}

// Reasons tells whether these can be the reasons of a return.
func Reasons(list []string) bool {
	for _, r := range list {
		if r == "" || len(r) > maxReason {
			return false
		}
	}
	return len(list) > 0 && len(list) <= MaxReasons
}

type wrong []fault.Field

func (w *wrong) unless(right bool, name string) {
	if !right {
		*w = append(*w, fault.Field{Name: name, Reason: "filing_unreadable"})
	}
}

func (w *wrong) about(evaluation, unit, receiver string, version int, digest string) {
	w.unless(word(evaluation), "evaluation_id")
	w.unless(word(unit), "unit_id")
	w.unless(word(receiver), "receiver_id")
	w.unless(version >= 1 && version <= 1000, "version")
	w.unless(document.IsSHA256(digest), "digest")
}

func word(text string) bool { return text != "" && len(text) <= maxWord }
