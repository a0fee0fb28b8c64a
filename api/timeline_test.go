package api_test

import (
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/dossier"
	"jiheng/internal/evaluation"
)

// turn lets the timeline do all it has to do now, sealing included.
func (b *bench) turn(t testing.TB, id string) {
	t.Helper()
	for {
		facts, err := b.store.Facts(t.Context(), evaluation.ID(id))
		require.NoError(t, err)
		moved := false
		_, err = b.store.Update(t.Context(), evaluation.Request{Evaluation: evaluation.ID(id), Actor: evaluation.SystemPerson, Whole: true},
			func(s *evaluation.Situation) (evaluation.Outcome, error) {
				moves, _ := evaluation.Next(facts, s.Now)
				if len(moves) == 0 {
					return evaluation.Outcome{}, nil
				}
				moved = true
				events, err := b.carry(t, s, moves[0])
				return evaluation.Outcome{Events: events, Rule: "timeline:" + string(moves[0].Kind)}, err
			})
		require.NoError(t, err)
		if !moved {
			_, err = b.store.EnqueueNotices(t.Context(), evaluation.ID(id))
			err = nil
			require.NoError(t, err)
			return
		}
	}
}

func (b *bench) carry(t testing.TB, s *evaluation.Situation, m evaluation.Move) ([]evaluation.Event, error) {
	t.Helper()
	switch m.Kind {
	case evaluation.MoveTick:
		return evaluation.Tick(s), nil
	case evaluation.MoveSettle:
		return evaluation.Settle(s, m.Stage), nil
	case evaluation.MoveOpen:
		return evaluation.Open(s, m.Stage)
	case evaluation.MoveFinish:
		return evaluation.Finish(s), nil
	case evaluation.MovePerform:
	}
	switch m.Effect {
	case evaluation.EffectFile:
		return evaluation.File(s, m.Task)
	case evaluation.EffectPublish:
		return evaluation.Publish(s, m.Task)
	case evaluation.EffectSeal, evaluation.EffectNone:
	}
	return evaluation.Seal(s, m.Task, b.seal(t, s))
}

// seal packs a dossier of two files, as the worker does with more.
func (b *bench) seal(t testing.TB, s *evaluation.Situation) evaluation.Dossier {
	t.Helper()
	var files []dossier.File
	for path, content := range map[string]string{
		"report.html": "<!DOCTYPE html><html lang=zh><title>自评报告</title><p>自评报告</p></html>", "附件/支出 a+b.txt": "sealed\n",
	} {
		blob, err := b.blobs.Put(t.Context(), bytes.NewReader([]byte(content)), 1<<20)
		require.NoError(t, err)
		files = append(files, dossier.File{
			Path: path, Title: path, MediaType: "text/plain", Size: blob.Size, SHA256: blob.SHA256, SM3: blob.SM3,
		})
	}
	manifest, err := dossier.New(dossier.Manifest{
		EvaluationID: string(s.Evaluation.ID), Title: s.Evaluation.Title, Unit: "湛江市人民政府行政服务中心", Year: s.Evaluation.Year,
		SealedAt: s.Now, JournalSeq: s.Evaluation.Seq, JournalHash: s.Head, Files: files,
	})
	require.NoError(t, err)
	var pack bytes.Buffer
	sums, err := dossier.Pack(&pack, manifest, func(f dossier.File) (io.ReadCloser, error) {
		content, _, err := b.blobs.Open(f.SHA256)
		return content, err
	})
	require.NoError(t, err)
	blob, err := b.blobs.Put(t.Context(), &pack, 1<<30)
	require.NoError(t, err)
	canonical, err := manifest.Canonical()
	require.NoError(t, err)
	return evaluation.Dossier{
		Digest: sums.Dossier.SHA256, SM3: sums.Dossier.SM3, SealedAt: manifest.SealedAt, Package: blob.SHA256,
		Manifest: string(canonical), DeclaredTotal: "97", DeclaredGrade: "优",
	}
}

// keepTurning turns until the test is over, as a worker does.
func (b *bench) keepTurning(t *testing.T, id func() string) (stop func()) {
	t.Helper()
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
			}
			if e := id(); e != "" {
				b.turn(t, e)
			}
		}
	}()
	return func() { close(done); <-ended }
}
