package adapter

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jiheng/internal/audit"
	"jiheng/internal/checkpoint"
	"jiheng/internal/document"
	"jiheng/internal/dossier"
	"jiheng/internal/evaluation"
	"jiheng/internal/evidence"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/ledger"
	"jiheng/internal/signing"
	"jiheng/internal/store"
	"jiheng/policy"
)

// Evidence gathers what proves how an evaluation went (证据包编制).
type Evidence struct {
	Store *store.Store
	Blobs *document.Blobs
	Keys  Keys
	// Scratch is a folder for what is long.
	Scratch string
	// Warn is told what the package does not prove; it may be nil.
	Warn func(string)
}

// Pack writes the package of an evaluation with what its verification came to.
// The checkpoint must state the end of its journal: write one first.
//
// Faults: not_found evaluation_not_found; conflict head_not_stated while the
// journal moves on; those of the files.
func (e Evidence) Pack(ctx context.Context, w io.Writer, id evaluation.ID, key signing.Signer, verified evidence.Verification) error {
	whole, err := e.Store.Whole(ctx, id)
	if err != nil {
		return err
	}
	g := &gathering{Evidence: e, id: id, whole: whole, policies: map[string]bool{}}
	if err := g.addJSON(evidence.VerificationName, verificationTitle, verified); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{g.proof, g.journal, g.documents, g.process, g.policyTexts, g.calendar, g.histories, g.index} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return evidence.Pack(w, g.subject, g.pieces, key)
}

// Verified is what a verification of an evaluation came to, as its package says
// it: what stands in rows of others is left out.
func Verified(id evaluation.ID, result audit.Result, found []audit.Finding) evidence.Verification {
	v := evidence.Verification{
		Entries: result.Entries, Files: result.Files, Checkpoints: result.Checkpoints, Histories: result.Histories,
		Findings: []string{}, Warnings: []string{},
	}
	for _, f := range found {
		if f.Evaluation != string(id) {
			f = f.Masked()
		}
		if f.Level == journal.Broken {
			v.Findings = append(v.Findings, f.Line())
		} else {
			v.Warnings = append(v.Warnings, f.Line())
		}
	}
	return v
}

// gathering is one package on its way.
type gathering struct {
	Evidence
	id       evaluation.ID
	whole    *evaluation.Evaluation
	subject  evidence.Subject
	pieces   []evidence.Piece
	policies map[string]bool
	// since is when a checkpoint first stated the journal.
	since time.Time
}

func (g *gathering) add(path, title, mediaType string, content []byte) {
	g.pieces = append(g.pieces, evidence.Piece{
		Path: path, Title: title, MediaType: mediaType,
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil },
	})
}

func (g *gathering) addJSON(path, title string, v any) error {
	text, err := json.MarshalIndent(v, "", " ")
	g.add(path, title, "application/json", append(text, '\n'))
	return err
}

// proof takes the newest checkpoint and the audit path of every statement
// about the journal; the package is of the journal as the last one states it.
func (g *gathering) proof(ctx context.Context) error {
	last, err := g.Store.LastCheckpoint(ctx)
	if err != nil {
		return err
	}
	c, _, err := g.Keys.Open(last.Envelope)
	if err != nil {
		return err
	}
	log, err := g.Store.StatementsUpTo(ctx, c.Size)
	if err != nil {
		return err
	}
	leaves := make([]checkpoint.Hash, len(log))
	for i := range log {
		leaves[i] = log[i].Leaf()
	}
	p := evidence.NewProof(last.Envelope)
	for i, s := range log {
		if s.Chain == string(g.id) {
			p.Statements = append(p.Statements, evidence.Stated{Statement: s, Position: int64(i), Path: checkpoint.Inclusion(leaves, i)})
		}
	}
	if len(p.Statements) == 0 || p.Statements[len(p.Statements)-1].Seq < g.whole.Seq {
		return fault.New(fault.Conflict, "head_not_stated", "the journal of %s has moved on since checkpoint %d", g.id, c.Number)
	}
	if p.Earlier, err = g.earlier(ctx, c, last.KeyID, p.Statements[0].Position, leaves); err != nil {
		return err
	}
	head := p.Statements[len(p.Statements)-1]
	names, err := g.Store.Names(ctx, g.whole)
	g.subject = evidence.Subject{
		Installation: c.Installation, Evaluation: string(g.id), Title: g.whole.Title, Unit: names.Unit, Year: g.whole.Year,
		MadeAt: c.At, JournalSeq: head.Seq, JournalHash: head.Hash.String(),
	}
	if err != nil {
		return err
	}
	return g.addJSON(evidence.ProofName, proofTitle, p)
}

