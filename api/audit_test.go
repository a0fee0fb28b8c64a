package api_test

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
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
	// gone are the guards that a test took away itself.
	gone map[string]bool
}

// guarded is a system whose guards a test took away itself, so that it finds
// others than those.
type guarded struct {
	adapter.Audit
	gone map[string]bool
}

func (g guarded) Guards(ctx context.Context) ([]audit.Guard, error) {
	list, err := g.Audit.Guards(ctx)
	return slices.DeleteFunc(list, func(found audit.Guard) bool { return g.gone[found.Where] }), err
}

func (p *play) audited() *audited {
	p.t.Helper()
	key, err := signing.Generate(signing.SM2)
	require.NoError(p.t, err)
	keys := adapter.NewKeys(key)
	return &audited{p, adapter.NewNotary(key), keys, adapter.CheckpointFile{Path: filepath.Join(p.t.TempDir(), "checkpoints"), Keys: keys}, nil}
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

// unguarded remembers the guards that are not there now as taken away by the test.
func (a *audited) unguarded() {
	a.t.Helper()
	list, err := a.store.Guards(a.t.Context())
	require.NoError(a.t, err)
	a.gone = map[string]bool{}
	for _, g := range list {
		a.gone[g.Where] = true
	}
}

// keptLines reads what was written down elsewhere; a file that was not begun
// has none.
func (a *audited) keptLines() ([]audit.Line, error) {
	lines, err := a.kept.ReadWhole()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return lines, err
}

// findings verifies everything, or one evaluation.
func (a *audited) findings(only evaluation.ID) ([]audit.Finding, audit.Result) {
	a.t.Helper()
	var found []audit.Finding
	result, err := audit.Verify(a.t.Context(), audit.Config{
		Source: guarded{adapter.Audit{Store: a.store}, a.gone}, Blobs: a.blobs, Open: a.keys.Open, File: a.keptLines, Policy: a.policy, Now: time.Now,
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

// grow puts refused attempts behind a journal, as its owner could, and sets the
// head to match.
func (a *audited) grow(owner *pgx.Conn, n int) {
	a.t.Helper()
	entries, err := a.store.Journal(a.t.Context(), evaluation.ID(a.id), 0, 1000)
	require.NoError(a.t, err)
	last := entries[len(entries)-1]
	head := journal.Head{EvaluationID: a.id, Seq: last.Seq, Hash: last.Hash, At: last.At}
	_, err = owner.CopyFrom(a.t.Context(), pgx.Identifier{"journal"}, []string{
		"evaluation_id", "seq", "at", "type", "actor_id", "on_behalf_of", "task_id", "item_id", "stage_id", "rule", "policy_version",
		"request_id", "client_address", "data", "prev_hash", "hash",
	}, pgx.CopyFromSlice(n, func(int) ([]any, error) {
		var e journal.Entry
		var err error
		e, head, err = journal.Append(head, journal.Entry{
			At: last.At, Type: "attempt_refused", ActorID: "director", Rule: "duty:not-doer-of:x", PolicyVersion: a.policy.Version(), ClientAddress: "192.0.2.1",
			Data: []byte(`{"action":"claim","code":"conflict","item":"","reason":"task_already_claimed","rule":"","stage":"formation","task":"t"}`),
		})
		return []any{a.id, e.Seq, e.At, e.Type, e.ActorID, "", "", "", "", e.Rule, e.PolicyVersion, "", e.ClientAddress, string(e.Data), e.PrevHash[:], e.Hash[:]}, err
	}))
	require.NoError(a.t, err)
	_, err = owner.Exec(a.t.Context(), `UPDATE evaluations SET seq = $1, head_hash = $2, head_at = $3 WHERE id = $4`, head.Seq, head.Hash[:], head.At, a.id)
	require.NoError(a.t, err)
}

func TestVerify_aHundredThousandEntriesTakeLessThanAMinuteAndNoMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("verifies a hundred thousand entries")
	}
	b := open(t)
	owner := b.owner()
	var a *audited
	for range 4 {
		a = started(t, b).audited()
		a.grow(owner, 25_000)
	}
	a.checkpoint()
	before := inUse()
	found, result := a.findings("")
	require.Empty(t, found)
	require.Greater(t, result.Entries, int64(100_000))
	require.Less(t, result.Seconds, 60.0)
	require.Less(t, inUse(), before+32<<20)
	t.Log(result.Summary())
}

// inUse is the memory in use after a collection, in bytes.
func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
