package evidence

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"jiheng/internal/checkpoint"
	"jiheng/internal/dossier"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/policy"
)

// proof holds every statement about the journal against the signed root, and
// gives the heads that the journal must have had.
func (v *verifier) proof() []journal.Head {
	text, ok := v.read(ProofName)
	if !ok {
		return nil
	}
	var p Proof
	if err := json.Unmarshal(text, &p); err != nil {
		v.report.find(ProofName, unreadableWord, "", "")
		return nil
	}
	c, err := v.openCheckpoint(p.Checkpoint)
	if err != nil || c.Installation != v.contents.Installation {
		v.report.find(ProofName, checkpointWrong, v.contents.Installation, c.Installation)
		return nil
	}
	var heads []journal.Head
	last := int64(0)
	for _, s := range p.Statements {
		if s.Chain != v.contents.Evaluation || !checkpoint.Included(s.Leaf(), s.Position, c.Size, s.Path, c.Root) {
			v.report.find(ProofName, statementWrong, c.Root.String(), number(s.Position))
		}
		heads, last = append(heads, s.Head()), max(last, s.Seq)
	}
	v.earlier(p, c)
	if last != v.contents.JournalSeq {
		v.report.find(ProofName, headNotStated, number(v.contents.JournalSeq), number(last))
	}
	return heads
}

// earlier holds the first checkpoint that states the journal against the one the
// package goes by, and warns where there is none: then nothing but the package
// itself says that the journal was no other before.
func (v *verifier) earlier(p Proof, last checkpoint.Checkpoint) {
	v.layout = p.Layout
	if p.Layout < layoutPublic {
		return // of a program that did not say
	}
	if p.Earlier == nil {
		v.report.Warnings = append(v.report.Warnings, NoEarlierCheckpoint)
		return
	}
	c, err := v.openCheckpoint(p.Earlier.Checkpoint)
	covers := len(p.Statements) > 0 && p.Statements[0].Position < c.Size
	if err != nil || c.Installation != last.Installation || !covers || c.Number >= last.Number ||
		!checkpoint.Consistent(c.Size, last.Size, c.Root, last.Root, p.Earlier.Consistency) {
		v.report.find(ProofName, earlierWrong, last.Root.String(), c.Root.String())
		return
	}
	v.report.Since = c.At
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// digests are what the journal speaks of files by.
var digests = regexp.MustCompile(`[0-9a-f]{64}`) //nolint:gochecknoglobals // compiled once

// journal follows the chain and remembers the digests it speaks of.
func (v *verifier) journal(anchors []journal.Head) {
	v.spoken, v.cleared = map[string]bool{}, map[string]*evaluation.Clearance{}
	head, err := headOf(v.contents.Subject)
	if err != nil {
		v.report.find(contentsName, contentsWrong, "", v.contents.JournalHash)
		return
	}
	f, err := v.zip.Open("files/" + JournalName)
	if err != nil {
		v.report.find(JournalName, missingWord, "", "")
		return
	}
	defer func() { _ = f.Close() }()
	chain := journal.NewVerifier(v.contents.Evaluation, anchors...)
	for in := bufio.NewReader(f); ; {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			v.entry(chain, line)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			v.report.find(JournalName, unreadableWord, "", "")
			break
		}
	}
	for _, found := range chain.Close(head) {
		v.chainFinding(found)
	}
}

func (v *verifier) entry(chain *journal.Verifier, line []byte) {
	v.report.Entries++
	var e journal.Entry
	if err := json.Unmarshal(line, &e); err != nil {
		v.report.find(JournalName+":"+number(v.report.Entries), unreadableWord, "", "")
		return
	}
	for _, found := range chain.Check(e) {
		v.chainFinding(found)
	}
	for _, d := range digests.FindAll(e.Data, -1) {
		v.spoken[string(d)] = true
	}
	if e.PolicyVersion != "" {
		v.spoken["policy "+e.PolicyVersion] = true
	}
	switch evaluation.EventType(e.Type) { //nolint:exhaustive // these bring files
	case evaluation.TypeMaterialSupplied:
		v.supplied(e)
	case evaluation.TypeCleared:
		v.decided(e)
	case evaluation.TypeDossierPublished:
		v.published(e)
	}
}

func (v *verifier) chainFinding(f journal.Finding) {
	if f.Level == journal.Broken {
		v.report.find(JournalName+":"+number(f.Seq), f.Kind.Label(), f.Expected, f.Found)
	}
}

