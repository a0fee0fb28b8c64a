package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// pageSize is how many tasks a page of the inbox has unless asked otherwise.
const pageSize = 20

// asker is somebody who looks into the inbox (查阅人), over HTTP and beside it.
type asker struct {
	person evaluation.PersonID
	client *client
	// deep has for each box the cursor of the page that a patient reader reaches.
	deep map[evaluation.Box]string
	page map[evaluation.Box]int
}

// question is one kind of request to the inbox (查询种类).
type question struct {
	name string
	path func(*asker) string
	// store asks the same without HTTP.
	store func(ctx context.Context, b *bench, a *asker) error
}

// questions are the first page and a deep one of every box, all counts, and
// boxes that are searched, narrowed and sorted otherwise.
func questions() []question {
	list := []question{}
	for _, box := range evaluation.Boxes() {
		list = append(list, listed(string(box)+", first page", evaluation.InboxQuery{Box: box}))
	}
	for _, box := range evaluation.Boxes() {
		deep := listed(string(box)+", deep page", evaluation.InboxQuery{Box: box})
		first := deep.path
		deep.path = func(a *asker) string { return first(a) + "&cursor=" + url.QueryEscape(a.deep[box]) }
		deep.store = func(ctx context.Context, b *bench, a *asker) error {
			return b.box(ctx, a.person, evaluation.InboxQuery{Box: box, Cursor: a.deep[box]})
		}
		list = append(list, deep)
	}
	return append(append(list, counts()), narrowed()...)
}

func counts() question {
	return question{
		"counts of all boxes",
		func(*asker) string { return "/api/v1/tasks/counts" },
		func(ctx context.Context, b *bench, a *asker) error {
			_, err := b.store.InboxCounts(ctx, a.person, b.readers, time.Now())
			return err
		},
	}
}

// narrowed are searches that find something, little and nothing, a filter, and
// other orders.
func narrowed() []question {
	high := 1
	soon := calendar.DateOf(time.Now()).AddDays(7)
	return []question{
		listed("mine, search", evaluation.InboxQuery{Box: evaluation.BoxMine, Filter: evaluation.InboxFilter{Text: "137"}}),
		listed("claimable, search", evaluation.InboxQuery{Box: evaluation.BoxClaimable, Filter: evaluation.InboxFilter{Text: "37"}}),
		listed("claimable, search that finds nothing", evaluation.InboxQuery{Box: evaluation.BoxClaimable, Filter: evaluation.InboxFilter{Text: "nowhere"}}),
		listed("done, search that finds nothing", evaluation.InboxQuery{Box: evaluation.BoxDone, Filter: evaluation.InboxFilter{Text: "nowhere"}}),
		listed("claimable, urgent and due within a week", evaluation.InboxQuery{
			Box: evaluation.BoxClaimable, Filter: evaluation.InboxFilter{Priority: &high, DueTo: soon, Stage: "self_check"},
		}),
		listed("claimable, of a unit", evaluation.InboxQuery{Box: evaluation.BoxClaimable, Filter: evaluation.InboxFilter{UnitID: "unit-8"}}),
		listed("mine, by priority", evaluation.InboxQuery{Box: evaluation.BoxMine, Sort: evaluation.SortPriority}),
		listed("claimable, by priority", evaluation.InboxQuery{Box: evaluation.BoxClaimable, Sort: evaluation.SortPriority}),
		listed("claimable, opened last", evaluation.InboxQuery{Box: evaluation.BoxClaimable, Sort: evaluation.SortOpened}),
	}
}

// listed asks for the first page of a query, in both ways.
func listed(name string, q evaluation.InboxQuery) question {
	values := url.Values{"box": {string(q.Box)}}
	for key, value := range map[string]string{
		"text": q.Filter.Text, "stage": string(q.Filter.Stage), "unit": q.Filter.UnitID, "sort": string(q.Sort),
	} {
		if value != "" {
			values.Set(key, value)
		}
	}
	if !q.Filter.DueTo.IsZero() {
		values.Set("due_to", q.Filter.DueTo.String())
	}
	if q.Filter.Priority != nil {
		values.Set("priority", []string{"normal", "high", "urgent"}[*q.Filter.Priority])
	}
	return question{
		name,
		func(*asker) string { return "/api/v1/tasks?" + values.Encode() },
		func(ctx context.Context, b *bench, a *asker) error { return b.box(ctx, a.person, q) },
	}
}

func (b *bench) box(ctx context.Context, p evaluation.PersonID, q evaluation.InboxQuery) error {
	q.Person, q.Readers, q.Limit, q.Now = p, b.readers, pageSize, time.Now()
	_, err := b.store.Inbox(ctx, q)
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
	b.printf("\n## Inbox at %d live tasks\n\nOf %d people of all posts, %d requests each, one at a time; pages of %d; the deep page is the %dth, or the last.\nAs far as anybody comes:",
		live, len(askers), b.asked, pageSize, b.page)
	for _, box := range evaluation.Boxes() {
		deepest := 0
		for _, a := range askers {
			deepest = max(deepest, a.page[box])
		}
		b.printf(" %s %d", box, deepest)
	}
	b.printf(".\n")
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
		a := &asker{person: evaluation.PersonID(person), client: c, deep: map[evaluation.Box]string{}, page: map[evaluation.Box]int{}}
		for _, box := range evaluation.Boxes() {
			if err := a.turnPages(box, b.page); err != nil {
				return nil, err
			}
		}
		out = append(out, a)
	}
	return out, nil
}

// turnPages goes to a page of a box, or to the last there is.
func (a *asker) turnPages(box evaluation.Box, page int) error {
	for a.page[box] = 1; a.page[box] < page; a.page[box]++ {
		got, err := a.client.must(call{
			method: http.MethodGet, path: "/api/v1/tasks?box=" + string(box) + "&cursor=" + url.QueryEscape(a.deep[box]),
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
		a.deep[box] = list.NextCursor
	}
	return nil
}
