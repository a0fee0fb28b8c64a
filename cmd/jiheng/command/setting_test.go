package command

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// asked are the names of all settings, as the program asks for them.
func asked(t *testing.T) []string {
	t.Helper()
	var names []string
	_, err := loadConfig(func(name string) (string, bool) {
		if !strings.HasSuffix(name, "_FILE") || name == "JIHENG_CHECKPOINT_FILE" {
			names = append(names, name)
		}
		return "", false
	})
	require.NoError(t, err)
	return append(names, passwordVariable)
}

// listed are the settings of the table of a document, where `_PORT` behind
// `JIHENG_SMTP_HOST` is short for `JIHENG_SMTP_PORT`.
func listed(t *testing.T, path string) []string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "..", filepath.FromSlash(path)))
	require.NoError(t, err)
	var names []string
	for line := range strings.Lines(string(content)) {
		first, _, _ := strings.Cut(strings.TrimPrefix(line, "|"), "|")
		if !regexp.MustCompile("^ `(JIHENG|DATABASE|TEMPORAL)_").MatchString(first) {
			continue
		}
		found := regexp.MustCompile("`([A-Z_]+)`").FindAllStringSubmatch(first, -1)
		stem := found[0][1][:strings.LastIndexByte(found[0][1], '_')]
		for _, f := range found {
			if strings.HasPrefix(f[1], "_") {
				f[1] = stem + f[1]
			}
			names = append(names, f[1])
		}
	}
	return names
}

// Every setting is written down, and what is written down is one.
func TestTheTablesOfSettingsAreWhole(t *testing.T) {
	t.Parallel()
	want := asked(t)
	slices.Sort(want)
	for _, path := range []string{"README.md", "docs/operations.md"} {
		have := listed(t, path)
		slices.Sort(have)
		require.Equal(t, want, have, path)
	}
}

// The example of the units' environment sets nothing that the program does not know.
func TestTheExampleOfAnEnvironmentIsRead(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(filepath.Join("..", "..", "..", "deploy", "systemd", "environment.example"))
	require.NoError(t, err)
	known, set := asked(t), 0
	for line := range strings.Lines(string(content)) {
		name, _, ok := strings.Cut(line, "=")
		if !ok || strings.HasPrefix(name, "#") {
			continue
		}
		set++
		require.True(t, slices.Contains(known, name) || slices.Contains(known, strings.TrimSuffix(name, "_FILE")), name)
	}
	require.Positive(t, set)
}
