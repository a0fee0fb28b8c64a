package signing

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"

	"jiheng/internal/fault"
)

// MaxEnvelope bounds an envelope as it is read, in bytes.
const MaxEnvelope = 4 << 20

const domain = "jiheng/signature/v1"

// Envelope is something signed (签名信封): what it is, by which key, and the
// very bytes. See the package comment.
type Envelope struct {
	Type      string    `json:"type"`
	Algorithm Algorithm `json:"algorithm"`
	KeyID     string    `json:"key_id"`
	Payload   []byte    `json:"payload"`   // base64 in JSON
	Signature []byte    `json:"signature"` // base64 in JSON
}

// Seal signs a payload as something of a type.
func Seal(s Signer, kind string, payload []byte) (Envelope, error) {
	e := Envelope{Type: kind, Algorithm: s.Algorithm(), KeyID: s.KeyID(), Payload: payload}
	signature, err := s.Sign(e.message())
	e.Signature = signature
	return e, err
}

// Open gives the payload of an envelope of a type, if it was signed with the
// key.
// Faults: invalid envelope_type, envelope_key (signed with another key or
// algorithm), envelope_forged (the signature does not fit).
func (e Envelope) Open(v Verifier, kind string) ([]byte, error) {
	switch {
	case e.Type != kind:
		return nil, fault.New(fault.Invalid, "envelope_type", "the envelope holds %.40q, not %q", e.Type, kind)
	case e.Algorithm != v.Algorithm() || e.KeyID != v.KeyID():
		return nil, fault.New(fault.Invalid, "envelope_key", "signed with key %.16s (%.10s), not %.16s", e.KeyID, e.Algorithm, v.KeyID()).
			With("key", short(e.KeyID)).With("expected", short(v.KeyID()))
	case !v.Verifies(e.message(), e.Signature):
		return nil, fault.New(fault.Invalid, "envelope_forged", "the signature does not fit")
	}
	return e.Payload, nil
}

// short is enough of a key's id for people to compare.
func short(id string) string { return id[:min(16, len(id))] }

func (e Envelope) message() []byte {
	var out []byte
	for _, part := range [][]byte{[]byte(domain), []byte(e.Type), []byte(e.Algorithm), []byte(e.KeyID), e.Payload} {
		out = binary.BigEndian.AppendUint64(out, uint64(len(part)))
		out = append(out, part...)
	}
	return out
}

// Encode writes an envelope as JSON of one line.
func (e Envelope) Encode() ([]byte, error) {
	text, err := json.Marshal(e)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "envelope_not_written", "encode an envelope")
	}
	return append(text, '\n'), nil
}

// Decode reads an envelope. Members that it does not know are refused, for
// they were not signed. Fault: invalid envelope_unreadable.
func Decode(r io.Reader) (Envelope, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxEnvelope+1))
	if err != nil {
		return Envelope{}, illegible(err)
	}
	if len(text) > MaxEnvelope {
		return Envelope{}, illegible(nil)
	}
	var e Envelope
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&e); err != nil {
		return Envelope{}, illegible(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Envelope{}, illegible(nil)
	}
	return e, nil
}

func illegible(err error) error {
	return fault.Wrap(err, fault.Invalid, "envelope_unreadable", "no signed envelope")
}
