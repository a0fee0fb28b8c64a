package api_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/checkpoint"
	"jiheng/internal/evaluation"
	"jiheng/internal/evidence"
	"jiheng/internal/fault"
	"jiheng/internal/signing"
)

// packed is the evidence package of a published evaluation, with its key.
func packed(t *testing.T) (a *audited, key signing.Signer, content []byte) {
	t.Helper()
	p := started(t, open(t))
	a = p.audited()
	a.checkpoint()
	p.published()
	a.archive("run-1", "", told(a.id, 3))
	key, err := signing.Generate(signing.SM2)
	require.NoError(t, err)
	_, err = a.packs(key, nil)
	require.Equal(t, "head_not_stated", fault.ReasonOf(err), "the end of the journal is not stated yet")
	a.checkpoint()
	out, err := a.packs(key, nil)
	require.NoError(t, err)
	again, err := a.packs(key, nil)
	require.NoError(t, err)
	require.True(t, bytes.Equal(out, again), "the same bytes each time")
	return a, key, out
}

// packs verifies an evaluation and packs it with what that found, as the command
// does; warn may be nil.
func (a *audited) packs(key signing.Signer, warn func(string)) ([]byte, error) {
	a.t.Helper()
	found, result := a.findings(evaluation.ID(a.id))
	var out bytes.Buffer
	e := adapter.Evidence{Store: a.store, Blobs: a.blobs, Keys: a.keys, Scratch: a.t.TempDir(), Warn: warn}
	err := e.Pack(a.t.Context(), &out, evaluation.ID(a.id), key, adapter.Verified(evaluation.ID(a.id), result, found))
	return out.Bytes(), err
}

func (a *audited) verifies(content []byte, key signing.Verifier) evidence.Report {
	a.t.Helper()
	report, err := evidence.Verify(bytes.NewReader(content), int64(len(content)), key, func(envelope string) (checkpoint.Checkpoint, error) {
		c, _, err := a.keys.Open(envelope)
		return c, err
	})
	require.NoError(a.t, err)
	return report
}

func TestEvidence_provesAnEvaluationOffline(t *testing.T) {
	t.Parallel()
	a, key, content := packed(t)
	report := a.verifies(content, key)
	require.Empty(t, report.Findings)
	require.Equal(t, a.id, report.Subject.Evaluation)
	require.Greater(t, report.Files, 12)
	require.Positive(t, report.Entries)
	require.Contains(t, report.Lines()[0], "证据包完好")
	require.Empty(t, report.Warnings)
	require.False(t, report.Since.IsZero(), "a checkpoint stated the journal long before")
	other, err := signing.Generate(signing.SM2)
	require.NoError(t, err)
	require.False(t, a.verifiesOK(content, other), "another key signed nothing here")
}

// A package that no checkpoint came before says so, wherever it is looked at.
func TestEvidence_saysThatNoCheckpointCameBefore(t *testing.T) {
	t.Parallel()
	p := started(t, open(t)).published()
	a := p.audited()
	a.checkpoint()
	key := newKey(t, signing.Ed25519)
	var warned []string
	out, err := a.packs(key, func(w string) { warned = append(warned, w) })
	require.NoError(t, err)
	require.Equal(t, []string{evidence.NoEarlierCheckpoint}, warned)
	report := a.verifies(out, key)
	require.Empty(t, report.Findings)
	require.Equal(t, warned, report.Warnings)
	require.Contains(t, report.Lines()[2], "【注意】制作本包以前")
	require.Contains(t, string(out), "【注意】制作本包以前", "so does the index, which is stored as it is")
}

func (a *audited) verifiesOK(content []byte, key signing.Verifier) bool {
	report := a.verifies(content, key)
	return report.OK()
}

func TestEvidence_findsEveryChangedByte(t *testing.T) {
	t.Parallel()
	a, key, content := packed(t)
	rnd := rand.New(rand.NewPCG(2020, 8)) //nolint:gosec // the same changes every time
	at := func(i int) {
		changed := bytes.Clone(content)
		changed[i] ^= 1 << rnd.IntN(8)
		require.False(t, a.verifiesOK(changed, key), "byte %d of %d", i, len(content))
	}
	for i := range 120 { // the first header, and the end of the directory
		at(i)
		at(len(content) - 1 - i)
	}
	for range 300 {
		at(rnd.IntN(len(content)))
	}
	require.False(t, a.verifiesOK(append(bytes.Clone(content), 0), key), "something behind it")
	require.False(t, a.verifiesOK(append([]byte{0}, content...), key), "something before it")
	require.False(t, a.verifiesOK(content[:len(content)-1], key), "cut off")
	require.False(t, a.verifiesOK(nil, key))
}

// Whoever packs anew what was changed needs the key.
func TestEvidence_aPackageOfSomebodyElseIsNone(t *testing.T) {
	t.Parallel()
	a, key, _ := packed(t)
	forger, err := signing.Generate(signing.SM2)
	require.NoError(t, err)
	out, err := a.packs(forger, nil)
	require.NoError(t, err)
	report := a.verifies(out, key)
	require.Len(t, report.Findings, 1)
	require.Equal(t, "signature.json", report.Findings[0].Where)
}
