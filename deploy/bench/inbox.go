package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"jiheng/internal/evaluation"
)

// pageSize is how many tasks a page of the inbox has unless asked otherwise.
const pageSize = 20

// asker is somebody who looks into the inbox (查阅人), over HTTP and beside it.
type asker struct {
	person evaluation.PersonID
	client *client
	// deep is the cursor of the page that a patient reader reaches.
	deep string
	page int
}

// question is one kind of request to the inbox (查询种类).
type question struct {
	name string
	path func(*asker) string
	// store asks the same without HTTP.
	store func(ctx context.Context, b *bench, a *asker) error
}

func questions() []question {
	list := []question{}
	for _, box := range []evaluation.Box{evaluation.BoxMine, evaluation.BoxClaimable, evaluation.BoxOverdue, evaluation.BoxDone} {
		list = append(list, question{
			string(box) + ", first page",
			func(*asker) string { return "/api/v1/tasks?box=" + string(box) },
			func(ctx context.Context, b *bench, a *asker) error { return b.box(ctx, a.person, box, "") },
		})
	}
	return append(list,
		question{
			"claimable, deep page",
			func(a *asker) string { return "/api/v1/tasks?box=claimable&cursor=" + url.QueryEscape(a.deep) },
			func(ctx context.Context, b *bench, a *asker) error {
				return b.box(ctx, a.person, evaluation.BoxClaimable, a.deep)
			},
		},
		question{
			"counts of all boxes",
			func(*asker) string { return "/api/v1/tasks/counts" },
			func(ctx context.Context, b *bench, a *asker) error {
				_, err := b.store.InboxCounts(ctx, a.person, time.Now())
				return err
			},
		},
	)
}

func (b *bench) box(ctx context.Context, p evaluation.PersonID, box evaluation.Box, cursor string) error {
	_, err := b.store.Inbox(ctx, evaluation.InboxQuery{Person: p, Box: box, Limit: pageSize, Cursor: cursor, Now: time.Now()})
	return err
}

func (b *bench) inboxSmall(ctx context.Context) error { return b.inbox(ctx, b.small) }

func (b *bench) inboxLarge(ctx context.Context) error {
	if err := b.inbox(ctx, b.large); err != nil {
		return err
	}
	return b.explain(ctx)
}

// inbox measures every question, one after the other and then all in a mix.
func (b *bench) inbox(ctx context.Context, live int) error {
	askers, err := b.makeAskers(ctx)
	if err != nil {
		return err
	}
	defer func() {
		for _, a := range askers {
			a.client.close()
		}
	}()
	deepest := 0
	for _, a := range askers {
		deepest = max(deepest, a.page)
	}
	b.printf("\n## Inbox at %d live tasks\n\nOf %d people of all posts, %d requests each, one at a time; pages of %d; the deep page is the %dth, or the last.\n",
		live, len(askers), b.asked, pageSize, deepest)
	b.head("request", "HTTP p50 ms", "HTTP p99 ms", "store p50 ms", "store p99 ms")
	for _, q := range questions() {
		if err := b.ask(ctx, q, askers); err != nil {
			return err
		}
	}
	return b.mixed(ctx, askers)
}

// ask puts one question over and over, over HTTP and to the store in turn.
func (b *bench) ask(ctx context.Context, q question, askers []*asker) error {
	var over, beside []time.Duration
	for i := range b.asked {
		a := askers[i%len(askers)]
		began := time.Now()
		if _, err := a.client.must(call{method: http.MethodGet, path: q.path(a)}, http.StatusOK); err != nil {
			return err
		}
		between := time.Now()
		if err := q.store(ctx, b, a); err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		if i < len(askers) {
			continue // everybody's first: connections and plans are being made
		}
		over, beside = append(over, between.Sub(began)), append(beside, time.Since(between))
	}
	b.row(q.name, millis(quantile(over, 0.5)), millis(quantile(over, 0.99)), millis(quantile(beside, 0.5)), millis(quantile(beside, 0.99)))
	return nil
}

// makeAskers logs people of all posts in, and lets each page as far as it goes.
func (b *bench) makeAskers(ctx context.Context) ([]*asker, error) {
	var out []*asker
	for i := range b.askers {
		person := fmt.Sprintf("unit-%d-p%d", 1+i*7%(b.people/10), []int{1, 3, 5, 8}[i%4])
		if i%6 == 5 {
			person = fmt.Sprintf("bureau-p%d", 1+i/6%10)
		}
		c, err := logIn(ctx, b.served.address, person)
		if err != nil {
			return nil, err
		}
		a := &asker{person: evaluation.PersonID(person), client: c}
		if err := a.turnPages(b.page); err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// turnPages goes to a page of the claimable box, or to the last there is.
func (a *asker) turnPages(page int) error {
	for a.page = 1; a.page < page; a.page++ {
		got, err := a.client.must(call{
			method: http.MethodGet, path: "/api/v1/tasks?box=claimable&cursor=" + url.QueryEscape(a.deep),
		}, http.StatusOK)
		if err != nil {
			return err
		}
		var list struct {
			NextCursor string `json:"next_cursor"`
		}
		if err := json.Unmarshal(got.body, &list); err != nil {
			return fmt.Errorf("read a page: %w", err)
		}
		if list.NextCursor == "" {
			return nil
		}
		a.deep = list.NextCursor
	}
	return nil
}
