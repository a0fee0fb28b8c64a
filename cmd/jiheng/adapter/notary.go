package adapter

import (
	"strings"

	"jiheng/internal/checkpoint"
	"jiheng/internal/fault"
	"jiheng/internal/signing"
	"jiheng/internal/store"
)

// Notary signs checkpoints and opens them (检查点签章).
type Notary struct {
	signer signing.Signer
	keys   Keys
}

var _ store.Notary = Notary{}

// NewNotary signs with a key, and opens what was signed with it or with one of
// others, such as those used before.
func NewNotary(s signing.Signer, others ...signing.Verifier) Notary {
	return Notary{s, NewKeys(append(others, s)...)}
}

// Open gives the checkpoint in an envelope.
func (n Notary) Open(envelope string) (checkpoint.Checkpoint, error) {
	c, _, err := n.keys.Open(envelope)
	return c, err
}

// Sign signs a checkpoint.
func (n Notary) Sign(c checkpoint.Checkpoint) (store.Seal, error) {
	e, err := signing.Seal(n.signer, checkpoint.Type, c.Text())
	if err != nil {
		return store.Seal{}, err
	}
	text, err := e.Encode()
	if err != nil {
		return store.Seal{}, err
	}
	public, err := signing.PublicPEM(n.signer)
	return store.Seal{KeyID: n.signer.KeyID(), PublicKey: string(public), Envelope: strings.TrimSuffix(string(text), "\n")}, err
}

// Keys are the public keys that somebody has vouched for, by id.
type Keys map[string]signing.Verifier

// NewKeys gathers keys.
func NewKeys(list ...signing.Verifier) Keys {
	k := Keys{}
	for _, v := range list {
		k[v.KeyID()] = v
	}
	return k
}

// Open gives the checkpoint in an envelope and the key that it was signed with.
//
// Faults: invalid key_unknown, envelope_unreadable, envelope_type,
// envelope_forged, checkpoint_unreadable.
func (k Keys) Open(envelope string) (checkpoint.Checkpoint, string, error) {
	e, err := signing.Decode(strings.NewReader(envelope))
	if err != nil {
		return checkpoint.Checkpoint{}, "", err
	}
	// One way of writing an envelope only: nothing can be changed unseen.
	if text, err := e.Encode(); err != nil || strings.TrimSuffix(string(text), "\n") != envelope {
		return checkpoint.Checkpoint{}, "", fault.New(fault.Invalid, "envelope_unreadable", "the envelope is not written as it was signed")
	}
	key, ok := k[e.KeyID]
	if !ok {
		return checkpoint.Checkpoint{}, e.KeyID, fault.New(fault.Invalid, "key_unknown", "signed with key %.16s", e.KeyID)
	}
	text, err := e.Open(key, checkpoint.Type)
	if err != nil {
		return checkpoint.Checkpoint{}, e.KeyID, err
	}
	c, err := checkpoint.Parse(text)
	return c, e.KeyID, err
}
