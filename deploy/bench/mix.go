package main

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"
)

// mixed lets requests of all kinds arrive at a steady rate, whether or not the
// ones before are answered, and counts each from when it should have begun: so
// nothing is hidden by a server that makes its clients wait.
func (b *bench) mixed(ctx context.Context, askers []*asker) error {
	kinds := questions()
	free := make(chan *asker, len(askers))
	for _, a := range askers {
		free <- a
	}
	total := int(b.mix.Seconds() * float64(b.rate))
	took := make([]time.Duration, total)
	failures := make([]error, total)
	var wg sync.WaitGroup
	began := time.Now()
	for i := range total {
		due := began.Add(time.Duration(i) * time.Second / time.Duration(b.rate))
		if err := sleepUntil(ctx, due); err != nil {
			return err
		}
		wg.Go(func() {
			a := <-free
			defer func() { free <- a }()
			_, failures[i] = a.client.must(call{method: http.MethodGet, path: kinds[i%len(kinds)].path(a)}, http.StatusOK)
			took[i] = time.Since(due)
		})
	}
	wg.Wait()
	b.printf("\nAll kinds mixed, %d a second for %s, each counted from when it was due: p50 %s ms, p99 %s ms, slowest %s ms.\n",
		b.rate, b.mix, millis(quantile(took, 0.5)), millis(quantile(took, 0.99)), millis(quantile(took, 1)))
	return errors.Join(failures...)
}

func sleepUntil(ctx context.Context, due time.Time) error {
	timer := time.NewTimer(time.Until(due))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
