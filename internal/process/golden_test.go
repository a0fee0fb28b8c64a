package process_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write golden files anew")

// golden compares text with a file, which -update writes anew.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o750))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
	}
	want, err := os.ReadFile(file) //nolint:gosec // A file of this test.
	require.NoError(t, err)
	wanted, found := strings.Split(string(want), "\n"), strings.Split(got, "\n")
	for i := range min(len(wanted), len(found)) {
		require.Equal(t, wanted[i], found[i], "%s line %d: run the test with -update and look at the difference", file, i+1)
	}
	require.Len(t, found, len(wanted), "%s: run the test with -update and look at the difference", file)
}
