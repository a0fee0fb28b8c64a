package document_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/document"
	"jiheng/internal/fault"
)

func TestOwn_keeps_the_folders_of_installations_apart(t *testing.T) {
	t.Parallel()
	shared, second := t.TempDir(), t.TempDir()
	owned := func(folder, installation string, taken bool) error {
		b, err := document.OpenBlobs(folder)
		require.NoError(t, err)
		defer func() { require.NoError(t, b.Close()) }()
		return b.Own(installation, taken)
	}
	require.NoError(t, owned(shared, "one", false), "a folder that is nobody's is taken")
	require.NoError(t, owned(shared, "one", true))
	require.NoError(t, owned(shared, "one", false), "marked, and the database did not get to know")
	for name, err := range map[string]error{
		"the folder of another database":              owned(shared, "two", false),
		"the empty folder of another machine":         owned(second, "one", true),
		"another database that has taken one already": owned(shared, "two", true),
	} {
		require.Equal(t, document.ReasonForeign, fault.ReasonOf(err), name)
		require.NotEmpty(t, fault.As(err).Params["folder"], name)
	}
	require.NoError(t, owned(second, "two", false), "a refusal marks nothing")
}
