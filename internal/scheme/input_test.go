package scheme_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/scheme"
)

// Every reason with which an input can be refused has a sentence.
func TestInputs_every_reason_has_words(t *testing.T) {
	t.Parallel()
	refused := regexp.MustCompile(`(?:refuse\(|report\(|reason = |Reason: )(?:[^,"\n]*, )?"([a-z]+_[a-z_]+)"`)
	seen := 0
	for _, pattern := range []string{
		"../scoring/award*.go", "../scoring/given.go", "../scoring/deduct.go", "../scoring/ledger.go", "../scoring/node.go", "../scoring/rows.go",
		"../scoring/measure.go", "../scoring/input_name.go", "../scoring/choice.go", "../declaration/cohort.go", "../declaration/pen.go", "../declaration/name.go",
	} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, files, pattern)
		for _, file := range files {
			text, err := os.ReadFile(file) //nolint:gosec // a file of this project
			require.NoError(t, err)
			for _, m := range refused.FindAllStringSubmatch(string(text), -1) {
				seen++
				require.NotEmpty(t, scheme.InputWording(m[1]), "%s: %s", file, m[1])
			}
		}
	}
	require.Greater(t, seen, 40, "the source was read")
	for _, reason := range scheme.InputReasons() {
		require.NotEmpty(t, scheme.InputWording(reason))
		require.False(t, strings.HasSuffix(scheme.InputWording(reason), "。"), reason)
	}
	require.Equal(t, "没有等级“优+”", scheme.InputSentence(fault.Field{Reason: "grade_unknown", Params: map[string]string{"value": "优+"}}))
	require.Equal(t, "unheard_of", scheme.InputSentence(fault.Field{Reason: "unheard_of"}))
}
