package table_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// clerkTable is a table made up in the manner of a published one, and what a
// careful clerk would write beside it; nothing where the table is in order.
type clerkTable struct {
	name     string
	table    given
	findings []string
}

// clerkTables reads the tables of a file: "## name", the table as in [given],
// and a line "! code | row | field | stated | computed" for each finding.
func clerkTables(t *testing.T, file string) []clerkTable {
	t.Helper()
	content, err := os.ReadFile(file) //nolint:gosec // a fixture
	require.NoError(t, err)
	var list []clerkTable
	for text := range strings.Lines(string(content)) {
		text = strings.TrimSpace(text)
		if name, begins := strings.CutPrefix(text, "## "); begins {
			list = append(list, clerkTable{name: name, findings: []string{}})
			continue
		}
		if len(list) == 0 {
			continue
		}
		c := &list[len(list)-1]
		if finding, found := strings.CutPrefix(text, "! "); found {
			c.findings = append(c.findings, finding)
		} else if !strings.HasPrefix(text, "# ") {
			c.table += given(text + "\n")
		}
	}
	return list
}

// What a clerk would find is found, and nothing else: a table in order that is
// accused does more harm than a mistake that is overlooked.
func TestCheck_finds_what_a_clerk_would(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/clerk/*.txt")
	require.NoError(t, err)
	honest, flawed := 0, 0
	for _, file := range files {
		for _, c := range clerkTables(t, file) {
			if len(c.findings) == 0 {
				honest++
			} else {
				flawed++
			}
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txt")+"/"+c.name, func(t *testing.T) {
				t.Parallel()
				require.ElementsMatch(t, c.findings, lines(c.table.check(t)))
			})
		}
	}
	require.GreaterOrEqual(t, honest, 40)
	require.GreaterOrEqual(t, flawed, 40)
}
