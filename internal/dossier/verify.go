package dossier

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
)

const (
	// maxManifest bounds the manifest that is read, in bytes.
	maxManifest = 16 << 20
	// maxDirectory bounds what is read before the entries can be counted: the
	// most entries there can be, with the longest names, and some room for the
	// reader to look around.
	maxDirectory = (maxFiles+4)*(46+maxPath+8) + 1<<20
)

// Verify judges a package offline. A package is sound when packing its own
// content again gives the same bytes; nothing else can hide in it then. Only
// an unsound one is looked into further, to say what is wrong with it. Verify
// reads no more than a sealed package can hold, whatever the package claims.
//
// A sound package is a dossier as it was sealed, but perhaps not the one that
// was published: that takes its digest, see Report.Expect. The error is about
// reading r, never about what was read.
func Verify(r io.ReaderAt, size int64) (Report, error) {
	v := &verifier{r: &readerAt{r: r, left: maxDirectory}, size: size}
	report := v.verify()
	if v.r.err != nil {
		return Report{}, fmt.Errorf("read package: %w", v.r.err)
	}
	return report, nil
}

// verifier is one package under examination.
type verifier struct {
	r      *readerAt
	size   int64
	report Report
	zip    *zip.Reader
	byName map[string]*zip.File // the first of each name
}

func (v *verifier) verify() Report {
	if v.size > MaxSize {
		v.find(TooLarge, "")
		return v.report
	}
	if !v.readDirectory() || !v.readManifest() || !v.readWithheld() {
		v.listUnchecked()
		return v.report
	}
	differs, at := v.repack()
	if !differs {
		v.listSound()
		return v.report
	}
	v.diagnose()
	if v.report.OK() {
		v.find(PackingDiffers, strconv.FormatInt(at+1, 10))
	}
	return v.report
}

func (v *verifier) find(finding Finding, detail string) {
	v.report.Findings = append(v.report.Findings, Found{Finding: finding, Detail: detail})
}

func (v *verifier) readDirectory() bool {
	z, err := zip.NewReader(v.r, v.size)
	v.r.left = math.MaxInt64 // from here every read is bounded by itself
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		v.find(NotPackage, "")
		return false
	}
	v.zip = z
	v.byName = make(map[string]*zip.File, len(z.File))
	for _, f := range z.File {
		if v.byName[f.Name] == nil {
			v.byName[f.Name] = f
		}
	}
	return true
}

func (v *verifier) readManifest() bool {
	f := v.byName[manifestName]
	if f == nil {
		v.find(ManifestMissing, "")
		return false
	}
	content, err := content(f, maxManifest)
	if err != nil {
		v.find(ManifestChanged, "")
		return false
	}
	v.report.Digest = digestOf(content)
	v.report.Manifest, err = Parse(content)
	if err != nil {
		v.find(ManifestChanged, "")
		return false
	}
	return true
}

// readWithheld reads what a public package says is not in it; a sealed package
// says nothing.
func (v *verifier) readWithheld() bool {
	f := v.byName[withheldName]
	if f == nil {
		return true
	}
	content, err := content(f, maxManifest)
	if err == nil {
		v.report.Withheld, err = v.report.Manifest.parseWithheld(content)
	}
	if err != nil {
		v.find(WithheldChanged, "")
		return false
	}
	return true
}

// repack packs the content of the package again and says whether, and from
// which byte on, the result differs from the package.
func (v *verifier) repack() (differs bool, at int64) {
	c := &comparer{r: v.r}
	_, err := pack(c, v.report.Manifest, v.report.Withheld, func(file File) (io.ReadCloser, error) {
		f := v.byName[filesFolder+file.Path]
		if f == nil {
			return nil, errDiffers
		}
		return f.Open()
	})
	return err != nil || c.at != v.size, c.at
}

// content reads an entry, up to a limit.
func content(f *zip.File, limit int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	n, err := io.Copy(&buf, io.LimitReader(r, limit+1))
	if err == nil && n > limit {
		err = errDiffers
	}
	return buf.Bytes(), errors.Join(err, r.Close())
}
