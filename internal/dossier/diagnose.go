package dossier

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
)

// listSound lists a package that is to the byte what was sealed.
func (v *verifier) listSound() {
	titles := make(map[string]string, len(v.report.Manifest.Files))
	for _, file := range v.report.Manifest.Files {
		titles[filesFolder+file.Path] = file.Title
	}
	for _, f := range v.zip.File {
		v.report.Files = append(v.report.Files, Checked{Name: f.Name, Title: titles[f.Name]})
	}
}

// listUnchecked lists the entries of a package whose manifest is no use.
func (v *verifier) listUnchecked() {
	if v.zip == nil {
		return
	}
	for i, f := range v.zip.File {
		if i == maxFiles {
			break
		}
		v.report.Files = append(v.report.Files, Checked{Name: f.Name, Finding: Unchecked})
	}
}

// diagnose compares every entry with what the manifest says of it.
func (v *verifier) diagnose() {
	wanted, err := layOut(v.report.Manifest, v.report.Withheld, func(file File) (io.ReadCloser, error) { return nil, errDiffers })
	if err != nil {
		v.find(TooLarge, "") // Parse has checked everything else
		return
	}
	known := make(map[string]bool, len(wanted))
	for _, e := range wanted {
		known[e.name] = true
		v.report.Files = append(v.report.Files, Checked{Name: e.name, Title: e.file.Title, Finding: v.compare(e)})
	}
	v.diagnoseOthers(known)
}

// diagnoseOthers names the entries that nobody sealed.
func (v *verifier) diagnoseOthers(known map[string]bool) {
	seen := make(map[string]bool, len(v.zip.File))
	others := 0
	for _, f := range v.zip.File {
		finding := Sound
		switch {
		case seen[f.Name]:
			finding = Twice
		case !known[f.Name] && !safePath(strings.TrimSuffix(f.Name, "/")):
			finding = Unsafe
		case !known[f.Name]:
			finding = Extra
		}
		seen[f.Name] = true
		if finding == Sound {
			continue
		}
		if others++; others > maxFiles {
			v.find(TooMany, strconv.Itoa(len(v.zip.File)))
			return
		}
		v.report.Files = append(v.report.Files, Checked{Name: f.Name, Finding: finding})
	}
}

// compare says what is wrong with the content of one entry.
func (v *verifier) compare(e *entry) Finding {
	f := v.byName[e.name]
	if f == nil {
		return Missing
	}
	if e.open == nil {
		got, err := content(f, int64(len(e.content)))
		return verdict(err, bytes.Equal(got, e.content))
	}
	r, err := f.Open()
	if err != nil {
		return Unreadable
	}
	h, err := hashed(r, e.file.Size)
	if closed := r.Close(); err == nil {
		err = closed
	}
	d := h.digest()
	return verdict(err, h.size == e.file.Size && d.SHA256 == e.file.SHA256 && d.SM3 == e.file.SM3)
}

func verdict(err error, same bool) Finding {
	switch {
	case err == nil && same:
		return Sound
	case err == nil, errors.Is(err, zip.ErrChecksum), errors.Is(err, errDiffers):
		return Changed
	}
	return Unreadable
}
