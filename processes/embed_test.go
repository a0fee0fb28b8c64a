package processes_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/process"
	"jiheng/policy"
	"jiheng/processes"
)

var update = flag.Bool("update", false, "write golden files anew")

// Running evaluations keep the version that they started with, so a version
// must stay what it is. Whoever changes a process counts its version up in a
// new file NAME@VERSION.yaml; -update is for new versions.
func TestShippedVersionsStayAsTheyAre(t *testing.T) {
	t.Parallel()
	var known []string
	for _, role := range policy.StandingRoles() {
		known = append(known, string(role))
	}
	c, err := process.Load(processes.FS(), process.Options{KnownRoles: known})
	require.NoError(t, err)
	var got strings.Builder
	for _, d := range c.All() {
		fmt.Fprintf(&got, "%s %d %s\n", d.Name, d.Version, d.Digest)
	}
	const file = "testdata/digests.txt"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got.String()), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), got.String())
}
