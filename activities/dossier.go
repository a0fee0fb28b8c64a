package activities

import (
	"context"
	"io"

	"jiheng/internal/document"
	"jiheng/internal/dossier"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// Perform lets the system do a step of its own: seal, file or publish. A step
// that was done already is left as it is.
func (a *Activities) Perform(ctx context.Context, in MoveInput) error {
	defer alive(ctx)()
	return toTemporal(a.perform(ctx, in))
}

func (a *Activities) perform(ctx context.Context, in MoveInput) error {
	s, err := a.Store.Situation(ctx, whole(in.Evaluation))
	if err != nil {
		return err
	}
	t := s.Evaluation.Task(in.Move.Task)
	if t == nil || !t.State.Live() {
		return nil
	}
	act, err := a.effect(ctx, s, in.Move)
	if err != nil {
		return err
	}
	_, err = a.Store.Update(ctx, whole(in.Evaluation), func(s *evaluation.Situation) (evaluation.Outcome, error) {
		events, err := act(s)
		return a.outcome(events, "effect:"+string(in.Move.Effect)), err
	})
	return err
}

// act records an effect, once it is prepared.
type act func(s *evaluation.Situation) ([]evaluation.Event, error)

// effect prepares an effect outside of any transaction: documents are written,
// or the sealed package is read through once more before it leaves the house.
func (a *Activities) effect(ctx context.Context, s *evaluation.Situation, m evaluation.Move) (act, error) {
	switch m.Effect {
	case evaluation.EffectSeal:
		if s.Unattested() { // the core sends it back; nothing is to be written
			return func(s *evaluation.Situation) ([]evaluation.Event, error) {
				return evaluation.Seal(s, m.Task, evaluation.Dossier{})
			}, nil
		}
		sealed, err := a.seal(ctx, s)
		if err != nil {
			return nil, err
		}
		return func(s *evaluation.Situation) ([]evaluation.Event, error) { return evaluation.Seal(s, m.Task, *sealed) }, nil
	case evaluation.EffectFile:
		return a.file(ctx, s, m)
	case evaluation.EffectPublish:
		public, err := a.publicPackage(ctx, s)
		return func(s *evaluation.Situation) ([]evaluation.Event, error) {
			return evaluation.PublishPackage(s, m.Task, public)
		}, err
	case evaluation.EffectNone:
	}
	return nil, fault.New(fault.Internal, "no_effect", "task %s has no effect", m.Task)
}

// verifyPackage looks that the package on disk is the one that was sealed.
func (a *Activities) verifyPackage(e *evaluation.Evaluation) error {
	if e.Dossier == nil {
		return fault.New(fault.Conflict, "dossier_not_sealed", "evaluation %s has no sealed dossier", e.ID)
	}
	d := e.Dossier
	file, size, err := a.Blobs.Open(d.Package)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	readerAt, ok := file.(io.ReaderAt)
	if !ok {
		return fault.New(fault.Internal, "blob_not_seekable", "package %s cannot be read at random", d.Package)
	}
	report, err := dossier.Verify(readerAt, size)
	if err != nil {
		return err
	}
	report = report.Expect(d.Digest)
	if !report.OK() {
		return fault.New(fault.Internal, "dossier_damaged", "package %s is not what was sealed: %v", d.Package, report.Findings)
	}
	return nil
}

var _ Blobs = (*document.Blobs)(nil)
