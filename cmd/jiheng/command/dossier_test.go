package command

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emmansun/gmsm/sm3"
	"github.com/stretchr/testify/require"

	"jiheng/internal/dossier"
)

// packed writes a dossier of one file, and gives its path and digest.
func packed(t *testing.T, name, corrects string) (file, digest string) {
	t.Helper()
	const content = "report"
	sha, sm := sumsOf(content)
	m, err := dossier.New(dossier.Manifest{
		EvaluationID: "e-1", Title: "自评", Unit: "单位", Year: 2019, SealedAt: time.Unix(1598600000, 0), PrevDigest: corrects,
		Files: []dossier.File{{
			Path: "report.txt", Title: "报告", MediaType: "text/plain", Size: int64(len(content)),
			SHA256: sha, SM3: sm,
		}},
	})
	require.NoError(t, err)
	file = filepath.Join(t.TempDir(), name)
	f, err := os.Create(file) //nolint:gosec // a file of this test
	require.NoError(t, err)
	sums, err := dossier.Pack(f, m, func(dossier.File) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil })
	require.NoError(t, err)
	require.NoError(t, f.Close())
	return file, sums.Dossier.SHA256
}

func sumsOf(content string) (sha256Hex, sm3Hex string) {
	sha, sm := sha256.Sum256([]byte(content)), sm3.Sum([]byte(content))
	return hex.EncodeToString(sha[:]), hex.EncodeToString(sm[:])
}

func runDossier(args ...string) (string, int) {
	var out bytes.Buffer
	cmd := (&shell{out: &out}).dossier()
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(args)
	err := cmd.Execute()
	if e, ok := errors.AsType[*ExitError](err); ok {
		return out.String(), e.Code
	}
	if err != nil {
		return err.Error(), exitFailed
	}
	return out.String(), exitDone
}

func TestDossierVerify_holds_a_package_against_the_published_digest(t *testing.T) {
	t.Parallel()
	file, digest := packed(t, "a.zip", "")
	_, code := runDossier("verify", file, "--digest", digest)
	require.Equal(t, exitDone, code)
	said, code := runDossier("verify", file, "--digest", strings.Repeat("0", 64))
	require.Equal(t, exitUnproven, code)
	require.Contains(t, said, "定稿摘要与公布的不同")
}

func TestDossierVerify_of_two_says_which_supersedes_which(t *testing.T) {
	t.Parallel()
	first, digest := packed(t, "a.zip", "")
	second, corrected := packed(t, "b.zip", digest)
	said, code := runDossier("verify", first, second)
	require.Equal(t, exitDone, code)
	require.Contains(t, said, "superseded by "+corrected)
	said, _ = runDossier("verify", first, first)
	require.Contains(t, said, "同一定稿")
}
