package demo

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// checklist is what a step asks for, and what it has to look at.
type checklist struct {
	Entries   []entry `json:"entries"`
	Inspected []entry `json:"inspected"`
}

// entry is one kind of paper with what its cover must bear.
type entry struct {
	Kind   string  `json:"kind"`
	Title  string  `json:"title"`
	Marks  []mark  `json:"marks"`
	Papers []paper `json:"papers"`
}

type mark struct {
	Mark string `json:"mark"`
}

type paper struct {
	ID      string `json:"id"`
	Current bool   `json:"current"`
}

func (p *play) checklist(ctx context.Context, c *client, t task) (checklist, error) {
	var list checklist
	if err := c.get(ctx, "/api/v1/tasks/"+url.PathEscape(t.ID)+"/materials", nil, &list); err != nil {
		return list, fmt.Errorf("%s reads the checklist of %s: %w", c.person, t.ID, err)
	}
	return list, nil
}

// entry finds a kind of paper by its name.
func (l checklist) entry(kind string) entry {
	for _, e := range l.Entries {
		if e.Kind == kind {
			return e
		}
	}
	return entry{Kind: kind, Title: kind}
}

// supply hands in papers, and says that their covers bear what they must.
func (p *play) supply(ctx context.Context, c *client, t task, kinds ...string) error {
	list, err := p.checklist(ctx, c, t)
	if err != nil {
		return err
	}
	for _, kind := range kinds {
		asked := list.entry(kind)
		query := url.Values{"file_name": {asked.Title + ".pdf"}}
		var marks []string
		for _, m := range asked.Marks {
			marks = append(marks, m.Mark)
		}
		if len(marks) > 0 {
			query.Set("marks", strings.Join(marks, ","))
		}
		err := c.send(ctx, call{
			method: http.MethodPut, path: "/api/v1/tasks/" + url.PathEscape(t.ID) + "/materials/" + kind,
			query: query, file: standIn(kind + " " + strconv.Itoa(int(t.Version))), key: uuid.NewString(),
		}, nil)
		if err != nil {
			return fmt.Errorf("supply %s: %w", kind, err)
		}
	}
	return nil
}

// review finds on every cover what it must bear, and approves.
func (p *play) review(ctx context.Context, person, stageID, step string) error {
	c := p.logins[person]
	t, err := p.take(ctx, c, stageID, step)
	if err != nil {
		return err
	}
	list, err := p.checklist(ctx, c, t)
	if err != nil {
		return err
	}
	for _, e := range list.Inspected {
		if err := p.inspect(ctx, c, t, e); err != nil {
			return err
		}
	}
	return p.approve(ctx, person, stageID, step)
}

// inspect finds on the covers of one kind what they must bear.
func (p *play) inspect(ctx context.Context, c *client, t task, e entry) error {
	for _, one := range e.Papers {
		if !one.Current || len(e.Marks) == 0 {
			continue
		}
		var found []map[string]any
		for _, m := range e.Marks {
			found = append(found, map[string]any{"mark": m.Mark, "confirmed": true})
		}
		err := c.send(ctx, call{
			method: http.MethodPost, path: "/api/v1/tasks/" + url.PathEscape(t.ID) + "/marks",
			body: map[string]any{"material": one.ID, "marks": found}, key: uuid.NewString(),
		}, nil)
		if err != nil {
			return fmt.Errorf("%s inspects %s: %w", c.person, e.Kind, err)
		}
	}
	return nil
}
