package api_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/audit"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/internal/signing"
)

// busy is a source in which something is written once the roles, the policies
// and the journal of the installation have been read.
type busy struct {
	audit.Source

	once  sync.Once
	write func()
}

func (b *busy) EvaluationIDs(ctx context.Context, after evaluation.ID, limit int) ([]evaluation.ID, error) {
	b.once.Do(b.write)
	return b.Source.EvaluationIDs(ctx, after, limit)
}

func (a *audited) holds(source audit.Source) ([]audit.Finding, error) {
	var found []audit.Finding
	_, err := audit.Verify(a.t.Context(), audit.Config{
		Source: source, Blobs: a.blobs, Open: a.keys.Open, Policy: a.policy, Now: time.Now,
	}, "", func(f audit.Finding) { found = append(found, f) })
	return found, err
}

func TestVerify_isNotMistakenByWhatIsWrittenMeanwhile(t *testing.T) {
	t.Parallel()
	p := started(t, open(t))
	a := p.audited()
	a.checkpoint()
	x := &tampered{audited: a, owner: p.owner()}
	x.unprotect() // two would have to agree about the role
	found, err := a.holds(&busy{Source: guarded{adapter.Audit{Store: a.store}, a.gone}, write: func() {
		a.archive("run-late", "", told(a.id, 3))
		x.run(`INSERT INTO role_grants (id, person_id, role, unit_id, valid_from, granted_by)
			SELECT max(id) + 1, 'auditor', 'unit_office', $1, clock_timestamp(), 'admin' FROM role_grants`, centre)
		p.completes("auditor", "formation", "draft_notice", map[string]any{"members": p.group()})
	}})
	require.NoError(t, err)
	require.Empty(t, found)

	// What is wrong is wrong all the same.
	x.run(`DELETE FROM role_grants WHERE person_id = 'auditor' AND role = 'unit_office'`)
	found, err = a.holds(&busy{Source: guarded{adapter.Audit{Store: a.store}, a.gone}, write: func() {
		x.run(`UPDATE workflow_archives SET run_id = 'run-unknown'`)
	}})
	require.NoError(t, err)
	kinds := map[string]bool{}
	for _, f := range found {
		kinds[f.Kind] = true
	}
	require.Equal(t, map[string]bool{
		string(audit.NotEntitled): true, string(audit.DutyBroken): true, string(audit.ArchiveUnknown): true, string(audit.ArchiveMissing): true,
	}, kinds)
}

func TestVerify_besideAWriter(t *testing.T) {
	t.Parallel()
	p := started(t, open(t, func(c *api.Config) { c.Signer = newKey(t, signing.Ed25519) })).published()
	a := p.audited()
	a.checkpoint()
	var found []audit.Finding
	var failed error
	done := make(chan struct{})
	var verifier sync.WaitGroup
	verifier.Go(func() {
		for under := true; under && failed == nil; {
			select {
			case <-done:
				under = false // once more, when all is written
			default:
			}
			more, err := a.holds(adapter.Audit{Store: a.store})
			found, failed = append(found, more...), err
		}
	})
	p.reviewed(a.checkpoint)
	for range 3 {
		_, err := a.store.Note(t.Context(), journal.Entry{Type: "journal_read", ActorID: "auditor"})
		require.NoError(t, err)
		started(t, p.bench).formed()
		a.checkpoint()
	}
	close(done)
	verifier.Wait()
	require.NoError(t, failed)
	require.Empty(t, found)
}
