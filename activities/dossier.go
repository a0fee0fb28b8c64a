package activities

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"

	"jiheng/internal/composition"
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
		sealed, err := a.seal(ctx, s)
		if err != nil {
			return nil, err
		}
		return func(s *evaluation.Situation) ([]evaluation.Event, error) { return evaluation.Seal(s, m.Task, *sealed) }, nil
	case evaluation.EffectFile:
		return a.file(ctx, s, m)
	case evaluation.EffectPublish:
		return func(s *evaluation.Situation) ([]evaluation.Event, error) { return evaluation.Publish(s, m.Task) }, a.verifyPackage(s.Evaluation)
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
	report.Expect(d.Digest)
	if !report.OK() {
		return fault.New(fault.Internal, "dossier_damaged", "package %s is not what was sealed: %v", d.Package, report.Findings)
	}
	return nil
}

// maxPackage bounds a sealed package in bytes.
const maxPackage = 2 << 30

// seal writes the documents, lists them in a manifest and packs them. It
// changes nothing but the file store; the dossier counts once its event is in
// the journal.
func (a *Activities) seal(ctx context.Context, s *evaluation.Situation) (*evaluation.Dossier, error) {
	names, err := a.Store.Names(ctx, s.Evaluation)
	if err != nil {
		return nil, err
	}
	c, err := composition.Compose(s, names, a.Now())
	if err != nil {
		return nil, err
	}
	files, err := a.keep(ctx, c.Papers())
	if err != nil {
		return nil, err
	}
	manifest, err := dossier.New(dossier.Manifest{
		EvaluationID: string(s.Evaluation.ID), Title: s.Evaluation.Title, Unit: names.Unit, Year: s.Evaluation.Year,
		SealedAt: a.Now(), JournalSeq: s.Evaluation.Seq, JournalHash: s.Head, Files: files,
	})
	if err != nil {
		return nil, err
	}
	return a.pack(ctx, manifest, composition.DeclarationOf(s.Evaluation))
}

// keep stores the papers of the dossier by their content and lists them for
// the manifest.
func (a *Activities) keep(ctx context.Context, papers []composition.Paper) ([]dossier.File, error) {
	var files []dossier.File
	for _, p := range papers {
		for _, format := range p.Sealed {
			file, err := a.keepPaper(ctx, p, format)
			if err != nil {
				return nil, fmt.Errorf("write %s.%s: %w", p.Name, format, err)
			}
			files = append(files, file)
		}
	}
	return files, nil
}

func (a *Activities) keepPaper(ctx context.Context, p composition.Paper, format composition.Format) (dossier.File, error) {
	var content bytes.Buffer
	if err := p.Write(format, &content); err != nil {
		return dossier.File{}, err
	}
	blob, err := a.Blobs.Put(ctx, &content, maxPackage)
	if err != nil {
		return dossier.File{}, err
	}
	return dossier.File{
		Path: p.Name + "." + string(format), Title: p.Title, MediaType: format.MediaType(), Size: blob.Size, SHA256: blob.SHA256, SM3: blob.SM3,
	}, nil
}

// pack packs the dossier through a temporary file into the file store.
func (a *Activities) pack(ctx context.Context, m dossier.Manifest, declared composition.Declared) (*evaluation.Dossier, error) {
	temp, err := os.CreateTemp("", "jiheng-dossier-*.zip")
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "disk_full", "make a temporary file")
	}
	defer func() { _ = os.Remove(temp.Name()) }()
	defer func() { _ = temp.Close() }()
	sums, err := dossier.Pack(temp, m, func(f dossier.File) (io.ReadCloser, error) {
		file, _, err := a.Blobs.Open(f.SHA256)
		return file, err
	})
	if err != nil {
		return nil, err
	}
	if _, err := temp.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("read package again: %w", err)
	}
	blob, err := a.Blobs.Put(ctx, temp, maxPackage)
	if err != nil {
		return nil, err
	}
	manifest, err := m.Canonical()
	if err != nil {
		return nil, err
	}
	return &evaluation.Dossier{
		Digest: sums.Dossier.SHA256, SM3: sums.Dossier.SM3, Package: blob.SHA256, Manifest: string(manifest),
		SealedAt: m.SealedAt, DeclaredTotal: declared.Total, DeclaredGrade: declared.Grade,
	}, nil
}

var _ Blobs = (*document.Blobs)(nil)
