package dossier

import (
	"cmp"
	"io"
	"slices"
	"strings"
)

// The names of the entries that are no documents; see also noteName.
const (
	manifestName = "manifest.json"
	sha256Name   = "SHA256SUMS"
	sm3Name      = "SM3SUMS"
	filesFolder  = "files/"
)

// layOut lists the entries of a package in their order.
func layOut(m Manifest, withheld []Withheld, open func(File) (io.ReadCloser, error)) ([]*entry, error) {
	manifest, err := m.Canonical()
	if err != nil {
		return nil, err
	}
	lines := make([]line, 0, len(m.Files)+4)
	entries := make([]*entry, 0, len(m.Files)+5)
	for _, file := range m.public(withheld) {
		entries = append(entries, &entry{name: filesFolder + file.Path, file: file, open: open})
		lines = append(lines, line{filesFolder + file.Path, Digest{file.SHA256, file.SM3}})
	}
	add := func(name string, content []byte) {
		entries = append(entries, &entry{name: name, content: content})
		lines = append(lines, line{name, digestOf(content)})
	}
	add(manifestName, manifest)
	if len(withheld) > 0 {
		list, err := m.withheldBytes(withheld)
		if err != nil {
			return nil, err
		}
		add(withheldName, list)
	}
	add(noteName, noteBytes(m.Note))
	add(sm3Name, sums(lines, func(d Digest) string { return d.SM3 }))
	add(sha256Name, sums(lines, func(d Digest) string { return d.SHA256 }))
	slices.SortFunc(entries, func(a, b *entry) int { return cmp.Compare(a.name, b.name) })
	return entries, fits(entries)
}

// line is one line of a file of sums.
type line struct {
	name   string
	digest Digest
}

// sums writes lines as sha256sum does. No name has a character that program
// would escape.
func sums(lines []line, of func(Digest) string) []byte {
	sorted := slices.SortedFunc(slices.Values(lines), func(a, b line) int { return cmp.Compare(a.name, b.name) })
	var b strings.Builder
	for _, l := range sorted {
		b.WriteString(of(l.digest) + "  " + l.name + "\n")
	}
	return []byte(b.String())
}

// noteBytes writes the note so that the oldest Notepad shows it right.
func noteBytes(note string) []byte {
	return []byte("\ufeff" + strings.ReplaceAll(note, "\n", "\r\n"))
}
