package evidence

import (
	"archive/zip"
	"bytes"
	"io"
	"time"

	"jiheng/internal/checkpoint"
	"jiheng/internal/dossier"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/signing"
)

// Finding is one thing that is wrong with a package (核验发现).
type Finding struct {
	Where    string `json:"where"`
	What     string `json:"what"`
	Expected string `json:"expected,omitempty"`
	Found    string `json:"found,omitempty"`
}

// Report is what a verification came to (核验报告).
type Report struct {
	// Subject is zero when the package does not say what it is of.
	Subject  Subject   `json:"subject"`
	KeyID    string    `json:"key_id"`
	Files    int       `json:"files"`
	Entries  int64     `json:"entries"`
	Findings []Finding `json:"findings"`
	// Bent counts the findings that were made of the installation when the
	// package was made, and not of the package.
	Bent int `json:"bent,omitempty"`
	// Since is when a checkpoint first stated the journal, zero when none did
	// before the package was made, or the package does not say.
	Since time.Time `json:"since,omitzero"`
	// Warnings are what nothing in the package proves.
	Warnings []string `json:"warnings,omitempty"`
}

// OK tells whether nothing is wrong.
func (r *Report) OK() bool { return len(r.Findings) == 0 }

func (r *Report) find(where, what, expected, found string) {
	r.Findings = append(r.Findings, Finding{where, what, expected, found})
}

// Verify verifies a package offline: its packing, its signature, and what its
// documents prove together. OpenCheckpoint gives the checkpoint in an envelope
// if it was signed with a key that is trusted. The error is about reading r.
func Verify(r io.ReaderAt, size int64, key signing.Verifier, openCheckpoint func(envelope string) (checkpoint.Checkpoint, error)) (Report, error) {
	var report Report
	packing, err := dossier.Verify(r, size)
	if err != nil {
		return report, err
	}
	if !packing.OK() {
		for _, line := range packing.ProblemsAs(packingWords) {
			report.find(packageWord, line, "", "")
		}
	}
	if !report.OK() {
		return report, nil
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return report, err
	}
	v := &verifier{report: &report, content: r, zip: z, key: key, openCheckpoint: openCheckpoint, manifest: packing}
	v.verify()
	return report, nil
}

// maxList bounds what is read at once.
const maxList = 64 << 20

type verifier struct {
	report         *Report
	content        io.ReaderAt
	zip            *zip.Reader
	key            signing.Verifier
	openCheckpoint func(string) (checkpoint.Checkpoint, error)
	manifest       dossier.Report
	contents       contents
	layout         int
	// spoken are all digests that the journal speaks of.
	spoken map[string]bool
	// cleared are the decisions on what is published, by dossier.
	cleared map[string]*evaluation.Clearance
}

func (v *verifier) verify() {
	if !v.signed() {
		return
	}
	v.report.Subject, v.report.Files = v.contents.Subject, len(v.contents.Files)
	anchors := v.proof()
	v.verification()
	v.journal(anchors)
	v.documents()
}

// signed opens the list of contents by its signature, and holds the manifest
// of the packing against the one that follows from both.
func (v *verifier) signed() bool {
	list, ok1 := v.read(contentsName)
	text, ok2 := v.read(signatureName)
	if !ok1 || !ok2 {
		return false
	}
	envelope, err := signing.Decode(bytes.NewReader(text))
	if err == nil {
		var again []byte
		if again, err = envelope.Encode(); err == nil && !bytes.Equal(again, text) {
			err = fault.New(fault.Invalid, "envelope_unreadable", "not written as it was signed")
		}
	}
	var payload []byte
	if err == nil {
		payload, err = envelope.Open(v.key, Type)
	}
	v.report.KeyID = envelope.KeyID
	if err != nil || !bytes.Equal(payload, list) {
		v.report.find(signatureName, signatureWrong, v.key.KeyID(), envelope.KeyID)
		return false
	}
	c, err := readContents(list)
	if err != nil {
		v.report.find(contentsName, contentsWrong, "", "")
		return false
	}
	v.contents = c
	return v.packed(list, text)
}

// packed holds the manifest of the packing against the contents.
func (v *verifier) packed(list, signature []byte) bool {
	var last dossier.Digest
	for _, note := range notes(v.contents.Subject) {
		m, err := manifestOf(v.contents, list, signature, note)
		if err == nil {
			last, err = m.Digest()
		}
		if err != nil {
			v.report.find(contentsName, contentsWrong, "", "")
			return false
		}
		if last == v.manifest.Digest {
			return true
		}
	}
	v.report.find(packageWord, manifestWrong, last.SHA256, v.manifest.Digest.SHA256)
	return false
}

// read reads a document of the package whole.
func (v *verifier) read(path string) ([]byte, bool) {
	f, err := v.zip.Open("files/" + path)
	if err != nil {
		v.report.find(path, missingWord, "", "")
		return nil, false
	}
	defer func() { _ = f.Close() }()
	content, err := io.ReadAll(io.LimitReader(f, maxList+1))
	if err != nil || len(content) > maxList {
		v.report.find(path, unreadableWord, "", "")
		return nil, false
	}
	return content, true
}

// unpack verifies a package that is a document of this one, where it lies: it
// may be long, and is stored as it is.
func (v *verifier) unpack(path string) (dossier.Report, bool) {
	for _, f := range v.zip.File {
		if f.Name != "files/"+path {
			continue
		}
		offset, err := f.DataOffset()
		if err != nil || f.Method != zip.Store {
			break
		}
		size := int64(f.UncompressedSize64) //nolint:gosec // of a package that was verified
		report, err := dossier.Verify(io.NewSectionReader(v.content, offset, size), size)
		return report, err == nil && report.OK()
	}
	return dossier.Report{}, false
}

func headOf(s Subject) (journal.Head, error) {
	hash, err := journal.ParseDigest(s.JournalHash)
	return journal.Head{EvaluationID: s.Evaluation, Seq: s.JournalSeq, Hash: hash}, err
}
