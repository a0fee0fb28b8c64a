package scheme_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/scheme"
	"jiheng/processes"
)

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		_, err := scheme.Load(processes.Schemes())
		require.NoError(b, err)
	}
}
