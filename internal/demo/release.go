package demo

import (
	"context"
	"fmt"
	"net/url"
	"strings"
)

// taskDetail is a task with what is to be signed or decided at it.
type taskDetail struct {
	Statement struct {
		Wording       string `json:"wording"`
		WordingDigest string `json:"wording_digest"`
	} `json:"statement"`
	ToClear struct {
		Digest string `json:"digest"`
		Files  []struct {
			Path       string `json:"path"`
			Publish    string `json:"publish"`
			Readable   bool   `json:"readable"`
			Findings   []any  `json:"findings"`
			Renderings []any  `json:"renderings"`
		} `json:"files"`
	} `json:"to_clear"`
}

// decision is what is decided about one file.
type decision struct {
	Path         string `json:"path"`
	Public       bool   `json:"public"`
	Reason       string `json:"reason,omitempty"`
	Basis        string `json:"basis,omitempty"`
	Acknowledged string `json:"acknowledged,omitempty"`
}

// attest reads the statement and signs it.
func (p *play) attest(ctx context.Context, person, stageID, step string) error {
	c := p.logins[person]
	t, err := p.take(ctx, c, stageID, step)
	if err != nil {
		return err
	}
	d, err := p.readTask(ctx, c, t)
	if err != nil {
		return err
	}
	p.cfg.Out.Say(says(c.post, d.Statement.Wording))
	signed := map[string]string{"opinion": p.script.Texts.Approval, "attests": d.Statement.WordingDigest}
	if err := c.command(ctx, t, "approve", signed, nil); err != nil {
		return fmt.Errorf("%s attests: %w", person, err)
	}
	p.report.Attestation = Attestation{Post: c.post, WordingDigest: d.Statement.WordingDigest}
	return nil
}

// clear decides on every paper: the tables and the report as a whole are public,
// as they were in the case; reports on projects and evidence are not.
func (p *play) clear(ctx context.Context, person, stageID, step string) error {
	c := p.logins[person]
	t, err := p.take(ctx, c, stageID, step)
	if err != nil {
		return err
	}
	d, err := p.readTask(ctx, c, t)
	if err != nil {
		return err
	}
	texts, files := p.script.Texts, []decision{}
	for _, f := range d.ToClear.Files {
		one := decision{Path: f.Path, Public: f.Publish == "yes" && !strings.HasPrefix(f.Path, "project-report-")}
		if !one.Public {
			one.Reason, one.Basis = texts.WithholdReason, texts.WithholdBasis
			p.report.Clearance.Withheld += len(f.Renderings)
		} else {
			p.report.Clearance.Public += len(f.Renderings)
			if len(f.Findings) > 0 || !f.Readable {
				one.Acknowledged = texts.Acknowledged
			}
		}
		files = append(files, one)
	}
	return p.handIn(ctx, c, t, map[string]any{"clearance": map[string]any{"digest": d.ToClear.Digest, "files": files}})
}

func (p *play) readTask(ctx context.Context, c *client, t task) (taskDetail, error) {
	var d taskDetail
	if err := c.get(ctx, "/api/v1/tasks/"+url.PathEscape(t.ID), nil, &d); err != nil {
		return d, fmt.Errorf("%s reads %s: %w", c.person, t.ID, err)
	}
	return d, nil
}
