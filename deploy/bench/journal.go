package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// journalSkipped drops what is inserted into the journal, so that the program
// works as if there were none: it still hashes, which costs less than a
// millionth of a second, but nothing is written.
const journalSkipped = `CREATE FUNCTION bench_skip() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER bench_no_journal BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION bench_skip();
ALTER TABLE journal DISABLE TRIGGER bench_no_journal;
`

// journal measures what the journal costs: the same work over HTTP by the same
// program, with and without its entries being written, taking turns.
func (b *bench) journal(ctx context.Context) (err error) {
	b.printf("\n## What the journal costs\n")
	conn, err := pgx.Connect(ctx, b.cluster.superuser())
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	for _, statement := range statements(journalSkipped) {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return fmt.Errorf("prepare to skip the journal: %w", err)
		}
	}
	targets, err := b.makeCases(ctx, b.cases/2)
	if err != nil {
		return err
	}
	with, err := b.newWorkers(ctx, targets[:len(targets)/2])
	if err != nil {
		return err
	}
	defer with.close()
	without := &workers{b: b, targets: targets[len(targets)/2:], people: with.people}
	sides := []side{{"with the journal", with.run}, {"without", func(ctx context.Context, clients int, long time.Duration) (score, error) {
		if _, err := conn.Exec(ctx, "ALTER TABLE journal ENABLE TRIGGER bench_no_journal"); err != nil {
			return score{}, fmt.Errorf("skip the journal: %w", err)
		}
		got, err := without.run(ctx, clients, long)
		if _, back := conn.Exec(ctx, "ALTER TABLE journal DISABLE TRIGGER bench_no_journal"); err == nil && back != nil {
			err = fmt.Errorf("keep the journal again: %w", back)
		}
		return got, err
	}}}
	return b.journalCost(ctx, sides, b.clients[len(b.clients)/2])
}

func (b *bench) journalCost(ctx context.Context, sides []side, clients int) error {
	scores, err := b.turns(ctx, sides, clients)
	if err != nil {
		return err
	}
	shares := make([]float64, len(scores[0]))
	for i, with := range scores[0] {
		shares[i] = 100 * (1 - with.rate()/scores[1][i].rate())
	}
	cost := spreadOf(shares)
	b.head("sessions", sides[0].name, sides[1].name, "cost in throughput", "goal")
	b.row(fmt.Sprint(clients), rates(scores[0]).String(), rates(scores[1]).String(),
		fmt.Sprintf("**%.0f %%** (%.0f–%.0f)", cost.median, cost.low, cost.high), "at most 25 %")
	return nil
}
