package audit

import (
	"context"
	"crypto/sha256"
	stdhex "encoding/hex"
	"errors"
	"fmt"
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
// package, and the documents that its manifest lists. Those that were disposed
// of need not be there; where they are, they must be what they were.
func (r *run) files(ctx context.Context, e *evaluation.Evaluation) error {
	for i := range e.Materials {
		m := &e.Materials[i]
		if err := r.file(ctx, e, File{m.SHA256, m.SM3, m.Size}, true); err != nil {
			return err
		}
	}
	for i := range e.Dossiers {
		if err := r.dossier(ctx, e, &e.Dossiers[i]); err != nil {
			return err
		}
	}
	return r.published(e)
}

// published verifies the packages that the public is given where they are not
// the sealed ones.
func (r *run) published(e *evaluation.Evaluation) error {
	for i, p := range e.Publications {
		if p.Package == "" || e.Disposed() && r.gone(p.Package) {
			continue
		}
		if err := r.pack(Dossiers, string(e.ID), fmt.Sprintf("publications %s %d package", e.ID, i+1), p.Digest, p.Package); err != nil {
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
		if err := r.file(ctx, e, File{f.SHA256, f.SM3, f.Size}, false); err != nil {
			return err
		}
	}
	if e.Disposed() && r.gone(d.Package) {
		return nil
	}
	return r.pack(Dossiers, string(e.ID), "dossiers "+string(e.ID)+" package", d.Digest, d.Package)
}

// file verifies one file: it is read once, and compared with everything that is
// said of it.
func (r *run) file(ctx context.Context, e *evaluation.Evaluation, want File, recorded bool) error {
	id, place := e.ID, "files "+want.SHA256
	if !r.seen[saying{want, false}] && (!e.Disposed() || !r.gone(want.SHA256)) {
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

// gone tells whether a file is not there.
func (r *run) gone(sha string) bool {
	content, _, err := r.Blobs.Open(sha)
	if err == nil {
		_ = content.Close()
	}
	return fault.CodeOf(err) == fault.NotFound
}

// content compares what a file is with what is said of it.
func (r *run) content(id evaluation.ID, want File, place string) {
	got, err := r.measureOnce(want.SHA256)
	switch {
	case fault.CodeOf(err) == fault.NotFound:
		r.report(FileMissing.at(Files, string(id), place, want.SHA256, ""))
	case err != nil:
		r.report(Unreadable.at(Files, string(id), place, want.SHA256, unread(err)).because(err))
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

// foreign reports that the folder of files is another's, or nobody's: what it
// lacks is reported behind.
func (r *run) foreign(context.Context) error {
	if r.Foreign != "" {
		r.report(FilesForeign.at(Files, "", r.Foreign, "", ""))
	}
	return nil
}
