package api_test

import (
	"fmt"
	"strings"

	"jiheng/internal/audit"
)

// folded are the tables that are the fold of the journal, with the columns
// that are no part of it.
func folded() map[string][]string {
	return map[string][]string{
		"evaluations": {"told_seq", "told_lease_until", "workflow_confirmed_at", "notified_seq"},
		"stages":      nil, "items": nil, "member_terms": nil, "tasks": nil, "materials": nil, "dossiers": nil, "publications": nil, "holds": nil,
	}
}

// aRow draws a row of a table: its place, evaluation and the columns.
func (x *tampered) aRow(table string) (ctid, evaluation string) {
	x.t.Helper()
	id := "evaluation_id"
	if table == "evaluations" {
		id = "id"
	}
	n := x.number(`SELECT count(*) FROM ` + table)
	row := x.ask(`SELECT ctid::text, `+id+` FROM `+table+` ORDER BY ctid OFFSET $1 LIMIT 1`, x.rnd.Int64N(n))
	return row[0], row[1]
}

func (x *tampered) aTable() string {
	return pick(x, "evaluations", "stages", "items", "member_terms", "tasks", "tasks", "materials", "dossiers", "publications")
}

// aColumn draws a column of a table with its type.
func (x *tampered) aColumn(table string, not ...string) (column, kind string) {
	x.t.Helper()
	row := x.ask(`SELECT attname::text, format_type(atttypid, NULL) FROM pg_attribute
		WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname <> ALL ($2) ORDER BY random() LIMIT 1`, "public."+table, append([]string{""}, not...))
	return row[0], row[1]
}

// another is an expression for another value of a column.
func another(column, kind string) string {
	value := map[string]string{
		"text": `COALESCE(%s || 'x', 'x')`, "timestamp with time zone": `COALESCE(%s + interval '1 second', now())`,
		"bigint": `COALESCE(%s + 1, 1)`, "smallint": `COALESCE(%s + 1, 1)`, "integer": `COALESCE(%s + 1, 1)`, "numeric": `COALESCE(%s + 1, 1)`, "boolean": `NOT COALESCE(%s, false)`,
		"date": `COALESCE(%s + 1, '2020-01-01')`, "bytea": `set_byte(%[1]s, 0, get_byte(%[1]s, 0) # 1)`, "text[]": `array_append(%s, 'x')`,
		"jsonb": `jsonb_build_array(%s)`, "json": `json_build_array(%s)`, "bigint[]": `array_append(%s, 1::bigint)`, "integer[]": `array_append(%s, 1)`,
	}[kind]
	if value == "" {
		panic("no other value of type " + kind)
	}
	return fmt.Sprintf(value, column)
}

// inTable says that a finding is about a row of a table.
func inTable(table, evaluation string) func(audit.Finding) bool {
	shown := strings.Replace(table, "member_terms", "members", 1)
	return func(f audit.Finding) bool {
		if !strings.HasPrefix(f.Evaluation, evaluation) {
			return false
		}
		return strings.HasPrefix(f.Where, shown+" ") || table == "evaluations" && strings.HasPrefix(f.Where, "process_definitions ") ||
			strings.HasPrefix(f.Where, "evaluations ") || f.Kind == string(audit.ChainLost)
	}
}

func (x *tampered) editRow() (change, bool) {
	table := x.aTable()
	ctid, evaluation := x.aRow(table)
	column, kind := x.aColumn(table, folded()[table]...)
	what := fmt.Sprint(table, " ", ctid, " ", column)
	if _, err := x.owner.Exec(x.t.Context(), `UPDATE `+table+` SET `+column+` = `+another(column, kind)+` WHERE ctid = $1::tid`, ctid); err != nil {
		return change{what: what, tables: []string{table}}, false // such as a key that is there already
	}
	return change{what: what, tables: []string{table}, located: inTable(table, evaluation)}, true
}

func (x *tampered) dropRow() (change, bool) {
	table := x.aTable()
	if table == "evaluations" {
		return change{}, false
	}
	ctid, evaluation := x.aRow(table)
	x.run(`DELETE FROM `+table+` WHERE ctid = $1::tid`, ctid)
	return change{what: table + " " + ctid, tables: []string{table}, located: inTable(table, evaluation)}, true
}

func (x *tampered) copyRow() (change, bool) {
	table := pick(x, "stages", "items", "tasks", "materials")
	ctid, evaluation := x.aRow(table)
	columns := x.ask(`SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
		WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`, "public."+table)[0]
	from := strings.Replace(", "+columns+",", ", id,", ", id || 'x',", 1)
	from = strings.Replace(strings.Trim(from, ", "), "round", "round + 50", 1)
	_, err := x.owner.Exec(x.t.Context(), `INSERT INTO `+table+` (`+columns+`) SELECT `+from+` FROM `+table+` WHERE ctid = $1::tid`, ctid)
	if err != nil {
		return change{tables: []string{table}}, false
	}
	return change{what: table + " " + ctid, tables: []string{table}, located: inTable(table, evaluation)}, true
}
