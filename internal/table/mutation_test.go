package table_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/table"
)

// mutation is one mistake put into a table that had not made it.
type mutation struct {
	code  table.Code
	field string
	// also are the codes that follow from the mistake.
	also []table.Code
	// apply puts the mistake into a row, or into the table where it has no use
	// for the row; false tells that the mistake cannot be made there.
	apply func(made *table.Table, i int) bool
}

// sums are what follows from another score where the table adds up its rows.
var sums = []table.Code{table.TotalMismatch, table.SummaryRowMismatch, table.GradeMismatch}

// copied gives a table that can be changed alone. Without the goals, for what
// they say of a row is another matter.
func copied(made *table.Table) *table.Table {
	other := *made
	other.Budget, other.Rows, other.Events = slices.Clone(made.Budget), slices.Clone(made.Rows), slices.Clone(made.Events)
	other.GoalExpected, other.GoalActual = "", ""
	return &other
}

type found map[string]table.Located

func findingsOf(made *table.Table) found {
	list := found{}
	for _, l := range made.Locate() {
		list[fmt.Sprint(l.Part, l.Index, l.Code, l.Field)] = l
	}
	return list
}

// requireMutation puts a mistake into a table and asks for its code at its
// place, and for no new finding that does not follow from it.
func requireMutation(t require.TestingT, made *table.Table, known found, i int, what string, m mutation) {
	changed := copied(made)
	if !m.apply(changed, i) {
		return
	}
	hit := false
	for at, l := range findingsOf(changed) {
		_, before := known[at]
		switch {
		case l.Code == m.code && l.Field == m.field && (l.Part != table.IndicatorRow || l.Index == i):
			hit = true
		case !before:
			require.Contains(t, m.also, l.Code, "%s: %s, row %d: %+v", what, line(l.Finding), i, changed)
		}
	}
	require.True(t, hit, "%s is not found, row %d: %+v", what, i, changed)
}

// scored tells that a row is an indicator of its own with all its points.
func scored(made *table.Table, i int) bool {
	r := made.Rows[i]
	if r.Parent != "" || r.L3 == "" || r.Target == "" || r.Actual == "" || !positive(r.Weight) || !positive(r.Score) {
		return false
	}
	of := func(row table.Row) bool { return row.Parent == r.L3 || strings.HasPrefix(row.L3, "其中") }
	return decimal.RequireFromString(r.Weight).Equal(decimal.RequireFromString(r.Score)) && !slices.ContainsFunc(made.Rows, of) &&
		!says(r.Note, "OCR", "无法", "缺失", "扣", "得分") && !says(r.L1, "决策", "管理", "过程", "加分", "合计")
}

func says(text string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

func positive(cell string) bool {
	d, err := decimal.NewFromString(cell)
	return err == nil && d.IsPositive()
}

// times gives a number multiplied by so many hundredths.
func times(cell string, hundredths int64) string {
	return decimal.RequireFromString(cell).Mul(decimal.New(hundredths, -2)).String()
}

func publishedTable(t *testing.T, file string) *table.Table {
	t.Helper()
	source, err := os.ReadFile(file) //nolint:gosec // a fixture
	require.NoError(t, err)
	return read(t, source)
}

// In each published table every row can make every mistake of a row, and the
// table every mistake of a table.
func TestCheck_finds_each_mistake_in_the_published_tables(t *testing.T) {
	t.Parallel()
	for _, file := range published(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			made := publishedTable(t, file)
			known := findingsOf(made)
			for what, m := range tableMutations {
				requireMutation(t, made, known, 0, what, m)
			}
			for i := range made.Rows {
				if !scored(made, i) {
					continue
				}
				for what, m := range rowMutations {
					requireMutation(t, made, known, i, what, m)
				}
			}
		})
	}
}

// In a whole table drawn at random in which all agrees, a mistake is found and
// nothing that does not follow from it.
func TestCheck_finds_one_mistake_and_no_other(t *testing.T) {
	t.Parallel()
	rows, tables := names(rowMutations), names(tableMutations)
	rapid.Check(t, func(t *rapid.T) {
		made := drawn(t)
		known := findingsOf(made)
		what := rapid.SampledFrom(tables).Draw(t, "mistake of the table")
		requireMutation(t, made, known, 0, what, tableMutations[what])
		if i := rapid.IntRange(0, len(made.Rows)-1).Draw(t, "row"); scored(made, i) {
			what = rapid.SampledFrom(rows).Draw(t, "mistake of a row")
			requireMutation(t, made, known, i, what, rowMutations[what])
		}
	})
}

func names(of map[string]mutation) []string {
	list := make([]string, 0, len(of))
	for name := range of {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}
