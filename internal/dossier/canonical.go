package dossier

import (
	"bytes"
	"encoding/json"
	"fmt"

	"jiheng/internal/fault"
)

// Canonical gives the one sequence of bytes that is this manifest. Text in a
// manifest has no characters that JSON writers disagree about, so the bytes
// are the same in every version of the encoder. Fault: invalid
// manifest_invalid.
func (m Manifest) Canonical() ([]byte, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(m); err != nil {
		return nil, fmt.Errorf("encode manifest: %w", err)
	}
	return buf.Bytes(), nil
}

// Digest is the digest of the dossier (定稿摘要): that of its canonical manifest.
func (m Manifest) Digest() (Digest, error) {
	canonical, err := m.Canonical()
	if err != nil {
		return Digest{}, err
	}
	return digestOf(canonical), nil
}

// Parse reads canonical bytes back. Any other bytes, though they may mean the
// same, are refused: a dossier has one digest. Fault: invalid
// manifest_invalid.
func Parse(content []byte) (Manifest, error) {
	var m Manifest
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		return Manifest{}, fault.Wrap(err, fault.Invalid, ReasonManifest, "manifest is not readable")
	}
	m.SealedAt = m.SealedAt.In(shanghai())
	if m.Attestation != nil {
		m.Attestation.SignedAt = m.Attestation.SignedAt.In(shanghai())
	}
	canonical, err := m.Canonical()
	if err != nil {
		return Manifest{}, err
	}
	if !bytes.Equal(canonical, content) {
		return Manifest{}, fault.New(fault.Invalid, ReasonManifest, "manifest is not canonical")
	}
	return m, nil
}
