package command

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/document"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/identity"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

func TestAChoreThatFailsKeepsNoOtherBack(t *testing.T) {
	t.Parallel()
	var done []string
	chores := []chore{
		{"first", func(context.Context) (int64, error) {
			done = append(done, "first")
			return 0, errors.New("no database")
		}},
		{"second", func(context.Context) (int64, error) { done = append(done, "second"); return 3, nil }},
	}
	var log bytes.Buffer
	tidy(t.Context(), chores, slog.New(slog.NewJSONHandler(&log, nil)))
	require.Equal(t, []string{"first", "second"}, done)
	require.Contains(t, log.String(), "no database")
	require.Contains(t, log.String(), `"count":3`)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	tidy(ended, chores, slog.New(slog.DiscardHandler))
	require.Len(t, done, 2, "nothing is begun when all is to end")
}

func TestTheJanitorClearsAwayWhatNobodyNeeds(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	folder := t.TempDir()
	blobs, err := document.OpenBlobs(folder)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, blobs.Close()) })
	hasher, err := identity.NewHasher(identity.Params{MemoryKiB: 64, Passes: 1, Lanes: 1}, 1)
	require.NoError(t, err)
	sessions, err := identity.NewSessions(s.Identity(), hasher, identity.DefaultConfig(), time.Now, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	sys := &system{store: s, blobs: blobs, sessions: sessions, log: slog.New(slog.DiscardHandler)}

	put := func(content string, age time.Duration) document.Blob {
		blob, err := blobs.Put(t.Context(), strings.NewReader(content), 1000)
		require.NoError(t, err)
		at := time.Now().Add(-age)
		require.NoError(t, os.Chtimes(filepath.Join(folder, "sha256", blob.SHA256[:2], blob.SHA256[2:]), at, at))
		return blob
	}
	month := 30 * 24 * time.Hour
	paper, old, young := put("a paper of an evaluation", month), put("refused when it came", month), put("just uploaded", time.Hour)
	supply(t, s, paper)

	tidy(t.Context(), sys.chores(), sys.log)
	for blob, there := range map[document.Blob]bool{paper: true, old: false, young: true} {
		file, _, err := blobs.Open(blob.SHA256)
		require.Equal(t, there, err == nil, "%v", blob)
		if err == nil {
			require.NoError(t, file.Close())
		}
	}
}

// supply makes a file part of an evaluation.
func supply(t *testing.T, s *store.Store, blob document.Blob) {
	t.Helper()
	require.NoError(t, s.SaveFile(t.Context(), store.File{SHA256: blob.SHA256, SM3: blob.SM3, Size: blob.Size, MediaType: "application/pdf"}))
	id := storetest.Start(t, s).Evaluation.ID
	require.NoError(t, storetest.Turn(t.Context(), s, id))
	_, err := s.Update(t.Context(), evaluation.Request{Evaluation: id, Actor: "office-head", Whole: true}, func(now *evaluation.Situation) (evaluation.Outcome, error) {
		task := now.Evaluation.Tasks[0]
		m := evaluationtest.Paper("plan")
		m.ID, m.Task, m.Item, m.Version = "m-1", task.ID, task.Item, 1
		m.SHA256, m.SM3, m.Size, m.SuppliedBy, m.SuppliedAt = blob.SHA256, blob.SM3, blob.Size, "office-head", now.Now
		return evaluation.Outcome{Events: []evaluation.Event{evaluation.MaterialSupplied{Material: m}}}, nil
	})
	require.NoError(t, err)
}
