package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// conclusion is what everybody hands in; the script for pgbench has the same.
const conclusion = `{"submission":{"fields":[{"name":"conclusion","value":"the work was done as planned and within the budget"}]}}`

// workers are people who claim and complete tasks over HTTP (办理人).
type workers struct {
	b       *bench
	targets []target
	next    atomic.Int64
	people  []*client
}

func staffID(i int) string { return fmt.Sprintf("centre-p%d", i+1) }

// newWorkers logs the centre's people in.
func (b *bench) newWorkers(ctx context.Context, targets []target) (*workers, error) {
	w := &workers{b: b, targets: targets}
	for i := range b.staff() {
		c, err := logIn(ctx, b.served.address, staffID(i))
		if err != nil {
			return nil, err
		}
		w.people = append(w.people, c)
	}
	return w, nil
}

func (w *workers) close() {
	for _, c := range w.people {
		c.close()
	}
}

// errNoTasksLeft says that a round was too long for the tasks there were.
var errNoTasksLeft = errors.New("no tasks are left: make more cases")

// take gives the next task.
func (w *workers) take() (target, error) {
	n := int(w.next.Add(1)) - 1
	if n >= len(w.targets) {
		return target{}, errNoTasksLeft
	}
	return w.targets[n], nil
}

// run lets the first so many people work for a while.
func (w *workers) run(_ context.Context, clients int, long time.Duration) (score, error) {
	parts := make([]score, clients)
	failures := make([]error, clients)
	before, began := w.b.spent(), time.Now()
	var wg sync.WaitGroup
	for i := range clients {
		wg.Go(func() {
			for time.Since(began) < long && failures[i] == nil {
				failures[i] = w.one(w.people[i], &parts[i])
			}
		})
	}
	wg.Wait()
	all := score{took: time.Since(began), cpu: w.b.spent().since(before)}
	for _, p := range parts {
		all.tasks += p.tasks
		all.claim, all.complete = append(all.claim, p.claim...), append(all.complete, p.complete...)
	}
	return all, errors.Join(failures...)
}

// one claims a task and completes it, each as a browser would: with a fresh
// key, and at the version that was seen.
func (w *workers) one(c *client, s *score) error {
	t, err := w.take()
	if err != nil {
		return err
	}
	path := "/api/v1/tasks/" + string(t.task)
	began := time.Now()
	claimed, err := c.must(call{method: http.MethodPost, path: path + "/claim", key: rand.Text(), version: `"1"`}, http.StatusOK)
	if err != nil {
		return err
	}
	between := time.Now()
	_, err = c.must(call{
		method: http.MethodPost, path: path + "/complete", key: rand.Text(), version: claimed.etag, body: []byte(conclusion),
	}, http.StatusOK)
	if err != nil {
		return err
	}
	s.tasks++
	s.claim, s.complete = append(s.claim, between.Sub(began)), append(s.complete, time.Since(between))
	return nil
}
