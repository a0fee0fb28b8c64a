package table

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"jiheng/internal/fault"
)

// Bounds of what is read.
const (
	MaxBytes = 4 << 20
	MaxRows  = 2000
	// MaxCell is the most bytes of one cell.
	MaxCell       = 20_000
	maxNumeral    = 40
	maxAttributes = 5000
)

// Read reads the JSON of one table. Fields it does not know are ignored,
// whatever they hold. It returns an invalid fault with the path of the mistake
// in Fields: table_too_large, table_unreadable, not_a_table, field_repeated,
// field_type_wrong, number_too_long, cell_too_long, too_many_rows.
func Read(source []byte) (*Table, error) {
	if len(source) > MaxBytes {
		return nil, fault.New(fault.Invalid, "table_too_large", "more than %d bytes", MaxBytes)
	}
	source = bytes.TrimPrefix(source, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(source) || !json.Valid(source) {
		return nil, unreadableAt(source)
	}
	r := &reader{}
	n := r.object(source, "")
	if r.err == nil && !n.has("rows") && !n.has("budget_rows") {
		r.refuse("", "not_a_table")
	}
	t := r.table(n)
	if r.err != nil {
		return nil, r.err
	}
	return t, nil
}

func (r *reader) table(n node) *Table {
	return &Table{
		Title: n.text("source_title"), DocType: n.text("doc_type"), Project: n.text("project"),
		Year: n.text("year"), Published: n.text("published"), MoneyUnit: n.text("money_unit"),
		Complete:     n.truth("excerpt_complete") && n.text("truncated_at") == "",
		Cut:          n.text("truncated_at") != "",
		CutAt:        n.text("truncated_at"),
		GoalExpected: n.text("goal_expected"), GoalActual: n.text("goal_actual"),
		Budget: collect(n, "budget_rows", budgetRow), Rows: collect(n, "rows", indicatorRow),
		Level1: r.weights(n), TotalWeight: n.text("total_weight"), TotalScore: n.text("total_score"), Grade: n.text("grade"),
		Notes:  n.texts("scoring_notes"),
		Events: collect(n, "process_dates", func(n node) Event { return Event{n.text("date"), n.text("event")} }),
	}
}

func budgetRow(n node) Budget {
	return Budget{
		Name: n.text("name"), Initial: n.text("initial"), FullYear: n.text("full_year"), Executed: n.text("executed"),
		Weight: n.text("weight"), Rate: n.text("rate"), Score: n.text("score"), Reason: n.text("deviation_reason"), Note: n.text("note"),
	}
}

func indicatorRow(n node) Row {
	return Row{
		L1: n.text("l1"), L2: n.text("l2"), L3: n.text("l3"), Weight: n.text("weight"), Operator: n.text("operator"),
		Target: n.text("target"), Unit: n.text("unit"), Actual: n.text("actual"), Score: n.text("score"),
		Reason: n.text("deviation_reason"), Parent: n.text("parent"), Note: n.text("note"),
	}
}

// weights gives the declared weights in the order they are written.
func (r *reader) weights(n node) []Weight {
	const key = "declared_level1_weights"
	if !n.has(key) {
		return nil
	}
	declared := r.object(n.values[key], n.at(key))
	list := make([]Weight, 0, len(declared.names))
	for _, name := range declared.names {
		list = append(list, Weight{name, declared.text(name)})
	}
	return list
}

func collect[T any](n node, key string, read func(node) T) []T {
	items := n.items(key)
	list := make([]T, 0, len(items))
	for i, raw := range items {
		if n.r.err != nil {
			return nil
		}
		list = append(list, read(n.r.object(raw, n.at(key)+"/"+strconv.Itoa(i))))
	}
	return list
}