// earlier takes the first checkpoint that states the journal, if there is one
// before the last that the same key signed.
func (g *gathering) earlier(ctx context.Context, last checkpoint.Checkpoint, key string, position int64, leaves []checkpoint.Hash) (*evidence.Earlier, error) {
	first, err := g.Store.FirstCheckpointOver(ctx, position, key)
	if err != nil {
		return nil, err
	}
	c, _, err := g.Keys.Open(first.Envelope)
	if err != nil {
		return nil, err
	}
	if c.Number >= last.Number {
		if g.Warn != nil {
			g.Warn(evidence.NoEarlierCheckpoint)
		}
		return nil, nil //nolint:nilnil // there is none
	}
	g.since = c.At
	return &evidence.Earlier{Checkpoint: first.Envelope, Consistency: checkpoint.Consistency(leaves, int(c.Size))}, nil
}

// journal writes the journal to a file, since it may be long.
func (g *gathering) journal(ctx context.Context) (err error) {
	path := filepath.Join(g.Scratch, evidence.JournalName)
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600) //nolint:gosec // in a folder of our own
	if err != nil {
		return err
	}
	defer func() {
		if closed := file.Close(); err == nil {
			err = closed
		}
	}()
	out, err := ledger.New(ledger.JSONL, file)
	if err != nil {
		return err
	}
	err = g.Store.JournalStream(ctx, g.id, func(e journal.Entry) error {
		if e.Seq > g.subject.JournalSeq {
			return nil // newer than the checkpoint
		}
		g.policies[e.PolicyVersion] = true
		return out.Write(ledger.Line{Entry: e})
	})
	if err != nil {
		return err
	}
	g.pieces = append(g.pieces, evidence.Piece{
		Path: evidence.JournalName, Title: journalTitle, MediaType: "application/jsonl",
		Open: func() (io.ReadCloser, error) { return os.Open(path) }, //nolint:gosec // just written
	})
	return out.Close()
}

// documents takes every file that the journal speaks of, once.
func (g *gathering) documents(context.Context) error {
	if g.whole.Disposed() {
		return fault.New(fault.Conflict, "contents_disposed", "the papers of %s were disposed of", g.id)
	}
	taken := map[string]bool{}
	take := func(sha, title, mediaType string) {
		if taken[sha] {
			return
		}
		taken[sha] = true
		g.pieces = append(g.pieces, evidence.Piece{
			Path: evidence.DocumentsFolder + sha, Title: title, MediaType: mediaType,
			Open: func() (io.ReadCloser, error) { r, _, err := g.Blobs.Open(sha); return r, err },
		})
	}
	for _, m := range g.whole.Materials {
		take(m.SHA256, m.FileName, m.MediaType)
	}
	for _, d := range g.whole.Dossiers {
		m, err := dossier.Parse([]byte(d.Manifest))
		if err != nil {
			return err
		}
		for _, f := range m.Files {
			take(f.SHA256, f.Title, f.MediaType)
		}
		take(d.Package, packageTitle, "application/zip")
	}
	for _, p := range g.whole.Publications {
		if p.Package != "" { // files were withheld from it
			take(p.Package, publicTitle, "application/zip")
		}
	}
	return nil
}

func (g *gathering) process(ctx context.Context) error {
	source, err := g.Store.DefinitionSource(ctx, g.whole.Process)
	g.add(fmt.Sprintf("%s%s-%d.yaml", evidence.ProcessFolder, g.whole.Process.Name, g.whole.Process.Version), processTitle, "application/yaml", []byte(source))
	return err
}

func (g *gathering) policyTexts(ctx context.Context) error {
	kept, err := g.Store.Policies(ctx)
	for _, p := range kept {
		if g.policies[p.Version] {
			err := g.addJSON(evidence.PoliciesFolder+p.Version+".json", policyTitle, policy.Source{Model: p.Model, Rules: p.Rules, Code: p.CodeRules})
			if err != nil {
				return err
			}
		}
	}
	return err
}

func (g *gathering) calendar(ctx context.Context) error {
	c, err := g.Store.CalendarNamed(ctx, g.whole.CalendarVersion)
	if fault.ReasonOf(err) == "calendar_not_found" {
		return nil // that of a program that kept none
	}
	if err != nil {
		return err
	}
	return g.addJSON("calendar.json", calendarTitle, c)
}

func (g *gathering) histories(ctx context.Context) error {
	list := []evidence.HistoryDigest{}
	err := g.Store.Archives(ctx, g.id, func(a store.Archive) error {
		path := evidence.HistoryFolder + a.Run + ".json"
		list = append(list, evidence.HistoryDigest{Run: a.Run, Status: a.Status, Events: a.Events, SHA256: a.SHA256, Path: path})
		g.add(path, historyTitle, "application/json", a.History)
		return nil
	})
	if err != nil {
		return err
	}
	return g.addJSON(evidence.HistoriesName, historiesTitle, list)
}

// index lists everything in Chinese.
func (g *gathering) index(context.Context) error {
	pieces := slices.Clone(g.pieces)
	slices.SortFunc(pieces, func(a, b evidence.Piece) int { return strings.Compare(a.Path, b.Path) })
	var b strings.Builder
	b.WriteString(indexHead(g.subject, g.since))
	for _, p := range pieces {
		fmt.Fprintf(&b, "%s\t%s\n", p.Path, p.Title)
	}
	g.add(indexName, indexTitle, "text/plain", []byte(b.String()))
	return nil
}
