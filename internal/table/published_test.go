package table_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/table"
)

// line gives a finding as the fixtures write it.
func line(f table.Finding) string {
	text := func(p *string) string {
		if p == nil {
			return "null"
		}
		return *p
	}
	return strings.Join([]string{string(f.Code), text(f.Row), f.Field, text(f.Stated), text(f.Computed)}, " | ")
}

func lines(findings []table.Finding) []string {
	list := []string{}
	for _, f := range findings {
		list = append(list, line(f))
	}
	return list
}

func read(t *testing.T, source []byte) *table.Table {
	t.Helper()
	read, err := table.Read(source)
	require.NoError(t, err)
	return read
}

// expected reads a fixture: a finding a line, "#" says which contradiction of
// the table the lines below it answer.
func expected(t *testing.T, file string) []string {
	t.Helper()
	content, err := os.ReadFile(file) //nolint:gosec // a fixture
	require.NoError(t, err)
	list := []string{}
	for text := range strings.Lines(string(content)) {
		if text = strings.TrimSpace(text); text != "" && !strings.HasPrefix(text, "#") {
			list = append(list, text)
		}
	}
	return list
}

func published(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/published/*.json")
	require.NoError(t, err)
	require.Len(t, files, 16)
	return files
}

func TestCheck_published_tables(t *testing.T) {
	t.Parallel()
	for _, file := range published(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			source, err := os.ReadFile(file) //nolint:gosec // a fixture
			require.NoError(t, err)
			want := expected(t, strings.TrimSuffix(file, ".json")+".findings")
			require.ElementsMatch(t, want, lines(read(t, source).Check()))
		})
	}
}

// What whoever collected a table wrote about it has no part in what is found.
func TestCheck_reads_nothing_but_what_the_unit_published(t *testing.T) {
	t.Parallel()
	for _, file := range published(t) {
		source, err := os.ReadFile(file) //nolint:gosec // a fixture
		require.NoError(t, err)
		want := read(t, source).Check()
		for _, remark := range []string{`null`, `"ocr 无法 2019年度"`, `["总分不符", {"rows": [1]}]`, `{"declared_minus_sum": 20, "rows": 7}`, `12`} {
			var fields map[string]json.RawMessage
			require.NoError(t, json.Unmarshal(source, &fields))
			for _, name := range []string{"inconsistencies", "computed_checks", "raw_fragments", "extraction_quality", "unheard_of"} {
				fields[name] = json.RawMessage(remark)
			}
			scrambled, err := json.Marshal(fields)
			require.NoError(t, err)
			require.Equal(t, want, read(t, scrambled).Check(), file)
		}
	}
}

// The documentation has a row for each code.
func TestCodes_are_documented(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("../../docs/check.md")
	require.NoError(t, err)
	for _, c := range table.Codes() {
		require.Contains(t, string(content), "\n| `"+string(c)+"` | ")
	}
}
