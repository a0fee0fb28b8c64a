package dossier_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/dossier"
)

func FuzzVerify(f *testing.F) {
	content, _ := documents().pack(f)
	f.Add(content)
	f.Add(content[:len(content)-22])
	f.Fuzz(func(t *testing.T, changed []byte) {
		report, err := dossier.Verify(bytes.NewReader(changed), int64(len(changed)))
		require.NoError(t, err)
		require.NotEmpty(t, report.Lines())
		if !report.OK() {
			return
		}
		digest, err := report.Manifest.Digest()
		require.NoError(t, err)
		require.Equal(t, digest, report.Digest)
	})
}

func FuzzParse(f *testing.F) {
	canonical, err := documents().manifest(f).Canonical()
	require.NoError(f, err)
	f.Add(canonical)
	f.Fuzz(func(t *testing.T, content []byte) {
		m, err := dossier.Parse(content)
		if err != nil {
			return
		}
		again, err := m.Canonical()
		require.NoError(t, err)
		require.True(t, bytes.Equal(content, again))
	})
}
