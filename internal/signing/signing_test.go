package signing_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/asn1"
	"encoding/hex"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/emmansun/gmsm/smx509"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/fault"
	"jiheng/internal/signing"
)

// The test keys, in testdata: Ed25519 from the seed of RFC 8032's first vector,
// SM2 from the key of GM/T 0003.5's example.
func key(t testing.TB, a signing.Algorithm) signing.Signer {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", string(a)+".pem"))
	require.NoError(t, err)
	s, err := signing.ParsePrivate(text)
	require.NoError(t, err)
	return s
}

func public(t testing.TB, a signing.Algorithm) signing.Verifier {
	t.Helper()
	v, err := signing.ReadPublicFile(filepath.Join("testdata", string(a)+".pem.pub"))
	require.NoError(t, err)
	return v
}

func TestEnvelopes_are_what_they_always_were(t *testing.T) {
	t.Parallel()
	for _, a := range signing.Algorithms() {
		e, err := signing.Seal(key(t, a), "jiheng/test/v1", []byte(`{"a":1}`))
		require.NoError(t, err)
		text, err := e.Encode()
		require.NoError(t, err)
		kept, err := os.ReadFile(filepath.Join("testdata", string(a)+".json"))
		require.NoError(t, err)
		require.Equal(t, string(kept), string(text))
		back, err := signing.Decode(bytes.NewReader(kept))
		require.NoError(t, err)
		payload, err := back.Open(public(t, a), "jiheng/test/v1")
		require.NoError(t, err)
		require.JSONEq(t, `{"a":1}`, string(payload))
	}
}

func TestSM2_takes_the_standards_example(t *testing.T) {
	t.Parallel()
	v := public(t, signing.SM2)
	r, _ := new(big.Int).SetString("F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3", 16)
	s, _ := new(big.Int).SetString("B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA", 16)
	signature, err := asn1.Marshal([]*big.Int{r, s})
	require.NoError(t, err)
	require.True(t, v.Verifies([]byte("message digest"), signature))
	require.False(t, v.Verifies([]byte("message digests"), signature))
}

func TestEd25519_takes_the_standards_example(t *testing.T) {
	t.Parallel()
	signature, err := hex.DecodeString("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")
	require.NoError(t, err)
	require.True(t, public(t, signing.Ed25519).Verifies(nil, signature))
}

func TestOpen_refuses(t *testing.T) {
	t.Parallel()
	e, err := signing.Seal(key(t, signing.Ed25519), "jiheng/test/v1", []byte("what was said"))
	require.NoError(t, err)
	stranger, err := signing.Generate(signing.Ed25519)
	require.NoError(t, err)
	for name, c := range map[string]struct {
		with   signing.Verifier
		kind   string
		change func(*signing.Envelope)
		reason string
	}{
		"another key":       {stranger, "jiheng/test/v1", func(*signing.Envelope) {}, "envelope_key"},
		"another algorithm": {public(t, signing.SM2), "jiheng/test/v1", func(*signing.Envelope) {}, "envelope_key"},
		"algorithm renamed": {public(t, signing.Ed25519), "jiheng/test/v1", func(e *signing.Envelope) { e.Algorithm = signing.SM2 }, "envelope_key"},
		"another purpose":   {public(t, signing.Ed25519), "jiheng/other/v1", func(*signing.Envelope) {}, "envelope_type"},
		"purpose renamed":   {public(t, signing.Ed25519), "jiheng/other/v1", func(e *signing.Envelope) { e.Type = "jiheng/other/v1" }, "envelope_forged"},
		"key renamed":       {stranger, "jiheng/test/v1", func(e *signing.Envelope) { e.KeyID = stranger.KeyID() }, "envelope_forged"},
		"words changed":     {public(t, signing.Ed25519), "jiheng/test/v1", func(e *signing.Envelope) { e.Payload = []byte("what was not") }, "envelope_forged"},
		"signature cut":     {public(t, signing.Ed25519), "jiheng/test/v1", func(e *signing.Envelope) { e.Signature = e.Signature[:32] }, "envelope_forged"},
		"no signature":      {public(t, signing.Ed25519), "jiheng/test/v1", func(e *signing.Envelope) { e.Signature = nil }, "envelope_forged"},
	} {
		changed := e
		c.change(&changed)
		_, err := changed.Open(c.with, c.kind)
		require.Equal(t, c.reason, fault.ReasonOf(err), name)
	}
}

// Whatever bit is turned, the signature does not fit.
func TestOpen_finds_every_changed_bit(t *testing.T) {
	t.Parallel()
	for _, a := range signing.Algorithms() {
		e, err := signing.Seal(key(t, a), "jiheng/test/v1", []byte("what was said"))
		require.NoError(t, err)
		with := public(t, a)
		rapid.Check(t, func(t *rapid.T) {
			changed := e
			changed.Payload, changed.Signature = bytes.Clone(e.Payload), bytes.Clone(e.Signature)
			part := rapid.SampledFrom([][]byte{changed.Payload, changed.Signature}).Draw(t, "part")
			part[rapid.IntRange(0, len(part)-1).Draw(t, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
			_, err := changed.Open(with, "jiheng/test/v1")
			if fault.ReasonOf(err) != "envelope_forged" {
				t.Fatalf("%v", err)
			}
		})
	}
}

func TestDecode_refuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "null x", "[]", `{"type":"a","more":1}`, `{"type":"a"}{}`, `{"payload":"%"}`, strings.Repeat(" ", signing.MaxEnvelope+1),
	} {
		_, err := signing.Decode(strings.NewReader(text))
		require.Equal(t, "envelope_unreadable", fault.ReasonOf(err), "%.40q", text)
	}
}

func TestKeyFiles(t *testing.T) {
	t.Parallel()
	for _, a := range signing.Algorithms() {
		path := filepath.Join(t.TempDir(), "key.pem")
		made, err := signing.Generate(a)
		require.NoError(t, err)
		require.NoError(t, signing.WriteFiles(path, made))
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
		read, err := signing.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, made.KeyID(), read.KeyID())
		v, err := signing.ReadPublicFile(path + signing.PublicSuffix)
		require.NoError(t, err)
		require.Equal(t, made.KeyID(), v.KeyID())
		e, err := signing.Seal(read, "t", []byte("x"))
		require.NoError(t, err)
		_, err = e.Open(v, "t")
		require.NoError(t, err)

		require.Equal(t, "key_exists", fault.ReasonOf(signing.WriteFiles(path, made)))
		_, err = signing.ReadFile(path + signing.PublicSuffix)
		require.Equal(t, "key_not_private", fault.ReasonOf(err))
		_, err = signing.ReadPublicFile(path)
		require.Equal(t, "key_unreadable", fault.ReasonOf(err), "a private key is no public one")
		_, err = signing.ReadFile(path + "x")
		require.Equal(t, "key_unreadable", fault.ReasonOf(err))
	}
	_, err := signing.Generate("rsa")
	require.Equal(t, "algorithm_unknown", fault.ReasonOf(err))
}

// Keys of other curves are no keys here, whatever their file looks like.
func TestParsePublic_refuses_other_curves(t *testing.T) {
	t.Parallel()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	der, err := smx509.MarshalPKIXPublicKey(&k.PublicKey)
	require.NoError(t, err)
	_, err = signing.ParsePublic(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	require.Equal(t, "key_unreadable", fault.ReasonOf(err))
}
