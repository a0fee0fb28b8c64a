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
	if _, err := conn.Exec(ctx, "SET session_replication_role = replica; SET TIME ZONE 'UTC'; SET maintenance_work_mem = '512MB'"); err != nil {
		return fmt.Errorf("prepare to fill: %w", err)
	}
	restore, err := dropIndexes(ctx, conn)
	if err != nil {
		return err
	}
	for _, statement := range append(statements(script), restore...) {
		if _, err := conn.Exec(ctx, statement, args); err != nil {
			return fmt.Errorf("fill: %s: %w", strings.SplitN(statement, "(", 2)[0], err)
		}
	}
	return nil
}

// dropIndexes drops those of the tasks that no constraint needs and gives the
// statements that make them again, which is quicker than to keep them.
func dropIndexes(ctx context.Context, conn *pgx.Conn) ([]string, error) {
	rows, err := conn.Query(ctx, `SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index i
		WHERE indrelid = 'tasks'::regclass AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)`)
	if err != nil {
		return nil, fmt.Errorf("list indexes: %w", err)
	}
	var restore []string
	var name, definition string
	var names []string
	if _, err := pgx.ForEachRow(rows, []any{&name, &definition}, func() error {
		names, restore = append(names, name), append(restore, definition)
		return nil
	}); err != nil {
		return nil, fmt.Errorf("list indexes: %w", err)
	}
	if _, err := conn.Exec(ctx, "DROP INDEX "+strings.Join(names, ", ")); err != nil {
		return nil, fmt.Errorf("drop indexes: %w", err)
	}
	return restore, nil
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
