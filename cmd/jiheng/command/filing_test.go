package command

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/signing"
)

func TestFilingTrust(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.well("organisation", "import", d.file("centre.json", centre), "--passwords", filepath.Join(d.dir, "p.csv"))
	path := filepath.Join(d.dir, "key.pem")
	key, err := signing.Generate(signing.SM2)
	require.NoError(t, err)
	require.NoError(t, signing.WriteFiles(path, key))

	said, code := d.run("filing", "trust", "nobody", path+".pub")
	require.Equal(t, 1, code)
	require.Contains(t, said, "没有这个单位")
	said, code = d.run("filing", "trust", "centre", path)
	require.Equal(t, 1, code)
	require.Contains(t, said, "PEM 公钥")
	require.Contains(t, d.well("filing", "trust", "centre", path+".pub"), key.KeyID())
	require.Contains(t, d.well("filing", "trust", "centre", path+".pub"), key.KeyID(), "twice it is once")
	require.Equal(t, "centre sm2 "+key.KeyID()+"\n", d.well("filing", "keys"))
	d.well("filing", "distrust", "centre", key.KeyID())
	require.Empty(t, d.well("filing", "keys"))
	said, code = d.run("filing", "distrust", "centre", key.KeyID())
	require.Equal(t, 1, code)
	require.Contains(t, said, "没有这个有效的公钥")
}
