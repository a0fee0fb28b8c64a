package command

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/signing"
)

func TestKeyNew(t *testing.T) {
	t.Parallel()
	for _, algorithm := range signing.Algorithms() {
		path := filepath.Join(t.TempDir(), "unit.pem")
		var out, errs bytes.Buffer
		require.Equal(t, 0, Run([]string{"key", "new", "--algorithm", string(algorithm), "--out", path}, &out, &errs, nil), errs.String())
		key, err := signing.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, algorithm, key.Algorithm())
		require.Contains(t, out.String(), key.KeyID())

		require.Equal(t, 1, Run([]string{"key", "new", "--out", path}, &out, &errs, nil))
		require.Contains(t, errs.String(), "不覆盖已有的密钥")
		out.Reset()
		require.Equal(t, 0, Run([]string{"key", "show", path + ".pub"}, &out, &errs, nil))
		require.Equal(t, string(algorithm)+" "+key.KeyID()+"\n", out.String())
	}
	var out, errs bytes.Buffer
	require.Equal(t, 2, Run([]string{"key", "new", "--algorithm", "rsa", "--out", filepath.Join(t.TempDir(), "k")}, &out, &errs, nil))
	require.Contains(t, errs.String(), "ed25519 或 sm2")
}
