package api_test

import (
	"bytes"
	"context"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"jiheng/internal/dossier"
	"jiheng/internal/evaluation"
)

// turn lets the timeline do all it has to do now, sealing included.
func (b *bench) turn(ctx context.Context, id string) error {
	for {
		facts, err := b.store.Facts(ctx, evaluation.ID(id))
		if err != nil {
			return err
		}
		if tried, done := b.performs(ctx, id, facts); done {
			continue
		} else if tried {
			return nil // the timeline tries again later
		}
		moved := false
		_, err = b.store.Update(ctx, evaluation.Request{Evaluation: evaluation.ID(id), Actor: evaluation.SystemPerson, Whole: true},
			func(s *evaluation.Situation) (evaluation.Outcome, error) {
				moves, _ := evaluation.Next(facts, s.Now)
				if len(moves) == 0 {
					return evaluation.Outcome{}, nil
				}
				moved = true
				events, err := b.carry(ctx, s, moves[0])
				return evaluation.Outcome{Events: events, Rule: "timeline:" + string(moves[0].Kind)}, err
			})
		if err != nil {
			return err
		}
		if !moved {
			_, err = b.store.EnqueueNotices(ctx, evaluation.ID(id))
			return err
		}
	}
}

func (b *bench) carry(ctx context.Context, s *evaluation.Situation, m evaluation.Move) ([]evaluation.Event, error) {
	switch m.Kind {
	case evaluation.MoveTick:
		return evaluation.Tick(s)
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
		return b.publish(ctx, s, m.Task)
	case evaluation.EffectSeal, evaluation.EffectNone:
	}
	sealed, err := b.seal(ctx, s)
	if err != nil {
		return nil, err
	}
	for _, f := range []string{"report.html", "附件/支出 a+b.txt"} {
		sealed.Files = append(sealed.Files, evaluation.SealedFile{Path: f, Title: f, Publish: evaluation.PublishYes})
	}
	if s.Definition.Clears() {
		sealed.Files[1].Publish = evaluation.PublishNo
	}
	for _, f := range slices.Sorted(maps.Keys(b.also)) {
		sealed.Files = append(sealed.Files, evaluation.SealedFile{Path: f, Title: f, Publish: evaluation.PublishYes})
	}
	if before := s.Evaluation.Dossier; before != nil {
		sealed.Supersedes = before.Digest
	}
	return evaluation.Seal(s, m.Task, sealed)
}

// publish publishes what was decided, as the worker does.
func (b *bench) publish(ctx context.Context, s *evaluation.Situation, task evaluation.TaskID) ([]evaluation.Event, error) {
	d := s.Evaluation.Dossier
	c := s.Evaluation.ClearanceOf(d.Digest)
	if c == nil {
		return evaluation.Publish(s, task)
	}
	var withheld []dossier.Withheld
	for _, f := range s.Evaluation.Withheld(d.Digest) {
		withheld = append(withheld, dossier.Withheld{Path: f.Path, Reason: f.Reason, Basis: f.Basis, By: "保密审查岗"})
	}
	m, err := dossier.Parse([]byte(d.Manifest))
	if err != nil {
		return nil, err
	}
	var packed bytes.Buffer
	sums, err := dossier.PackPublic(&packed, m, withheld, func(f dossier.File) (io.ReadCloser, error) {
		content, _, err := b.blobs.Open(f.SHA256)
		return content, err
	})
	if err != nil {
		return nil, err
	}
	if _, err := b.blobs.Put(ctx, &packed, 1<<20); err != nil {
		return nil, err
	}
	return evaluation.PublishPackage(s, task, evaluation.Public{Digest: d.Digest, Clearance: c.Task, Package: sums.Package.SHA256})
}

// seal packs a dossier of two files, as the worker does with more.
func (b *bench) seal(ctx context.Context, s *evaluation.Situation) (evaluation.Dossier, error) {
	var files []dossier.File
	contents := map[string]string{
		"report.html": "<!DOCTYPE html><html lang=zh><title>自评报告</title><p>自评报告</p></html>", "附件/支出 a+b.txt": "sealed\n",
	}
	maps.Copy(contents, b.also)
	for path, content := range contents {
		blob, err := b.blobs.Put(ctx, strings.NewReader(content), 1<<20)
		if err != nil {
			return evaluation.Dossier{}, err
		}
		files = append(files, dossier.File{
			Path: path, Title: path, MediaType: "text/plain", Size: blob.Size, SHA256: blob.SHA256, SM3: blob.SM3,
		})
	}
	before, why := "", ""
	if d := s.Evaluation.Dossier; d != nil {
		before, why = d.Digest, "退回后重新定稿"
	}
	manifest, err := dossier.New(dossier.Manifest{
		EvaluationID: string(s.Evaluation.ID), Title: s.Evaluation.Title, Unit: "湛江市人民政府行政服务中心", Year: s.Evaluation.Year,
		SealedAt: s.Now, JournalSeq: s.Evaluation.Seq, JournalHash: s.Head, Files: files,
		PrevDigest: before, Correction: why,
	})
	if err != nil {
		return evaluation.Dossier{}, err
	}
	var pack bytes.Buffer
	sums, err := dossier.Pack(&pack, manifest, func(f dossier.File) (io.ReadCloser, error) {
		content, _, err := b.blobs.Open(f.SHA256)
		return content, err
	})
	if err != nil {
		return evaluation.Dossier{}, err
	}
	blob, err := b.blobs.Put(ctx, &pack, 1<<30)
	if err != nil {
		return evaluation.Dossier{}, err
	}
	canonical, err := manifest.Canonical()
	return evaluation.Dossier{
		Digest: sums.Dossier.SHA256, SM3: sums.Dossier.SM3, SealedAt: manifest.SealedAt, Package: blob.SHA256,
		Manifest: string(canonical), DeclaredTotal: "97", DeclaredGrade: "优", Supersedes: before, Note: why,
	}, err
}

// keepTurning turns until it is stopped, as a worker does. Stop tells what went
// wrong meanwhile.
func (b *bench) keepTurning(ctx context.Context, id func() string) (stop func() error) {
	done, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		for {
			select {
			case <-done:
				ended <- nil
				return
			case <-time.After(20 * time.Millisecond):
			}
			if e := id(); e != "" {
				if err := b.turn(ctx, e); err != nil {
					ended <- err
					return
				}
			}
		}
	}()
	return func() error { close(done); return <-ended }
}
