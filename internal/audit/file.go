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
func manifest(d *evaluation.Dossier) (dossier.Manifest, bool) {
	m, err := dossier.Parse([]byte(d.Manifest))
	if err != nil {
		return dossier.Manifest{}, false
	}
	digest, err := m.Digest()
	return m, err == nil && digest.SHA256 == d.Digest && digest.SM3 == d.SM3
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
	for i := range e.Dossiers {
		if err := r.dossier(ctx, e, &e.Dossiers[i]); err != nil {
			return err
		}
	}
	return nil
}

// dossier verifies one version of the dossier.
func (r *run) dossier(ctx context.Context, e *evaluation.Evaluation, d *evaluation.Dossier) error {
	m, ok := manifest(d)
	if !ok {
		r.report(ManifestDiffers.at(Dossiers, string(e.ID), "dossiers "+string(e.ID)+" manifest", d.Digest, ""))
		return nil
	}
	for _, f := range m.Files {
		if err := r.file(ctx, e.ID, File{f.SHA256, f.SM3, f.Size}, false); err != nil {
			return err
		}
	}
	return r.pack(e, d)
}

// file verifies one file: it is read once, and compared with everything that is
// said of it.
func (r *run) file(ctx context.Context, id evaluation.ID, want File, recorded bool) error {
	place := "files " + want.SHA256
	if !r.seen[saying{want, false}] {
		r.seen[saying{want, false}] = true
		r.content(id, want, place)
	}
	if !recorded || r.seen[saying{want, true}] {
		return nil
	}
	r.seen[saying{want, true}] = true
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

// content compares what a file is with what is said of it.
func (r *run) content(id evaluation.ID, want File, place string) {
	got, err := r.measureOnce(want.SHA256)
	switch {
	case fault.CodeOf(err) == fault.NotFound:
		r.report(FileMissing.at(Files, string(id), place, want.SHA256, ""))
	case err != nil:
		r.report(Unreadable.at(Files, string(id), place, want.SHA256, err.Error()))
	case got != want:
		r.report(FileChanged.at(Files, string(id), place, want.line(), got.line()))
	}
}

func (f File) line() string { return where(f.SHA256+" "+f.SM3, f.Size) }

// saying is something that is said of a file, to be compared with its content
// or with the row of it.
type saying struct {
	File
	row bool
}

// measured is what a file came to.
type measured struct {
	File
	err error
}

func (r *run) measureOnce(sha string) (File, error) {
	m, ok := r.measured[sha]
	if !ok {
		m.File, m.err = r.measure(sha)
		r.measured[sha] = m
		r.result.Files++
	}
	return m.File, m.err
}

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
func (r *run) pack(e *evaluation.Evaluation, d *evaluation.Dossier) error {
	place := "dossiers " + string(e.ID) + " package"
	content, size, err := r.Blobs.Open(d.Package)
	if fault.CodeOf(err) == fault.NotFound {
		r.report(FileMissing.at(Files, string(e.ID), place, d.Package, ""))
		return nil
	}
	if err != nil {
		return r.unreadable(Dossiers, e.ID, place, err)
	}
	defer func() { _ = content.Close() }()
	r.result.Files++
	digest, got, err := measurePackage(content, size)
	if err != nil {
		return err
	}
	if digest != d.Digest || got != d.Package {
		r.report(PackageDiffers.at(Dossiers, string(e.ID), place, d.Package, got))
	}
	return nil
}

// measurePackage verifies a package as anybody could who has it, and gives the
// digest of its dossier, "" for one that is broken, and of its bytes.
func measurePackage(content io.ReadSeeker, size int64) (digest, bytes string, err error) {
	report, err := dossier.Verify(readerAt{content}, size)
	if err != nil {
		return "", "", err
	}
	sum := sha256.New()
	if _, err := content.Seek(0, io.SeekStart); err != nil {
		return "", "", err
	}
	if _, err := io.Copy(sum, content); err != nil {
		return "", "", err
	}
	if report.OK() {
		digest = report.Digest.SHA256
	}
	return digest, stdhex.EncodeToString(sum.Sum(nil)), nil
}

// Served gives the digest of the dossier that is served now for one that was
// sealed: "" when its package is not there, is broken or is another.
func Served(blobs Blobs, d *evaluation.Dossier) (string, error) {
	content, size, err := blobs.Open(d.Package)
	if fault.CodeOf(err) == fault.NotFound {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer func() { _ = content.Close() }()
	digest, bytes, err := measurePackage(content, size)
	if err != nil || bytes != d.Package {
		return "", err
	}
	return digest, nil
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
