package api_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/audit"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/internal/signing"
)

// audited is a system with checkpoints, to be verified.
type audited struct {
	*play
	notary adapter.Notary
	keys   adapter.Keys
	kept   adapter.CheckpointFile
}

func (p *play) audited() *audited {
	p.t.Helper()
	key, err := signing.Generate(signing.SM2)
	require.NoError(p.t, err)
	keys := adapter.NewKeys(key)
	return &audited{p, adapter.NewNotary(key), keys, adapter.CheckpointFile{Path: filepath.Join(p.t.TempDir(), "checkpoints"), Keys: keys}}
}

// checkpoint writes one now, and down elsewhere.
func (a *audited) checkpoint() {
	a.t.Helper()
	done, err := a.store.WriteCheckpoint(a.t.Context(), 0, a.notary)
	require.NoError(a.t, err)
	require.True(a.t, done.Written)
	require.Empty(a.t, done.Regressed)
	require.NoError(a.t, a.kept.CatchUp(a.t.Context(), a.store))
}

// findings verifies everything, or one evaluation.
func (a *audited) findings(only evaluation.ID) ([]audit.Finding, audit.Result) {
	a.t.Helper()
	kept, err := a.kept.Read()
	require.NoError(a.t, err)
	var found []audit.Finding
	result, err := audit.Verify(a.t.Context(), audit.Config{
		Source: adapter.Audit{Store: a.store}, Blobs: a.blobs, Open: a.keys.Open, Kept: kept, Policy: a.policy, Now: time.Now,
	}, only, func(f audit.Finding) { found = append(found, f) })
	require.NoError(a.t, err)
	return found, result
}

func TestVerify_findsNothingWhereNothingWasDone(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	a := p.audited()
	a.checkpoint()
	p.checked()
	a.checkpoint()
	p.seals().publishes()
	_, err := p.store.Note(t.Context(), journal.Entry{Type: "journal_read", ActorID: "auditor"})
	require.NoError(t, err)
	a.checkpoint()
	found, result := a.findings("")
	require.Empty(t, found)
	require.Equal(t, int64(3), result.Checkpoints)
	require.Equal(t, int64(1), result.Evaluations)
	require.Positive(t, result.Files)
	t.Log(result.Summary())
}
