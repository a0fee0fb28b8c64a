package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"
)

const (
	genesisDomain = "jiheng/journal/genesis/v1"
	entryDomain   = "jiheng/journal/entry/v1"
)

// Entry is one line of the journal (流水): an event of one evaluation with who,
// when, under which rule and from where. Refused attempts are entries too.
type Entry struct {
	EvaluationID string `json:"evaluation_id"`
	// Seq is 1 for the first entry of its evaluation, without gaps.
	Seq int64 `json:"seq"`
	// At is UTC, to the microsecond, which is what PostgreSQL keeps.
	At   time.Time `json:"at"`
	Type string    `json:"type"`

	ActorID string `json:"actor_id,omitempty"`
	// OnBehalfOf is the person a substitute acted for.
	OnBehalfOf string `json:"on_behalf_of,omitempty"`
	TaskID     string `json:"task_id,omitempty"`
	ItemID     string `json:"item_id,omitempty"`
	StageID    string `json:"stage_id,omitempty"`
	// Rule is the rule that allowed or refused.
	Rule string `json:"rule,omitempty"`
	// PolicyVersion is the state of the policy the rule was read from.
	PolicyVersion string `json:"policy_version,omitempty"`
	RequestID     string `json:"request_id,omitempty"`
	ClientAddress string `json:"client_address,omitempty"`

	// Data is the event itself, a canonical JSON object.
	Data json.RawMessage `json:"data"`

	PrevHash Digest `json:"prev_hash"`
	Hash     Digest `json:"hash"`
}

// UnmarshalJSON reads an entry and brings its data into canonical form again,
// because encoders change spaces, escapes and order. It is not for workflow code.
func (e *Entry) UnmarshalJSON(text []byte) error {
	type plain Entry
	var p plain
	if err := json.Unmarshal(text, &p); err != nil {
		return fmt.Errorf("read journal entry: %w", err)
	}
	data, err := Canonicalize(p.Data)
	if err != nil {
		return fmt.Errorf("read data of journal entry %d: %w", p.Seq, err)
	}
	p.Data, p.At = data, p.At.UTC()
	*e = Entry(p)
	return nil
}

// Sum computes the hash of an entry from all its other fields, as the package
// comment lays it out. It does not look at e.Hash.
func Sum(e *Entry) Digest {
	sum, _ := sumInto(nil, e)
	return sum
}

// sumInto is Sum with a buffer to use again; it gives the buffer back.
func sumInto(buf []byte, e *Entry) (Digest, []byte) {
	buf = appendFrame(buf[:0], entryDomain)
	buf = appendFrame(buf, e.PrevHash[:])
	buf = appendFrame(buf, e.EvaluationID)
	buf = appendNumber(buf, e.Seq)
	buf = appendNumber(buf, e.At.UnixMicro())
	buf = appendFrame(buf, e.Type)
	buf = appendFrame(buf, e.ActorID)
	buf = appendFrame(buf, e.OnBehalfOf)
	buf = appendFrame(buf, e.TaskID)
	buf = appendFrame(buf, e.ItemID)
	buf = appendFrame(buf, e.StageID)
	buf = appendFrame(buf, e.Rule)
	buf = appendFrame(buf, e.PolicyVersion)
	buf = appendFrame(buf, e.RequestID)
	buf = appendFrame(buf, e.ClientAddress)
	buf = appendFrame(buf, e.Data)
	return sha256.Sum256(buf), buf
}

func appendFrame[T string | []byte | json.RawMessage](buf []byte, x T) []byte {
	buf = binary.BigEndian.AppendUint64(buf, uint64(len(x)))
	return append(buf, x...)
}

func appendNumber(buf []byte, n int64) []byte {
	buf = binary.BigEndian.AppendUint64(buf, 8)
	return binary.BigEndian.AppendUint64(buf, uint64(n)) //nolint:gosec // two's complement is the layout
}
