package evidence

import (
	"archive/zip"
	"bytes"
	"io"
	"time"

	"jiheng/internal/checkpoint"
	"jiheng/internal/dossier"
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
		for _, line := range packing.Problems() {
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
	v := &verifier{report: &report, zip: z, key: key, openCheckpoint: openCheckpoint, manifest: packing}
	v.verify()
	return report, nil
}

// maxList bounds what is read at once.
const maxList = 64 << 20

type verifier struct {
	report         *Report
	zip            *zip.Reader
	key            signing.Verifier
	openCheckpoint func(string) (checkpoint.Checkpoint, error)
	manifest       dossier.Report
	contents       contents
	layout         int
	// spoken are all digests that the journal speaks of.
	spoken map[string]bool
}

func (v *verifier) verify() {
	if !v.signed() {
		return
	}
	v.report.Subject, v.report.Files = v.contents.Subject, len(v.contents.Files)
	anchors := v.proof()
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
		v.report.find(contentsName, contentsWrong, "", err.Error())
		return false
	}
	m, err := manifestOf(c, list, text)
	if err == nil {
		var want dossier.Digest
		if want, err = m.Digest(); err == nil && want != v.manifest.Digest {
			v.report.find(packageWord, manifestWrong, want.SHA256, v.manifest.Digest.SHA256)
			return false
		}
	}
	if err != nil {
		v.report.find(contentsName, contentsWrong, "", err.Error())
	}
	v.contents = c
	return err == nil
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

func headOf(s Subject) (journal.Head, error) {
	hash, err := journal.ParseDigest(s.JournalHash)
	return journal.Head{EvaluationID: s.Evaluation, Seq: s.JournalSeq, Hash: hash}, err
}
