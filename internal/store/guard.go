package store

import (
	"context"
	_ "embed"
	"slices"
	"strings"
)

// demandedGuards is what the migrations lead to: every trigger with the digest
// of the function it calls, every function, rule, constraint, unique index and
// column, whose they are, and every right of a role that is not the owner. A
// test holds it against a fresh database.
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

// guardDifferences holds what was found against what is demanded. What belongs
// to no table of the program is nobody's business here, unless it is who is a
// member of whom.
func guardDifferences(found []string) []Guard {
	demanded := map[string]string{}
	known := map[string]bool{}
	for line := range strings.Lines(demandedGuards) {
		line = strings.TrimSpace(line)
		demanded[guardName(line)] = line
		known[strings.Fields(line)[1]] = true
	}
	var out []Guard
	for _, line := range found {
		name := guardName(line)
		want, there := demanded[name]
		delete(demanded, name)
		ours := known[strings.Fields(line)[1]] || strings.HasPrefix(line, "member ")
		if !ours || there && want == line {
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

// guardName is what tells a guard from others: a trigger by its table and name,
// a table's own by the table, a right by all of it.
func guardName(line string) string {
	fields := strings.Fields(line)
	switch fields[0] {
	case "grant", "member", "inherits", "policy":
		return line
	case "table", "owner", "role":
		return strings.Join(fields[:2], " ")
	}
	return strings.Join(fields[:3], " ")
}
