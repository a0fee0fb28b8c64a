package main

import (
	"context"
	_ "embed" // the script
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

//go:embed sql/task.pgbench.sql
var taskScript string

// step is one statement of a script for pgbench (脚本语句): its text with $1
// in place of the first variable, and whether the answer sets variables.
type step struct {
	text      string
	variables []string
	sets      bool
}

// parseScript reads what pgbench reads, as far as our scripts go: it is for
// PostgreSQL that comes without pgbench.
func parseScript(script string) []step {
	var steps []step
	var text strings.Builder
	for line := range strings.Lines(script) {
		if strings.HasPrefix(line, "--") || strings.TrimSpace(line) == "" {
			continue
		}
		line = strings.TrimRight(line, "\n")
		body, sets := strings.CutSuffix(line, `\gset`)
		body, ends := strings.CutSuffix(body, ";")
		text.WriteString(body + "\n")
		if sets || ends {
			steps = append(steps, newStep(text.String(), sets))
			text.Reset()
		}
	}
	return steps
}

// variable is a colon and a name; of the two colons of a cast neither counts.
var variable = regexp.MustCompile(`(^|[^:]):([a-z]+)`) //nolint:gochecknoglobals // a constant

func newStep(text string, sets bool) step {
	s := step{sets: sets}
	s.text = variable.ReplaceAllStringFunc(text, func(found string) string {
		before, name, _ := strings.Cut(found, ":")
		if !slices.Contains(s.variables, name) {
			s.variables = append(s.variables, name)
		}
		return fmt.Sprintf("%s$%d", before, slices.Index(s.variables, name)+1)
	})
	return s
}

// runScript runs a script once, as pgbench does with -M prepared: everything
// is sent and read as text, statement by statement.
func runScript(ctx context.Context, conn *pgx.Conn, steps []step) error {
	known := map[string]string{}
	for _, s := range steps {
		args := []any{pgx.QueryResultFormats{pgx.TextFormatCode}}
		for _, name := range s.variables {
			args = append(args, known[name])
		}
		rows, err := conn.Query(ctx, s.text, args...)
		if err != nil {
			return fmt.Errorf("script: %w", err)
		}
		for rows.Next() {
			for i, field := range rows.FieldDescriptions() {
				known[field.Name] = string(rows.RawValues()[i])
			}
		}
		if err := rows.Err(); err != nil {
			return fmt.Errorf("script: %w", err)
		}
	}
	return nil
}
