package dossier

import (
	"slices"
	"strings"
)

// Finding is what Verify says of a file or of the package as a whole (核验结论).
type Finding string

// The findings.
const (
	// Sound means it is what was sealed.
	Sound Finding = ""

	// Changed means the content is not what was sealed.
	Changed Finding = "changed"
	// Missing means the manifest lists it and the package has it not.
	Missing Finding = "missing"
	// Extra means the package has it and nobody sealed it.
	Extra Finding = "extra"
	// Twice means the package has a second entry of this name.
	Twice Finding = "twice"
	// Unsafe means the name could lead out of the folder it is unpacked to.
	Unsafe Finding = "unsafe"
	// Unreadable means its packing is broken.
	Unreadable Finding = "unreadable"
	// Unchecked means there is no manifest to compare it with.
	Unchecked Finding = "unchecked"

	// NotPackage means the file is no ZIP, or is cut off.
	NotPackage Finding = "not_package"
	// TooLarge means the package is larger than any that is sealed.
	TooLarge Finding = "too_large"
	// TooMany means the package has more entries than any that is sealed.
	TooMany Finding = "too_many"
	// ManifestMissing means there is no manifest.
	ManifestMissing Finding = "manifest_missing"
	// ManifestChanged means the manifest is not one that was ever sealed.
	ManifestChanged Finding = "manifest_changed"
	// PackingDiffers means every content is right, but the package has bytes
	// that sealing does not write; Detail is the place of the first, from 1.
	PackingDiffers Finding = "packing_differs"
	// WithheldChanged means the list of what is kept back does not fit the manifest.
	WithheldChanged Finding = "withheld_changed"
	// DigestDiffers means the dossier is not the expected one; Detail is the
	// digest that was expected.
	DigestDiffers Finding = "digest_differs"
)

// Findings lists all findings but Sound, so that a test can ask for wording.
func Findings() []Finding {
	return []Finding{
		Changed, Missing, Extra, Twice, Unsafe, Unreadable, Unchecked,
		NotPackage, TooLarge, TooMany, ManifestMissing, ManifestChanged, WithheldChanged, PackingDiffers, DigestDiffers,
	}
}

// Report is the result of Verify (核验报告).
type Report struct {
	// Manifest is zero when the package has none that can be trusted to be one.
	Manifest Manifest
	// Digest is the digest of the dossier, that of manifest.json as found.
	Digest Digest
	// Withheld lists the documents that are kept back from the public.
	Withheld []Withheld
	// Files lists what was sealed, in the order of the package, and after it
	// what should not be there.
	Files []Checked
	// Findings are about the package as a whole.
	Findings []Found
}

// Checked is one entry of the package. Name comes from the package and may
// hold anything; Report.Lines shows it safely.
type Checked struct {
	Name    string
	Title   string
	Finding Finding
}

// Found is a finding about the package as a whole.
type Found struct {
	Finding Finding
	Detail  string
}

// OK says whether nothing is wrong.
func (r Report) OK() bool {
	for _, file := range r.Files {
		if file.Finding != Sound {
			return false
		}
	}
	return len(r.Findings) == 0
}

// Expect compares the dossier with a published digest, SHA-256 or SM3, and
// gives the report with the finding DigestDiffers added when it is another
// dossier.
func (r Report) Expect(digest string) Report {
	want := strings.ToLower(strings.Join(strings.Fields(digest), ""))
	if want == "" || want != r.Digest.SHA256 && want != r.Digest.SM3 {
		r.Findings = append(slices.Clone(r.Findings), Found{Finding: DigestDiffers, Detail: want})
	}
	return r
}
