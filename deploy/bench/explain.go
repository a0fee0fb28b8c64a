package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// explain writes the plans of the inbox queries as they really ran: prepared,
// with the plan that PostgreSQL chose for the statement, told by auto_explain.
func (b *bench) explain(ctx context.Context) error {
	if b.options.plans == "" {
		return nil
	}
	if err := b.watchPlans(ctx); err != nil {
		return err
	}
	s, err := openStore(ctx, b.cluster.owner())
	if err != nil {
		return err
	}
	usual := b.store
	b.store = s
	defer func() { b.store = usual }()
	var out strings.Builder
	a := &asker{person: "unit-8-p5"}
	for _, q := range questions() {
		if strings.Contains(q.name, "deep") {
			continue // the same query with another bound
		}
		for range 3 { // the first plans are of a connection still cold
			if err := sleepUntil(ctx, time.Now().Add(settleTime)); err != nil {
				return errors.Join(err, s.Close())
			}
			b.cluster.words.collect()
			if err := q.store(ctx, b, a); err != nil {
				return errors.Join(err, s.Close())
			}
		}
		if err := sleepUntil(ctx, time.Now().Add(settleTime)); err != nil {
			return errors.Join(err, s.Close())
		}
		fmt.Fprintf(&out, "### %s\n\n```\n%s```\n\n", q.name, planOf(b.cluster.words.done()))
	}
	if err := os.WriteFile(b.options.plans, []byte(out.String()), 0o600); err != nil {
		return errors.Join(fmt.Errorf("write plans: %w", err), s.Close())
	}
	return s.Close()
}

// settleTime is what a plan may take to come through the server's log.
const settleTime = 200 * time.Millisecond

// watchPlans makes connections to come tell their plans.
func (b *bench) watchPlans(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, b.cluster.superuser())
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	for setting, value := range map[string]string{
		"session_preload_libraries": "auto_explain", "auto_explain.log_min_duration": "0", "auto_explain.log_analyze": "on",
		"auto_explain.log_buffers": "on", "auto_explain.log_nested_statements": "on",
	} {
		if _, err := conn.Exec(ctx, "ALTER ROLE "+database+" SET "+setting+" = '"+value+"'"); err != nil {
			return fmt.Errorf("watch plans: %w", err)
		}
	}
	return nil
}

// planOf keeps the plans and leaves out the statements above them.
func planOf(lines []string) string {
	var out strings.Builder
	inside := false
	for _, line := range lines {
		switch {
		case strings.Contains(line, "duration") && strings.Contains(line, "plan"):
			inside = false
			fmt.Fprintf(&out, "%s\n", strings.TrimSpace(line))
		case strings.Contains(line, "(cost="):
			inside = true
			fallthrough
		case inside:
			out.WriteString(strings.TrimPrefix(line, "\t") + "\n")
		}
	}
	return out.String()
}
