package store

import (
	"context"
	_ "embed"
	"slices"
	"strings"
)

// demandedGuards is what the migrations lead to: every trigger with the digest
// of the function it calls, every relation, function, rule, constraint, unique
// index and column, whose they are, and every right of a role that is not the
// owner. A test holds it against a fresh database.
//
//go:embed guards.txt
var demandedGuards string

// Guard is what guards a table and is not as the migrations demand (防护):
// Expected is empty for one too many, Found for one that is missing.
type Guard struct{ Where, Expected, Found string }

// Right tells that it is a right of a role.
func (g Guard) Right() bool { return strings.HasPrefix(g.Where, "grant ") }

// right says it as role, right, table and column.
func (g Guard) right() string {
	fields := strings.Fields(g.Where)
	return strings.Join(append([]string{fields[2], fields[3], fields[1]}, fields[4:]...), " ")
}

// Guards lists everything that guards a table and is not as the migrations
// demand.
func (s *Store) Guards(ctx context.Context) ([]Guard, error) {
	var found []string
	err := s.db.WithContext(ctx).Raw(selectGuards).Scan(&found).Error
	return guardDifferences(found), err
}

// guardDifferences holds what was found against what is demanded. Of a table too
// many it says that it is there and what it does to others, not each of its
// columns.
func guardDifferences(found []string) []Guard {
	demanded := map[string]string{}
	for line := range strings.Lines(demandedGuards) {
		line = strings.TrimSpace(line)
		demanded[guardName(line)] = line
	}
	tables := relations(demanded)
	var out []Guard
	for _, line := range found {
		name := guardName(line)
		want, there := demanded[name]
		delete(demanded, name)
		if there && want == line || ofAnother(line, tables) {
			continue
		}
		out = append(out, Guard{name, want, line})
	}
	for name, line := range demanded {
		out = append(out, Guard{Where: name, Expected: line})
	}
	slices.SortFunc(out, func(a, b Guard) int { return strings.Compare(a.Where, b.Where) })
	return out
}

// relations are the tables, views and sequences among what is demanded.
func relations(demanded map[string]string) map[string]bool {
	out := map[string]bool{}
	for name := range demanded {
		if table, ok := strings.CutPrefix(name, "relation "); ok {
			out[table] = true
		}
	}
	return out
}

// ofAnother tells that a line only says how a table is made that is reported as
// one too many.
func ofAnother(line string, tables map[string]bool) bool {
	fields := strings.Fields(line)
	switch fields[0] {
	case "table", "column", "constraint", "index", "owner":
		return !tables[fields[1]] && fields[1] != "schema"
	case "rule":
		return !tables[fields[1]] && fields[2] == "_RETURN"
	}
	return false
}

// guardName is what tells a guard from others: a trigger by its table and name,
// a table's own by the table, a right by all of it.
func guardName(line string) string {
	fields := strings.Fields(line)
	switch fields[0] {
	case "grant", "member", "inherits", "policy", "default":
		return line
	case "relation", "table", "owner", "role", "event":
		return strings.Join(fields[:2], " ")
	}
	return strings.Join(fields[:3], " ")
}
