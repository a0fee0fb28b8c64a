package scheme_test

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/declaration"
	"jiheng/internal/scheme"
	"jiheng/internal/scoring"
)

var update = flag.Bool("update", false, "write golden files anew")

const manual = "../../docs/scoring.md"

const exampleHead = `name: example
version: 1
title: 示例
source: 示例
round: {how: half_up, digits: 2, place: item}
`

// Every worked example of the manual is computed anew; -update writes what
// comes out, for people to read before it is committed.
func TestManual_examples_come_to_what_they_say(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(manual)
	require.NoError(t, err)
	require.Contains(t, string(content), "```yaml\n"+exampleHead+"```", "the manual gives the head that the examples leave out")
	example := regexp.MustCompile("(?s)(### \\d+ [^\n]* `([a-z_]+)`\n.*?```yaml\n(.*?)```\n\n```json\n(.*?)```\n\n```text\n)(.*?)```")
	var kinds []scoring.RuleKind
	got := example.ReplaceAllStringFunc(string(content), func(section string) string {
		m := example.FindStringSubmatch(section)
		kinds = append(kinds, scoring.RuleKind(m[2]))
		return m[1] + computed(t, m[3], m[4]) + "```"
	})
	require.Equal(t, scoring.RuleKinds(), kinds, "one example for each kind, in order")
	if *update {
		require.NoError(t, os.WriteFile(manual, []byte(got), 0o600)) //nolint:gosec // the manual of this project
	}
	require.Equal(t, string(content), got)
}

// computed is the part of the report below what the scheme says of itself.
func computed(t *testing.T, fragment, sheet string) string {
	t.Helper()
	s, err := scheme.Parse("example", []byte(exampleHead+fragment))
	require.NoError(t, err, fragment)
	cohort, err := declaration.ParseCohort([]byte(sheet))
	require.NoError(t, err, sheet)
	scores, err := cohort.Score(s)
	require.NoError(t, err, sheet)
	var b bytes.Buffer
	require.NoError(t, scheme.WriteScores(&b, scores))
	_, report, found := strings.Cut(b.String(), "逐项\n\n")
	require.True(t, found)
	return report
}
