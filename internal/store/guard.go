package store

import (
	"context"
	_ "embed"
	"slices"
	"strings"
)

// demandedGuards is what the migrations lead to: every trigger with the digest
// of the function it calls, and every right of the application's and the
// auditors' role, and of everybody. A test holds it against a fresh database.
//
//go:embed guards.txt
var demandedGuards string

// selectGuards lists the same of a database as it is. A trigger that is switched
// off, or calls a function with another body, has another line.
const selectGuards = `SELECT line FROM (SELECT 'trigger ' || c.relname::text || ' ' || t.tgname::text || ' ' || t.tgenabled::text || ' ' || md5(regexp_replace(pg_get_triggerdef(t.oid), ' ON \S+ ', ' ')) || ' ' || md5(p.prosrc) AS line
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
UNION ALL
SELECT 'grant ' || c.relname || ' ' || g.name || ' ' || a.privilege_type || COALESCE(' ' || g.col, '')
FROM pg_class c
CROSS JOIN LATERAL (SELECT c.relacl AS acl, NULL::text AS col
	UNION ALL SELECT attacl, attname::text FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND attacl IS NOT NULL) l
CROSS JOIN LATERAL aclexplode(l.acl) a
CROSS JOIN LATERAL (SELECT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE (SELECT rolname::text FROM pg_roles WHERE oid = a.grantee) END AS name, l.col) g
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S') AND g.name IN ('PUBLIC', 'jiheng_app', 'jiheng_audit')) x
ORDER BY line COLLATE "C"`

// Guard is a trigger or a right that is not as the migrations demand (防改触发器
// 与授权): Expected is empty for one too many, Found for one that is missing.
type Guard struct{ Where, Expected, Found string }

// Trigger tells that it is a trigger.
func (g Guard) Trigger() bool { return strings.HasPrefix(g.Where, "trigger ") }

// right says it as role, right, table and column.
func (g Guard) right() string {
	fields := strings.Fields(g.Where)
	return strings.Join(append([]string{fields[2], fields[3], fields[1]}, fields[4:]...), " ")
}

// Guards lists every trigger and right that is not as the migrations demand.
func (s *Store) Guards(ctx context.Context) ([]Guard, error) {
	var found []string
	err := s.db.WithContext(ctx).Raw(selectGuards).Scan(&found).Error
	return guardDifferences(found), err
}

// guardDifferences holds what was found against what is demanded. What belongs
// to no table of the program is nobody's business here, unless it is a trigger.
func guardDifferences(found []string) []Guard {
	demanded := map[string]string{}
	tables := map[string]bool{}
	for line := range strings.Lines(demandedGuards) {
		line = strings.TrimSpace(line)
		demanded[guardName(line)] = line
		tables[strings.Fields(line)[1]] = true
	}
	var out []Guard
	for _, line := range found {
		name := guardName(line)
		want, there := demanded[name]
		delete(demanded, name)
		if !tables[strings.Fields(line)[1]] || there && want == line {
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
// a right by all of it.
func guardName(line string) string {
	if fields := strings.Fields(line); fields[0] == "trigger" {
		return strings.Join(fields[:3], " ")
	}
	return line
}
