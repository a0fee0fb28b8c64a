package dossier

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"jiheng/internal/fault"
)

// withheldName is the entry of a public package that says what is not in it.
const withheldName = "withheld.json"

// Withheld is a document of a dossier that is kept back from the public (不公开文件). What
// it is called, how long it is and what its digests are stands in the manifest,
// so that the public package has the same digest as the sealed one, and whoever
// is shown the document later can tell that it is the one that was sealed.
type Withheld struct {
	Path   string `json:"path"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	SM3    string `json:"sm3"`
	// Reason and Basis say why it is kept back, By as what somebody decided so.
	Reason string `json:"reason"`
	Basis  string `json:"basis"`
	By     string `json:"by"`
}

// withholding is the content of withheldName.
type withholding struct {
	Version int `json:"version"`
	// Digest is the dossier that the package is a part of.
	Digest string     `json:"digest"`
	Files  []Withheld `json:"files"`
}

// Withhold completes the entries from the manifest, in its order. Fault: invalid
// withheld_invalid for a path that the manifest has not, has twice, or when
// nothing would be left.
func (m Manifest) Withhold(list []Withheld) ([]Withheld, error) {
	out := make([]Withheld, 0, len(list))
	for _, f := range m.Files {
		at := slices.IndexFunc(list, func(w Withheld) bool { return w.Path == f.Path })
		if at < 0 {
			continue
		}
		w := list[at]
		w.Size, w.SHA256, w.SM3 = f.Size, f.SHA256, f.SM3
		out = append(out, w)
	}
	if len(out) != len(list) || len(out) == len(m.Files) {
		return nil, fault.New(fault.Invalid, ReasonWithheld, "%d of %d withheld files are in the manifest", len(out), len(list))
	}
	return out, m.checkWithheld(out)
}

// checkWithheld holds the entries against the manifest.
func (m Manifest) checkWithheld(list []Withheld) error {
	var bad faults
	for i, w := range list {
		at := fmt.Sprintf("files[%d].", i)
		of := slices.IndexFunc(m.Files, func(f File) bool { return f.Path == w.Path })
		bad.unless(of >= 0 && m.Files[of].Size == w.Size && m.Files[of].SHA256 == w.SHA256 && m.Files[of].SM3 == w.SM3, at+"path", "not_sealed")
		bad.unless(i == 0 || list[i-1].Path < w.Path, at+"path", "not_sorted")
		bad.long(at+"reason", w.Reason)
		bad.long(at+"basis", w.Basis)
		bad.text(at+"by", w.By, 1)
	}
	if len(bad) > 0 {
		return fault.New(fault.Invalid, ReasonWithheld, "list of withheld files breaks %d rules", len(bad)).WithFields(bad...)
	}
	return nil
}

// withheldBytes is the one sequence of bytes of the list.
func (m Manifest) withheldBytes(list []Withheld) ([]byte, error) {
	digest, err := m.Digest()
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(withholding{Version: 1, Digest: digest.SHA256, Files: list}); err != nil {
		return nil, fmt.Errorf("encode withheld files: %w", err)
	}
	return buf.Bytes(), nil
}

// parseWithheld reads the list of a package back; only canonical bytes about
// this manifest are taken.
func (m Manifest) parseWithheld(content []byte) ([]Withheld, error) {
	var w withholding
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	if err := d.Decode(&w); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, ReasonWithheld, "list of withheld files is not readable")
	}
	if err := m.checkWithheld(w.Files); err != nil {
		return nil, err
	}
	canonical, err := m.withheldBytes(w.Files)
	if err != nil {
		return nil, err
	}
	if len(w.Files) == 0 || !bytes.Equal(canonical, content) {
		return nil, fault.New(fault.Invalid, ReasonWithheld, "list of withheld files is not canonical")
	}
	return w.Files, nil
}

// PackPublic is Pack without the documents that are withheld. The package has
// the very manifest of the sealed one, hence its digest, and says what is missing
// in an entry of its own. With nothing withheld it is the sealed package.
//
// Faults: those of Pack; invalid withheld_invalid.
func PackPublic(w io.Writer, m Manifest, withheld []Withheld, open func(File) (io.ReadCloser, error)) (Sums, error) {
	if len(withheld) == 0 {
		return Pack(w, m, open)
	}
	list, err := m.Withhold(withheld)
	if err != nil {
		return Sums{}, err
	}
	return pack(w, m, list, open)
}

// public lists the documents that a package has.
func (m Manifest) public(withheld []Withheld) []File {
	kept := func(f File) bool {
		_, found := slices.BinarySearchFunc(withheld, f.Path, func(w Withheld, path string) int { return cmp.Compare(w.Path, path) })
		return found
	}
	return slices.DeleteFunc(slices.Clone(m.Files), kept)
}
