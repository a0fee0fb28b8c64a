package main

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/policy"
)

// inside is the store with the real policy and without HTTP, in this process
// (仅存储层): what is between it and the workers is the price of HTTP.
type inside struct {
	*workers
	policy *policy.Policy
}

func (in *inside) run(ctx context.Context, clients int, long time.Duration) (score, error) {
	counts := make([]int, clients)
	failures := make([]error, clients)
	before, began := in.b.spent(), time.Now()
	var wg sync.WaitGroup
	for i := range clients {
		wg.Go(func() {
			for time.Since(began) < long && failures[i] == nil {
				if failures[i] = in.one(ctx, evaluation.PersonID(staffID(i))); failures[i] == nil {
					counts[i]++
				}
			}
		})
	}
	wg.Wait()
	all := score{took: time.Since(began), cpu: in.b.spent().since(before)}
	for _, n := range counts {
		all.tasks += n
	}
	return all, errors.Join(failures...)
}

func (in *inside) one(ctx context.Context, person evaluation.PersonID) error {
	t, err := in.take()
	if err != nil {
		return err
	}
	handedIn := evaluation.Submission{Fields: []evaluation.FieldValue{
		{Name: "conclusion", Value: "the work was done as planned and within the budget"},
	}}
	for version, c := range []evaluation.Command{
		{Action: evaluation.Claim, Task: t.task},
		{Action: evaluation.Complete, Task: t.task, Submission: handedIn},
	} {
		_, err := in.b.store.Update(ctx, evaluation.Request{
			Task: t.task, Actor: person, IdempotencyKey: rand.Text(), Fingerprint: rand.Text(), RequestID: rand.Text(),
			ClientAddress: "127.0.0.1", IfVersion: int64(version) + 1,
		}, func(s *evaluation.Situation) (evaluation.Outcome, error) { return in.policy.Decide(s, c) })
		if err != nil {
			return err
		}
	}
	return nil
}
