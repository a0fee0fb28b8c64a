package evidence

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"

	"jiheng/internal/checkpoint"
	"jiheng/internal/dossier"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/signing"
)

// Type is what a signed list of contents is called in its envelope.
const Type = "jiheng/evidence/v1"

// The names of documents.
const (
	contentsName  = "contents.json"
	signatureName = "signature.json"
	// JournalName, ProofName and HistoriesName are where these lie.
	JournalName   = "journal.jsonl"
	ProofName     = "proof.json"
	HistoriesName = "histories.json"
	// DocumentsFolder, PoliciesFolder, ProcessFolder and HistoryFolder hold
	// files; a document is named by its SHA-256.
	DocumentsFolder = "documents/"
	PoliciesFolder  = "policies/"
	ProcessFolder   = "process/"
	HistoryFolder   = "history/"
)

// Subject is what a package is of (证据包主题).
type Subject struct {
	Installation string `json:"installation"`
	Evaluation   string `json:"evaluation"`
	Title        string `json:"title"`
	Unit         string `json:"unit"`
	Year         int    `json:"year"`
	// MadeAt is in whole seconds.
	MadeAt time.Time `json:"made_at"`
	// JournalSeq and JournalHash are the head that journal.jsonl ends in.
	JournalSeq  int64  `json:"journal_seq"`
	JournalHash string `json:"journal_hash"`
}

// contents is the list that is signed.
type contents struct {
	Format string `json:"format"`
	Subject
	Files []dossier.File `json:"files"`
}

// Proof ties the journal to a signed checkpoint (检查点证明).
type Proof struct {
	// Checkpoint is the envelope.
	Checkpoint string   `json:"checkpoint"`
	Statements []Stated `json:"statements"`
	// Layout says what a package has in it beside what the first had, see layout.
	Layout int `json:"layout,omitempty"`
	// Earlier is the first checkpoint that states this journal, where there is one
	// before the package was made.
	Earlier *Earlier `json:"earlier,omitempty"`
}

// Earlier is a checkpoint with the proof that the log has only grown since
// (较早的检查点).
type Earlier struct {
	// Checkpoint is the envelope.
	Checkpoint  string            `json:"checkpoint"`
	Consistency []checkpoint.Hash `json:"consistency"`
}

// What packages have in them, by their layout.
const (
	// layoutPublic has what was made for the public and says what earlier
	// checkpoint there is.
	layoutPublic = 2
	// layoutVerified says what the installation verified to when it was made.
	layoutVerified = 3
	// layout is that of packages that are made now.
	layout = layoutVerified
)

// NewProof begins the proof of a package that is made now.
func NewProof(envelope string) Proof { return Proof{Checkpoint: envelope, Layout: layout} }

// Stated is a statement about the journal with its audit path.
type Stated struct {
	checkpoint.Statement
	Position int64             `json:"position"`
	Path     []checkpoint.Hash `json:"path"`
}

// HistoryDigest is what the journal of the installation says of an archived
// history.
type HistoryDigest struct {
	Run    string `json:"run"`
	Status string `json:"status"`
	Events int64  `json:"events"`
	SHA256 string `json:"sha256"`
	Path   string `json:"path"`
}

// Piece is a document to be packed. Path, Title and MediaType are given, the
// rest is measured.
type Piece struct {
	Path, Title, MediaType string
	Open                   func() (io.ReadCloser, error)
}

// Pack writes a package, the same bytes for the same pieces and subject.
func Pack(w io.Writer, s Subject, pieces []Piece, key signing.Signer) error {
	s.MadeAt = s.MadeAt.UTC().Truncate(time.Second)
	c := contents{Format: Type, Subject: s}
	open := map[string]func() (io.ReadCloser, error){}
	for _, p := range pieces {
		f, err := measure(p)
		if err != nil {
			return err
		}
		c.Files, open[p.Path] = append(c.Files, f), p.Open
	}
	slices.SortFunc(c.Files, func(a, b dossier.File) int { return strings.Compare(a.Path, b.Path) })
	list, err := journal.Canonical(c)
	if err != nil {
		return err
	}
	envelope, err := signing.Seal(key, Type, list)
	if err != nil {
		return err
	}
	signature, err := envelope.Encode()
	if err != nil {
		return err
	}
	open[contentsName], open[signatureName] = fixed(list), fixed(signature)
	m, err := manifestOf(c, list, signature, noteText(s))
	if err != nil {
		return err
	}
	_, err = dossier.Pack(w, m, func(f dossier.File) (io.ReadCloser, error) { return open[f.Path]() })
	return err
}

func fixed(content []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }
}

// manifestOf is the manifest that follows from the contents, the signature and
// the note that the program wrote then.
func manifestOf(c contents, list, signature []byte, note string) (dossier.Manifest, error) {
	files := slices.Clone(c.Files)
	for _, own := range []struct {
		path, title string
		content     []byte
	}{{contentsName, contentsTitle, list}, {signatureName, signatureTitle, signature}} {
		f, err := measure(Piece{own.path, own.title, "application/json", fixed(own.content)})
		if err != nil {
			return dossier.Manifest{}, err
		}
		files = append(files, f)
	}
	return dossier.New(dossier.Manifest{
		EvaluationID: c.Evaluation, Title: c.Title, Unit: c.Unit, Year: c.Year, SealedAt: c.MadeAt,
		JournalSeq: c.JournalSeq, JournalHash: c.JournalHash, Files: files, Note: note,
	})
}

// readContents reads the list, if it is written as it is signed.
func readContents(text []byte) (contents, error) {
	var c contents
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		return c, fault.Wrap(err, fault.Invalid, "contents_unreadable", "read the list of contents")
	}
	again, err := journal.Canonical(c)
	if err != nil || !bytes.Equal(again, text) || c.Format != Type {
		return c, fault.New(fault.Invalid, "contents_unreadable", "the list of contents is not written as it is signed")
	}
	return c, nil
}
