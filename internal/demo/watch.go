package demo

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"jiheng/internal/dossier"
)

// watch tells what happens as the journal grows, read by the auditor.
func (p *play) watch(ctx context.Context) {
	for {
		p.catchUp(ctx)
		if p.rest(ctx) != nil {
			return
		}
	}
}

// catchUp tells what has come to the journal since it was read last.
func (p *play) catchUp(ctx context.Context) {
	entries, err := p.journal(ctx, p.told)
	if err != nil || len(entries) == 0 {
		return
	}
	p.tell(ctx, entries)
	p.told = entries[len(entries)-1].Seq
}

func (p *play) journal(ctx context.Context, after int64) ([]journalEntry, error) {
	var page journalPage
	query := url.Values{"after": {strconv.FormatInt(after, 10)}, "limit": {"100"}}
	err := p.logins["auditor"].get(ctx, "/api/v1/evaluations/"+p.id+"/journal", query, &page)
	return page.Entries, err
}

func (p *play) tell(ctx context.Context, entries []journalEntry) {
	if len(p.stages) == 0 {
		var e evaluationView
		if p.logins["auditor"].get(ctx, "/api/v1/evaluations/"+p.id, nil, &e) == nil {
			for _, s := range e.Stages {
				p.stages[s.ID] = s
			}
		}
	}
	p.words.page = p.cfg.BaseURL + publicPath(p.id)
	for _, e := range entries {
		switch e.Type {
		case "stage_opened", "stage_settled":
			s := p.stages[e.Stage]
			p.cfg.Out.Stage(s.Title, e.TypeTitle, s.DueOn)
		default:
			p.cfg.Out.Event(e.At, e.ActorName, e.TypeTitle, p.words.detail(e))
		}
	}
}

// finished waits until the evaluation is finished.
func (p *play) finished(ctx context.Context) error {
	for {
		var e evaluationView
		if err := p.logins["auditor"].get(ctx, "/api/v1/evaluations/"+p.id, nil, &e); err != nil {
			return fmt.Errorf("read the evaluation: %w", err)
		}
		if e.State == "finished" {
			return nil
		}
		if err := p.rest(ctx); err != nil {
			return fmt.Errorf("wait for the end: %w", err)
		}
	}
}

// close verifies what was left behind and completes the report.
func (p *play) close(ctx context.Context) error {
	auditor := p.logins["auditor"]
	var e evaluationView
	if err := auditor.get(ctx, "/api/v1/evaluations/"+p.id, nil, &e); err != nil {
		return fmt.Errorf("read the evaluation: %w", err)
	}
	for _, s := range e.Stages {
		p.report.Stages = append(p.report.Stages, StageReport{ID: s.ID, Title: s.Title, DueAt: s.DueAt, OpenedAt: s.OpenedAt, SettledAt: s.SettledAt})
	}
	p.report.Declared = Declared{Total: e.DeclaredTotal, Grade: e.DeclaredGrade}
	p.report.DossierDigest = e.DossierDigest
	if err := p.sums(ctx); err != nil {
		return err
	}
	if err := p.figures(ctx); err != nil {
		return err
	}
	if err := p.compare(ctx, e); err != nil {
		return err
	}
	p.report.Seconds = time.Since(p.started).Seconds()
	return nil
}

// sums counts the journal from its beginning, and has it verified.
func (p *play) sums(ctx context.Context) error {
	var after int64
	for {
		entries, err := p.journal(ctx, after)
		if err != nil {
			return fmt.Errorf("read the journal: %w", err)
		}
		if len(entries) == 0 {
			break
		}
		for _, e := range entries {
			p.report.count(e)
			after = e.Seq
		}
	}
	var v verification
	if err := p.logins["auditor"].get(ctx, "/api/v1/evaluations/"+p.id+"/journal/verification", nil, &v); err != nil {
		return fmt.Errorf("verify the journal: %w", err)
	}
	p.report.Journal = JournalReport{Entries: v.Entries, Verified: v.Verified}
	if !v.Verified {
		return fmt.Errorf("the journal does not verify: %+v", v.Findings)
	}
	return nil
}

func (p *play) figures(ctx context.Context) error {
	var f figures
	if err := p.logins["auditor"].get(ctx, "/api/v1/evaluations/"+p.id+"/figures", nil, &f); err != nil {
		return fmt.Errorf("read the figures: %w", err)
	}
	p.report.Computed = f.Computed
	return nil
}

// compare takes the package that the bureau received and the one that the
// public can load, verifies both offline and compares their digests.
func (p *play) compare(ctx context.Context, e evaluationView) error {
	filed, err := p.verified(ctx, p.logins["bureau-clerk"], "/api/v1/evaluations/"+p.id+"/dossier/package")
	if err != nil {
		return err
	}
	published, err := p.verified(ctx, anybody(p.cfg.BaseURL), publicPath(p.id)+"/package.zip")
	if err != nil {
		return err
	}
	p.report.FiledDigest, p.report.PublishedDigest = filed, published
	if filed != published || filed != e.DossierDigest {
		return fmt.Errorf("digests differ: sealed %s, filed %s, published %s", e.DossierDigest, filed, published)
	}
	if e.Filing != nil {
		p.report.ReceiptNo = e.Filing.ReceiptNo
	}
	return nil
}

// publicPath is the page on which anybody can read an evaluation.
func publicPath(id string) string { return "/public/evaluations/" + id }

func (p *play) verified(ctx context.Context, c *client, path string) (string, error) {
	var content []byte
	if err := c.get(ctx, path, nil, &content); err != nil {
		return "", fmt.Errorf("load %s: %w", path, err)
	}
	report, err := dossier.Verify(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return "", fmt.Errorf("verify %s: %w", path, err)
	}
	if !report.OK() {
		return "", fmt.Errorf("%s does not verify: %v", path, report.Lines())
	}
	return report.Digest.SHA256, nil
}
