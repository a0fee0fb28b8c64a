package dossier

import (
	"cmp"
	"slices"
	"time"
)

// The versions of the format; see the package comment. A manifest without an
// attestation is of version 1, and one of a rehearsal of version 3.
const (
	Version          = 1
	VersionAttested  = 2
	VersionRehearsed = 3
)

// File is one document of a dossier (定稿文件).
type File struct {
	// Path is where it lies below files/, with slashes.
	Path string `json:"path"`
	// Title is what people call it.
	Title     string `json:"title"`
	MediaType string `json:"media_type"`
	// Size is in bytes.
	Size int64 `json:"size"`
	// SHA256 and SM3 are lower-case hexadecimal.
	SHA256 string `json:"sha256"`
	SM3    string `json:"sm3"`
}

// Manifest is the list of what was sealed (定稿清单). The order of its fields
// is the order of its canonical bytes: add at the end, with a new Version.
type Manifest struct {
	Version      int    `json:"version"`
	EvaluationID string `json:"evaluation_id"`
	Title        string `json:"title"`
	// Unit is the body that evaluated itself.
	Unit string `json:"unit"`
	// Year is the budget year under evaluation.
	Year int `json:"year"`
	// SealedAt is in whole seconds, at the offset of Asia/Shanghai.
	SealedAt time.Time `json:"sealed_at"`
	// JournalSeq and JournalHash are the head of the evaluation's journal when
	// it was sealed: they tie the dossier to the trail of how it came about.
	JournalSeq  int64  `json:"journal_seq"`
	JournalHash string `json:"journal_hash"`
	// PrevDigest is the SHA-256 digest of the dossier this one corrects, and
	// Correction says why; both empty for a first dossier.
	PrevDigest string `json:"prev_digest"`
	Correction string `json:"correction"`
	// Files are sorted by path.
	Files []File `json:"files"`
	// Note is the text of the note to the reader. It is kept here so that a
	// later wording cannot change the bytes of an old package.
	Note string `json:"note"`
	// Attestation is who answers for the content; since version 2.
	Attestation *Attestation `json:"attestation,omitempty"`
	// Rehearsal tells that nothing of it is in force; since version 3.
	Rehearsal *Rehearsal `json:"rehearsal,omitempty"`
}

// Rehearsal says that the dossier was made in a rehearsal (演练): an evaluation
// whose days are shorter than 24 hours. SealedAt is then the hour of the wall
// clock, and SealedOn the day that the rehearsal had come to.
type Rehearsal struct {
	DayMilliseconds int64  `json:"day_milliseconds"`
	SealedOn        string `json:"sealed_on"`
}

// Attestation is a statement that was signed before the sealing (声明). People
// stand in it by their post.
type Attestation struct {
	Wording string `json:"wording"`
	// Content is the digest of what was attested, as the journal has it.
	Content  string    `json:"content"`
	Post     string    `json:"post"`
	SignedAt time.Time `json:"signed_at"`
}

// shanghai is a fixed offset: the bytes of a dossier must not depend on a
// time zone database.
func shanghai() *time.Location { return time.FixedZone("Asia/Shanghai", 8*60*60) }

// New completes a manifest: the version, the order of the files, the whole
// second at the offset of Asia/Shanghai, and a note where there is none. The
// given Files stay as they are. A manifest that names a place in a journal
// must name the hash there. Fault: invalid manifest_invalid, with Fields.
func New(m Manifest) (Manifest, error) {
	if m.Attestation != nil {
		signed := *m.Attestation
		signed.SignedAt = signed.SignedAt.In(shanghai()).Truncate(time.Second)
		m.Attestation = &signed
	}
	m.Version = m.versionOfContent()
	m.SealedAt = m.SealedAt.In(shanghai()).Truncate(time.Second)
	m.Files = slices.SortedFunc(slices.Values(m.Files), func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	if m.Note == "" {
		m.Note = noteText(m)
	}
	// A package of somebody else's need not be tied to a journal to be sound,
	// but none is made here whose journal could be written anew unnoticed.
	if m.JournalSeq > 0 && m.JournalHash == "" {
		return m, (&faults{{Name: "journal_hash", Reason: "required"}}).fault()
	}
	return m, m.check()
}
