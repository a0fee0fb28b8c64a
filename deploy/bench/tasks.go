package main

import (
	"context"
	"fmt"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/policy"
)

// tasks measures completed tasks a second: over HTTP, by hand-written SQL, and
// inside the store if asked for.
func (b *bench) tasks(ctx context.Context) error {
	b.printf("\n## Completed tasks a second\n")
	began := time.Now()
	targets, err := b.makeCases(ctx, b.cases)
	if err != nil {
		return err
	}
	if err := b.cluster.tidy(ctx); err != nil {
		return err
	}
	b.printf("\n%d evaluations of %d tasks made within %s.\n", b.cases, b.items, time.Since(began).Round(100*time.Millisecond))
	sides, end, err := b.sides(ctx, targets)
	if err != nil {
		return err
	}
	defer end()
	b.rateHeader(sides)
	for _, clients := range b.clients {
		scores, err := b.turns(ctx, sides, clients)
		if err != nil {
			return err
		}
		b.rateLine(sides, clients, scores)
	}
	return b.verify(ctx, targets)
}

// sides deals the tasks out and makes those that compete.
func (b *bench) sides(ctx context.Context, targets []target) ([]side, func(), error) {
	shares := 2
	if b.options.inside {
		shares = 3
	}
	share := len(targets) / shares
	people, err := b.newWorkers(ctx, targets[:share])
	if err != nil {
		return nil, nil, err
	}
	base, err := b.newBaseline(ctx, targets[share:2*share])
	if err != nil {
		return nil, nil, err
	}
	sides := []side{{"HTTP", people.run}, {base.name(), base.run}}
	if b.options.inside {
		rules, err := policy.New()
		if err != nil {
			return nil, nil, err
		}
		within := &inside{workers: &workers{b: b, targets: targets[2*share:]}, policy: rules}
		sides = append(sides, side{"store", within.run})
	}
	return sides, people.close, nil
}

// verify checks the journals of a sample of the evaluations that were worked
// on by all sides: every chain must be whole and every row its fold.
func (b *bench) verify(ctx context.Context, targets []target) error {
	seen := map[evaluation.ID]bool{}
	var entries int64
	for _, t := range targets {
		if seen[t.evaluation] || len(seen) == sample {
			continue
		}
		seen[t.evaluation] = true
		v, err := b.store.VerifyJournal(ctx, t.evaluation)
		if err != nil {
			return err
		}
		if !v.Verified() {
			return fmt.Errorf("journal of %s does not verify: %v %v", t.evaluation, v.Chain, v.Rows)
		}
		entries += v.Entries
	}
	b.printf("\nThe journals of %d of the evaluations, %d entries, verify afterwards: chains whole, rows as folded.\n", len(seen), entries)
	return nil
}

// sample is how many evaluations are verified.
const sample = 20
