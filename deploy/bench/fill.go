package main

import (
	"context"
	_ "embed" // the statements
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

//go:embed sql/people.sql
var peopleSQL string

//go:embed sql/fill.sql
var fillSQL string

// fill makes rows by the hundred thousand. The schema's own checks hold for
// them; only the look-ups of foreign keys are left out, by a superuser.
func (c *cluster) fill(ctx context.Context, script string, args pgx.NamedArgs) (err error) {
	conn, err := pgx.Connect(ctx, c.superuser())
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	if _, err := conn.Exec(ctx, "SET session_replication_role = replica; SET TIME ZONE 'UTC'"); err != nil {
		return fmt.Errorf("prepare to fill: %w", err)
	}
	for _, statement := range statements(script) {
		if _, err := conn.Exec(ctx, statement, args); err != nil {
			return fmt.Errorf("fill: %s: %w", strings.SplitN(statement, "(", 2)[0], err)
		}
	}
	return nil
}

// tidy leaves the tables as autovacuum would, without waiting for it.
func (c *cluster) tidy(ctx context.Context) (err error) {
	conn, err := pgx.Connect(ctx, c.superuser())
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	for _, command := range []string{"VACUUM ANALYZE", "CHECKPOINT"} {
		if _, err := conn.Exec(ctx, command); err != nil {
			return fmt.Errorf("%s: %w", command, err)
		}
	}
	return nil
}

// statements cuts a script at the semicolons that end lines.
func statements(script string) []string {
	var out []string
	for text := range strings.SplitSeq(script, ";\n") {
		if strings.TrimSpace(text) != "" {
			out = append(out, text)
		}
	}
	return out
}
