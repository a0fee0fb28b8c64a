package audit

import (
	"context"
	"crypto/sha256"
	stdhex "encoding/hex"
	"errors"
	"io"

	"github.com/emmansun/gmsm/sm3"

	"jiheng/internal/dossier"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// manifest reads the manifest of a sealed dossier, if it is the one sealed.
func (r *run) manifest(e *evaluation.Evaluation) (dossier.Manifest, bool) {
	if e.Dossier == nil {
		return dossier.Manifest{}, false
	}
	m, err := dossier.Parse([]byte(e.Dossier.Manifest))
	if err != nil {
		return dossier.Manifest{}, false
	}
	digest, err := m.Digest()
	return m, err == nil && digest.SHA256 == e.Dossier.Digest && digest.SM3 == e.Dossier.SM3
}

// files verifies every file that an evaluation refers to: papers, the sealed
// package, and the documents that its manifest lists.
func (r *run) files(ctx context.Context, e *evaluation.Evaluation) error {
	for i := range e.Materials {
		m := &e.Materials[i]
		if err := r.file(ctx, e.ID, File{m.SHA256, m.SM3, m.Size}, true); err != nil {
			return err
		}
	}
	if e.Dossier == nil {
		return nil
	}
	m, ok := r.manifest(e)
	if !ok {
		r.report(ManifestDiffers.at(Dossiers, string(e.ID), "dossiers "+string(e.ID)+" manifest", e.Dossier.Digest, ""))
		return nil
	}
	for _, f := range m.Files {
		if err := r.file(ctx, e.ID, File{f.SHA256, f.SM3, f.Size}, false); err != nil {
			return err
		}
	}
	return r.pack(e)
}

// file verifies one file once.
func (r *run) file(ctx context.Context, id evaluation.ID, want File, recorded bool) error {
	if r.seen[want.SHA256] {
		return nil
	}
	r.seen[want.SHA256] = true
	r.result.Files++
	got, err := r.measure(want.SHA256)
	place := "files " + want.SHA256
	switch {
	case fault.CodeOf(err) == fault.NotFound:
		r.report(FileMissing.at(Files, string(id), place, want.SHA256, ""))
	case err != nil:
		r.report(Unreadable.at(Files, string(id), place, want.SHA256, err.Error()))
	case got != want:
		r.report(FileChanged.at(Files, string(id), place, want.line(), got.line()))
	}
	if !recorded {
		return nil
	}
	kept, err := r.Source.File(ctx, want.SHA256)
	if fault.CodeOf(err) == fault.NotFound {
		r.report(FileRowDiffers.at(Files, string(id), place, want.line(), ""))
		return nil
	}
	if err == nil && kept != want {
		r.report(FileRowDiffers.at(Files, string(id), place, want.line(), kept.line()))
	}
	return err
}

func (f File) line() string { return where(f.SHA256+" "+f.SM3, f.Size) }

// measure reads a file to its end.
func (r *run) measure(sha string) (File, error) {
	content, _, err := r.Blobs.Open(sha)
	if err != nil {
		return File{}, err
	}
	a, b := sha256.New(), sm3.New()
	n, err := io.Copy(io.MultiWriter(a, b), content)
	return File{stdhex.EncodeToString(a.Sum(nil)), stdhex.EncodeToString(b.Sum(nil)), n}, errors.Join(err, content.Close())
}

// pack verifies the sealed package as anybody could who has it.
func (r *run) pack(e *evaluation.Evaluation) error {
	place := "dossiers " + string(e.ID) + " package"
	content, size, err := r.Blobs.Open(e.Dossier.Package)
	if fault.CodeOf(err) == fault.NotFound {
		r.report(FileMissing.at(Files, string(e.ID), place, e.Dossier.Package, ""))
		return nil
	}
	if err != nil {
		return r.unreadable(Dossiers, e.ID, place, err)
	}
	defer func() { _ = content.Close() }()
	r.result.Files++
	report, err := dossier.Verify(readerAt{content}, size)
	if err != nil {
		return err
	}
	sum := sha256.New()
	if _, err := content.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if _, err := io.Copy(sum, content); err != nil {
		return err
	}
	got := stdhex.EncodeToString(sum.Sum(nil))
	if !report.OK() || report.Digest.SHA256 != e.Dossier.Digest || got != e.Dossier.Package {
		r.report(PackageDiffers.at(Dossiers, string(e.ID), place, e.Dossier.Package, got))
	}
	return nil
}

// readerAt reads at places from what can seek; one at a time.
type readerAt struct{ io.ReadSeeker }

func (r readerAt) ReadAt(p []byte, off int64) (int, error) {
	if _, err := r.Seek(off, io.SeekStart); err != nil {
		return 0, err
	}
	n, err := io.ReadFull(r, p)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return n, err
}
