package scheme_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/scheme"
	"jiheng/processes"
)

func TestShipped(t *testing.T) {
	t.Parallel()
	c, err := scheme.Load(processes.Schemes())
	if err != nil {
		var list *scheme.Errors
		require.ErrorAs(t, err, &list)
		for _, p := range list.Problems {
			t.Log(err.Error()[:30], p.Line, p.Column, p.Path, p.Reason, scheme.Sentence(p))
		}
	}
	require.NoError(t, err)
	require.Len(t, c.All(), 8)
}