// supplied wants the paper of an entry to be in the package.
func (v *verifier) supplied(e journal.Entry) {
	for _, d := range digests.FindAll(e.Data, -1) {
		for _, f := range v.contents.Files {
			if f.Path == DocumentsFolder+string(d) {
				return
			}
		}
	}
	v.report.find(JournalName+":"+number(e.Seq), paperMissing, "", "")
}

// published wants the package that was made for the public to be in the
// package, and to be of the dossier that was published.
func (v *verifier) published(e journal.Entry) {
	var said struct{ Digest, Package string }
	if err := json.Unmarshal(e.Data, &said); err != nil || said.Package == "" || v.layout < layoutPublic {
		return // all of the sealed dossier, or a package from before
	}
	path := DocumentsFolder + said.Package
	if _, err := v.zip.Open("files/" + path); err != nil {
		v.report.find(path, missingWord, "", "")
		return
	}
	report, ok := v.unpack(path)
	if !ok || report.Digest.SHA256 != said.Digest {
		v.report.find(path, publicWrong, said.Digest, report.Digest.SHA256)
		return
	}
	v.withheld(path, said.Digest, report)
}

// decided remembers the last decision on what is published of a dossier.
func (v *verifier) decided(e journal.Entry) {
	var said struct{ Clearing evaluation.Clearing }
	if json.Unmarshal(e.Data, &said) == nil {
		v.cleared[said.Clearing.Digest] = &evaluation.Clearance{Clearing: said.Clearing}
	}
}

// withheld wants what a public package keeps back to be what was decided: all
// that was not to be public, and nothing that nobody decided on.
func (v *verifier) withheld(path, digest string, r dossier.Report) {
	decision := v.cleared[digest]
	if decision == nil {
		v.report.find(path, withheldUndecided, "", "")
		return
	}
	kept := map[string]bool{}
	for _, w := range r.Withheld {
		kept[w.Path] = true
		if _, decided := decision.Withholds(w.Path); !decided {
			v.report.find(path, withheldUndecided, "", w.Path)
		}
	}
	for _, f := range decision.Files {
		if !f.Public && !kept[f.Path] {
			v.report.find(path, withheldShown, f.Path, "")
		}
	}
}

// documents wants every document to be one that the journal speaks of, and to
// be what its name says.
func (v *verifier) documents() {
	histories := v.histories()
	for _, f := range v.contents.Files {
		folder, name, _ := strings.Cut(f.Path, "/")
		switch folder + "/" {
		case DocumentsFolder:
			if name != f.SHA256 || !v.spoken[f.SHA256] && !v.sealed(f.SHA256) {
				v.report.find(f.Path, notSpokenOf, name, f.SHA256)
			}
		case ProcessFolder:
			if !v.spoken[f.SHA256] {
				v.report.find(f.Path, notSpokenOf, "", f.SHA256)
			}
		case HistoryFolder:
			if histories[f.Path] != f.SHA256 {
				v.report.find(f.Path, historyWrong, histories[f.Path], f.SHA256)
			}
		case PoliciesFolder:
			v.policy(f, strings.TrimSuffix(name, ".json"))
		}
	}
}

// sealed tells whether a file is listed in a manifest of a dossier that the
// journal speaks of; a sealed event carries the manifest as text, so its
// digests were met already. What is left are the packages themselves.
func (v *verifier) sealed(sha string) bool {
	report, ok := v.unpack(DocumentsFolder + sha)
	return ok && v.spoken[report.Digest.SHA256]
}

func (v *verifier) policy(f dossier.File, version string) {
	text, ok := v.read(f.Path)
	if !ok {
		return
	}
	var s policy.Source
	if err := json.Unmarshal(text, &s); err != nil || s.Version() != version {
		v.report.find(f.Path, policyWrong, version, s.Version())
	}
	if !v.spoken["policy "+version] {
		v.report.find(f.Path, notSpokenOf, "", version)
	}
}

func (v *verifier) histories() map[string]string {
	text, ok := v.read(HistoriesName)
	var list []HistoryDigest
	if ok && json.Unmarshal(text, &list) != nil {
		v.report.find(HistoriesName, unreadableWord, "", "")
	}
	out := map[string]string{}
	for _, h := range list {
		out[h.Path] = h.SHA256
	}
	return out
}
