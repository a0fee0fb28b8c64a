package demo

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
)

// take claims a task, unless the person has it already.
func (p *play) take(ctx context.Context, c *client, stageID, step string) (task, error) {
	t, err := p.task(ctx, c, stageID, step, "mine", "claimable")
	if err != nil || t.Assignee == c.person {
		return t, err
	}
	var claimed task
	if err := c.command(ctx, t, "claim", nil, &claimed); err != nil {
		return t, fmt.Errorf("%s claims %s.%s: %w", c.person, stageID, step, err)
	}
	return claimed, nil
}

func (p *play) handIn(ctx context.Context, c *client, t task, submission map[string]any) error {
	if err := c.command(ctx, t, "complete", map[string]any{"submission": submission}, nil); err != nil {
		return fmt.Errorf("%s completes %s.%s: %w", c.person, t.Stage, t.Step, err)
	}
	return nil
}

func (p *play) complete(ctx context.Context, person, stageID, step string, submission map[string]any) error {
	c := p.logins[person]
	t, err := p.take(ctx, c, stageID, step)
	if err != nil {
		return err
	}
	return p.handIn(ctx, c, t, submission)
}

func (p *play) approve(ctx context.Context, person, stageID, step string) error {
	return p.decide(ctx, p.logins[person], stageID, step, p.script.Texts.Approval)
}

func (p *play) decide(ctx context.Context, c *client, stageID, step, opinion string) error {
	t, err := p.take(ctx, c, stageID, step)
	if err != nil {
		return err
	}
	if err := c.command(ctx, t, "approve", map[string]string{"opinion": opinion}, nil); err != nil {
		return fmt.Errorf("%s approves %s.%s: %w", c.person, stageID, step, err)
	}
	return nil
}

func (p *play) sendBack(ctx context.Context, person, stageID, step, reason string) error {
	c := p.logins[person]
	t, err := p.take(ctx, c, stageID, step)
	if err != nil {
		return err
	}
	if err := c.command(ctx, t, "return", map[string]string{"reason": reason}, nil); err != nil {
		return fmt.Errorf("%s returns %s.%s: %w", person, stageID, step, err)
	}
	return nil
}

// refused lets somebody try what a rule forbids, and says which rule it was.
func (p *play) refused(ctx context.Context, person, stageID, step string) error {
	c := p.logins[person]
	t, err := p.task(ctx, p.logins["supervision-head"], stageID, step, "claimable")
	if err != nil {
		return err
	}
	problem := problemOf(c.command(ctx, t, "claim", nil, nil))
	if problem == nil || problem.Rule == "" {
		return fmt.Errorf("%s was not refused %s.%s", person, stageID, step)
	}
	p.cfg.Out.Say(says(c.post, answered(problem)))
	return nil
}

// race lets two persons claim the same task at the same moment. One has it;
// the other is told who was first, and when.
func (p *play) race(ctx context.Context, stageID, step string, persons ...string) (*client, error) {
	t, err := p.task(ctx, p.logins[persons[0]], stageID, step, "claimable")
	if err != nil {
		return nil, err
	}
	outcomes := make([]error, len(persons))
	var runners sync.WaitGroup
	for i, person := range persons {
		runners.Go(func() { outcomes[i] = p.logins[person].command(ctx, t, "claim", nil, nil) })
	}
	runners.Wait()
	var winner *client
	for i, err := range outcomes {
		if err == nil {
			winner = p.logins[persons[i]]
			continue
		}
		problem := problemOf(err)
		if problem == nil || problem.Reason != "task_already_claimed" {
			return nil, fmt.Errorf("%s claims %s.%s: %w", persons[i], stageID, step, err)
		}
		p.cfg.Out.Say(says(p.script.Post(persons[i]), answered(problem)))
	}
	if winner == nil {
		return nil, errors.New("nobody won the claim")
	}
	return winner, nil
}

// escalated waits until the escalation has reached somebody's notices.
func (p *play) escalated(ctx context.Context, person string) error {
	for {
		var page noticePage
		if err := p.logins[person].get(ctx, "/api/v1/notices", url.Values{"limit": {"100"}}, &page); err != nil {
			return fmt.Errorf("notices of %s: %w", person, err)
		}
		for _, n := range page.Notices {
			if n.Evaluation == p.id && n.Kind == "escalation" {
				return nil
			}
		}
		if err := p.rest(ctx); err != nil {
			return fmt.Errorf("%s waits for the escalation: %w", person, err)
		}
	}
}

// standIn makes a small valid PDF that says what it stands for: the real papers
// were never published.
func standIn(title string) []byte {
	var b strings.Builder
	offsets := make([]int, 0, 5)
	object := func(body string) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(offsets), body)
	}
	b.WriteString("%PDF-1.4\n")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>")
	text := "BT /F1 18 Tf 72 760 Td (Stand-in for: " + title + ") Tj ET"
	object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(text), text))
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return []byte(b.String())
}
