package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
)

func TestTheWholeCaseRunsThroughTheStoreAndTheRowsAreTheFold(t *testing.T) {
	t.Parallel()
	b := running(t).formed().finished()
	e := b.whole()
	require.NotNil(t, e.Publication)
	require.Equal(t, e.Dossier.Digest, e.Filing.Digest)
	require.NotEmpty(t, e.Filing.ReceiptNo)

	replayed, err := b.s.Replay(t.Context(), b.id, 0)
	require.NoError(t, err)
	require.Equal(t, replayed.Tasks, e.Tasks)
	require.Equal(t, replayed.Materials, e.Materials)
	require.Equal(t, replayed.Dossier, e.Dossier)

	v, err := b.s.VerifyJournal(t.Context(), b.id)
	require.NoError(t, err)
	require.Empty(t, v.Chain)
	require.Empty(t, v.Rows)
	require.Equal(t, e.Seq, v.Entries)

	var entries []journal.Entry
	require.NoError(t, b.s.JournalStream(t.Context(), b.id, func(entry journal.Entry) error {
		entries = append(entries, entry)
		return nil
	}))
	require.Empty(t, journal.Verify(entries, v.Head))
	require.Equal(t, string(evaluation.TypeFinished), entries[len(entries)-1].Type)
}
