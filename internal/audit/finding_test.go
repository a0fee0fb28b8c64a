package audit_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/audit"
)

func TestEveryAreaAndKindHasALabel(t *testing.T) {
	t.Parallel()
	for _, a := range audit.Areas() {
		require.NotEqual(t, string(a), a.Label())
	}
	seen := map[string]bool{}
	for _, k := range audit.Kinds() {
		require.NotEqual(t, string(k), k.Label())
		require.False(t, seen[k.Label()], k)
		seen[k.Label()] = true
	}
}
