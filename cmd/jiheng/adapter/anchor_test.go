package adapter_test

import (
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"jiheng/cmd/jiheng/adapter"
	"jiheng/internal/dossier"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

// manifest is what would be sealed at a head.
func manifest(t *testing.T, head journal.Head) dossier.Manifest {
	t.Helper()
	sum := strings.Repeat("ab", 32)
	m, err := dossier.New(dossier.Manifest{
		EvaluationID: head.EvaluationID, Title: "t", Unit: "u", Year: 2019, SealedAt: time.Unix(1598600000, 0),
		JournalSeq: head.Seq, JournalHash: head.Hash.String(),
		Files: []dossier.File{{Path: "report.html", SHA256: sum, SM3: sum}},
	})
	require.NoError(t, err)
	return m
}

func sealedBy(t *testing.T, m dossier.Manifest) *evaluation.Evaluation {
	t.Helper()
	text, err := m.Canonical()
	require.NoError(t, err)
	digest, err := m.Digest()
	require.NoError(t, err)
	return &evaluation.Evaluation{ID: evaluation.ID(m.EvaluationID), Dossier: &evaluation.Dossier{Manifest: string(text), Digest: digest.SHA256}}
}

// rewritten writes a journal anew as its owner could who stops at nothing: one
// entry changed, every hash after it and the head to match.
func rewritten(t *testing.T, s *store.Store, owner *pgx.Conn, id evaluation.ID) {
	t.Helper()
	var entries []journal.Entry
	require.NoError(t, s.JournalStream(t.Context(), id, func(e journal.Entry) error {
		entries = append(entries, e)
		return nil
	}))
	_, err := owner.Exec(t.Context(), "ALTER TABLE journal DISABLE TRIGGER USER")
	require.NoError(t, err)
	head := journal.Genesis(string(id))
	for i, e := range entries {
		if i == 1 {
			e.ClientAddress = "somewhere else"
		}
		e, head, err = journal.Append(head, e)
		require.NoError(t, err)
		_, err = owner.Exec(t.Context(), "UPDATE journal SET client_address = $1, prev_hash = $2, hash = $3 WHERE seq = $4",
			e.ClientAddress, e.PrevHash[:], e.Hash[:], e.Seq)
		require.NoError(t, err)
	}
	_, err = owner.Exec(t.Context(), "UPDATE evaluations SET head_hash = $1", head.Hash[:])
	require.NoError(t, err)
}

func TestAnchors_find_a_journal_that_was_written_anew(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	s := storetest.OpenAt(t, dsn)
	id := storetest.Start(t, s).Evaluation.ID
	require.NoError(t, storetest.Turn(t.Context(), s, id))
	before, err := s.VerifyJournal(t.Context(), id)
	require.NoError(t, err)
	anchors, err := adapter.Anchors(sealedBy(t, manifest(t, before.Head)))
	require.NoError(t, err)
	v, err := s.VerifyJournal(t.Context(), id, anchors...)
	require.NoError(t, err)
	require.True(t, v.Verified())

	owner, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	defer func() { require.NoError(t, owner.Close(t.Context())) }()
	rewritten(t, s, owner, id)
	v, err = s.VerifyJournal(t.Context(), id)
	require.NoError(t, err)
	require.True(t, v.Verified(), "by itself a journal cannot tell")
	v, err = s.VerifyJournal(t.Context(), id, anchors...)
	require.NoError(t, err)
	require.False(t, v.Verified())
	require.Equal(t, journal.HeadChanged, v.Chain[0].Kind)
}

func TestAnchors_asks_for_the_manifest_that_was_sealed(t *testing.T) {
	t.Parallel()
	none, err := adapter.Anchors(&evaluation.Evaluation{})
	require.NoError(t, err)
	require.Empty(t, none)
	e := sealedBy(t, manifest(t, journal.Head{EvaluationID: "ev-1", Seq: 3, Hash: journal.Digest{1}}))
	e.Dossier.Digest = strings.Repeat("0", 64)
	_, err = adapter.Anchors(e)
	require.Equal(t, "dossier_damaged", fault.ReasonOf(err))
}
