package api_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/audit"
)

// beside tells whether a column is declared to be no evidence.
func beside(table, column string) bool {
	return slices.ContainsFunc(audit.NotEvident(), func(b audit.Beside) bool {
		return b.Table == table && (len(b.Columns) == 0 || slices.Contains(b.Columns, column))
	})
}

// TestVerify_holdsEveryColumnOrSaysThatItIsNoEvidence walks all tables and
// columns that there are: each is declared to be no evidence, or a change of it
// is found. A table or column that comes to the schema later is one of the two.
func TestVerify_holdsEveryColumnOrSaysThatItIsNoEvidence(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("verifies once for every column")
	}
	x := finished(t)
	found, _ := x.findings("")
	require.Empty(t, found)
	declared := map[string]bool{}
	var missed, empty []string
	for _, name := range x.list(`SELECT table_name || '.' || column_name FROM information_schema.columns c
		WHERE table_schema = 'public' AND is_generated = 'NEVER' AND EXISTS (SELECT FROM information_schema.tables t
			WHERE t.table_schema = 'public' AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE') ORDER BY 1`) {
		table, column, _ := strings.Cut(name, ".")
		if beside(table, column) {
			declared[table] = true
			continue
		}
		require.Contains(t, evidentTables(), table, "a table is evidence or declared not to be")
		switch x.changeColumn(table, column) {
		case columnMissed:
			missed = append(missed, name)
		case columnEmpty:
			empty = append(empty, table)
		case columnFound:
		}
	}
	require.Empty(t, missed, "neither found nor declared")
	t.Log("no rows to change in", slices.Compact(empty))
	for _, b := range audit.NotEvident() {
		require.True(t, declared[b.Table], "%s is declared and not there", b.Table)
	}
}

type columnFate int

const (
	columnFound columnFate = iota
	columnMissed
	columnEmpty
)

// changeColumn changes a column of some row, verifies, and puts it back.
func (x *tampered) changeColumn(table, column string) columnFate {
	x.t.Helper()
	if x.number(`SELECT count(*) FROM `+table) == 0 {
		return columnEmpty
	}
	kind := x.ask(`SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = $1::regclass AND attname = $2`, "public."+table, column)[0]
	c := change{tables: []string{table}}
	value := another(column, kind)
	if column == "data" { // an index reads it
		value = `data || ' '`
	}
	changed := false
	for _, ctid := range x.list(`SELECT ctid::text FROM ` + table + ` ORDER BY ` + column + `::text = '', ctid`) {
		// A key may be there already: then another row will do.
		if _, err := x.owner.Exec(x.t.Context(), fmt.Sprintf(`UPDATE %s SET %s = %s WHERE ctid = $1::tid`, table, column, value), ctid); err == nil {
			changed = true
			break
		}
	}
	require.True(x.t, changed, "%s.%s could not be changed", table, column)
	_, result := x.findings("")
	x.restore(c)
	if result.OK() {
		return columnMissed
	}
	return columnFound
}

// list gives one column of texts.
func (x *tampered) list(sql string, args ...any) []string {
	x.t.Helper()
	return strings.Split(x.ask(`SELECT string_agg(v, ';') FROM (`+sql+`) q (v)`, args...)[0], ";")
}
