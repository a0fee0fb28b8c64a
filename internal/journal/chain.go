package journal

import (
	"crypto/sha256"
	"strings"
	"time"
	"unicode/utf8"

	"jiheng/internal/fault"
)

// Head is the end of a chain (链头): the last entry's number, hash and time. A
// head written down somewhere proves the chain up to it.
type Head struct {
	EvaluationID string    `json:"evaluation_id"`
	Seq          int64     `json:"seq"`
	Hash         Digest    `json:"hash"`
	At           time.Time `json:"at"`
}

// Genesis is the head of an evaluation's chain before its first entry.
func Genesis(evaluationID string) Head {
	buf := appendFrame(nil, genesisDomain)
	buf = appendFrame(buf, evaluationID)
	return Head{EvaluationID: evaluationID, Hash: sha256.Sum256(buf)}
}

// Append puts e behind head and gives the finished entry and the new head.
// It sets EvaluationID, Seq, PrevHash and Hash, truncates At to the
// microsecond in UTC and lifts it to the time of the head if it is earlier,
// and brings Data into canonical form; no data becomes {}.
//
// Faults: invalid for text that cannot be stored (text_not_utf8, text_has_nul,
// with the field) and for Data as Canonicalize says or that is no object
// (data_not_object); internal for mistakes of the program: an entry of another
// evaluation (journal_wrong_evaluation), without type or time
// (journal_entry_incomplete).
func Append(head Head, e Entry) (Entry, Head, error) {
	if err := head.accepts(&e); err != nil {
		return Entry{}, head, err
	}
	data, err := canonicalObject(e.Data)
	if err != nil {
		return Entry{}, head, err
	}
	e.Data = data
	e.EvaluationID = head.EvaluationID
	e.Seq = head.Seq + 1
	e.At = e.At.UTC().Truncate(time.Microsecond)
	if e.At.Before(head.At) {
		e.At = head.At.UTC()
	}
	e.PrevHash = head.Hash
	e.Hash = Sum(&e)
	return e, e.head(), nil
}

// head is what the chain ends in when e is its last entry.
func (e *Entry) head() Head {
	return Head{EvaluationID: e.EvaluationID, Seq: e.Seq, Hash: e.Hash, At: e.At}
}

func (h Head) accepts(e *Entry) error {
	switch {
	case e.EvaluationID != "" && e.EvaluationID != h.EvaluationID:
		return fault.New(fault.Internal, "journal_wrong_evaluation", "entry of %s behind the head of %s", e.EvaluationID, h.EvaluationID)
	case h.EvaluationID == "" || e.Type == "" || e.At.IsZero():
		return fault.New(fault.Internal, "journal_entry_incomplete", "an entry needs evaluation, type and time")
	}
	for _, text := range []struct{ name, value string }{
		{"evaluation_id", h.EvaluationID},
		{"type", e.Type},
		{"actor_id", e.ActorID},
		{"on_behalf_of", e.OnBehalfOf},
		{"task_id", e.TaskID},
		{"item_id", e.ItemID},
		{"stage_id", e.StageID},
		{"rule", e.Rule},
		{"policy_version", e.PolicyVersion},
		{"request_id", e.RequestID},
		{"client_address", e.ClientAddress},
	} {
		reason := unstorable(text.value)
		if reason != "" {
			return fault.New(fault.Invalid, reason, "journal field %s", text.name).
				WithFields(fault.Field{Name: text.name, Reason: reason})
		}
	}
	return nil
}

// unstorable gives the reason why PostgreSQL could not give a text back.
func unstorable(text string) string {
	switch {
	case !utf8.ValidString(text):
		return "text_not_utf8"
	case strings.Contains(text, "\x00"):
		return "text_has_nul"
	}
	return ""
}

func canonicalObject(data []byte) ([]byte, error) {
	if len(data) == 0 {
		return []byte("{}"), nil
	}
	data, err := Canonicalize(data)
	if err != nil {
		return nil, err
	}
	if data[0] != '{' {
		return nil, fault.New(fault.Invalid, "data_not_object", "the data of an entry is a JSON object")
	}
	return data, nil
}
