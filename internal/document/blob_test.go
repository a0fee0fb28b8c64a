package document_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/emmansun/gmsm/sm3"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/document"
	"jiheng/internal/fault"
)

const roomy = 1 << 20

func openBlobs(t testing.TB) (*document.Blobs, string) {
	t.Helper()
	dir := t.TempDir()
	blobs, err := document.OpenBlobs(dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, blobs.Close()) })
	return blobs, dir
}

func put(t testing.TB, blobs *document.Blobs, content string) document.Blob {
	t.Helper()
	blob, err := blobs.Put(t.Context(), strings.NewReader(content), roomy)
	require.NoError(t, err)
	return blob
}

func blobFile(dir, sha string) string { return filepath.Join(dir, "sha256", sha[:2], sha[2:]) }

func leftovers(t testing.TB, dir string) []fs.DirEntry {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(dir, "tmp"))
	require.NoError(t, err)
	return entries
}

func requireReason(t testing.TB, err error, code fault.Code, reason string) {
	t.Helper()
	require.Error(t, err)
	require.Equal(t, reason, fault.ReasonOf(err), "%v", err)
	require.Equal(t, code, fault.CodeOf(err), "%v", err)
}

func TestBlobs_Put_gives_back_what_was_stored(t *testing.T) {
	t.Parallel()
	blobs, _ := openBlobs(t)
	rapid.Check(t, func(rt *rapid.T) {
		content := rapid.SliceOfN(rapid.Byte(), 0, 9000).Draw(rt, "content")
		blob, err := blobs.Put(t.Context(), iotest.HalfReader(bytes.NewReader(content)), roomy)
		require.NoError(rt, err)
		sha, sm := sha256.Sum256(content), sm3.Sum(content)
		require.Equal(rt, hex.EncodeToString(sha[:]), blob.SHA256)
		require.Equal(rt, hex.EncodeToString(sm[:]), blob.SM3)
		require.EqualValues(rt, len(content), blob.Size)

		r, size, err := blobs.Open(blob.SHA256)
		require.NoError(rt, err)
		got, err := io.ReadAll(r)
		require.NoError(rt, err)
		require.NoError(rt, r.Close())
		require.Equal(rt, blob.Size, size)
		require.True(rt, bytes.Equal(content, got))
		require.NoError(rt, blobs.Verify(t.Context(), blob.SHA256))
	})
}

func TestBlobs_Put_knows_the_published_digests_of_abc(t *testing.T) {
	t.Parallel()
	blobs, dir := openBlobs(t)
	blob := put(t, blobs, "abc")
	require.Equal(t, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", blob.SHA256)
	require.Equal(t, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0", blob.SM3)
	require.Equal(t, "text/plain; charset=utf-8", blob.MediaType)
	info, err := os.Stat(blobFile(dir, blob.SHA256))
	require.NoError(t, err)
	require.Equal(t, fs.FileMode(0o400), info.Mode().Perm())
}

func TestBlobs_Put_is_idempotent_and_mends_damage(t *testing.T) {
	t.Parallel()
	blobs, dir := openBlobs(t)
	first := put(t, blobs, "2019年度部门整体支出绩效自评报告")
	file := blobFile(dir, first.SHA256)
	require.NoError(t, os.Chmod(file, 0o600))
	require.NoError(t, os.WriteFile(file, []byte("rotten"), 0o600))
	requireReason(t, blobs.Verify(t.Context(), first.SHA256), fault.Internal, document.ReasonBlobDamaged)

	require.Equal(t, first, put(t, blobs, "2019年度部门整体支出绩效自评报告"))
	require.NoError(t, blobs.Verify(t.Context(), first.SHA256))
	require.Empty(t, leftovers(t, dir))
}

func TestBlobs_Put_refuses_and_leaves_nothing_behind(t *testing.T) {
	t.Parallel()
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	own := fault.New(fault.Conflict, "row_gone", "the reader knows why")
	tests := map[string]struct {
		ctx    context.Context
		r      io.Reader
		code   fault.Code
		reason string
	}{
		"one byte too many": {t.Context(), strings.NewReader("12345678901"), fault.Invalid, document.ReasonTooLarge},
		"endless":           {t.Context(), neverEnding{}, fault.Invalid, document.ReasonTooLarge},
		"reader breaks off": {t.Context(), io.MultiReader(strings.NewReader("12"), iotest.ErrReader(io.ErrUnexpectedEOF)), fault.Invalid, document.ReasonInterrupted},
		"caller gave up":    {cancelled, strings.NewReader("12"), fault.Invalid, document.ReasonInterrupted},
		"reader has a name": {t.Context(), iotest.ErrReader(own), fault.Conflict, "row_gone"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			blobs, dir := openBlobs(t)
			_, err := blobs.Put(tt.ctx, tt.r, 10)
			requireReason(t, err, tt.code, tt.reason)
			require.Empty(t, leftovers(t, dir))
			require.NoError(t, blobs.Walk(t.Context(), func(string, int64) error { return errors.New("something is visible") }))
		})
	}
}

func TestBlobs_Put_takes_exactly_the_limit(t *testing.T) {
	t.Parallel()
	blobs, _ := openBlobs(t)
	blob, err := blobs.Put(t.Context(), strings.NewReader("1234567890"), 10)
	require.NoError(t, err)
	require.EqualValues(t, 10, blob.Size)
	_, err = blobs.Put(t.Context(), strings.NewReader("1"), 1<<63-1)
	require.NoError(t, err)
}

func TestBlobs_Open_accepts_nothing_but_64_hex_digits(t *testing.T) {
	t.Parallel()
	blobs, dir := openBlobs(t)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "secret"), []byte("x"), 0o600))
	sha := put(t, blobs, "x").SHA256
	for _, id := range []string{
		"", "../secret", sha[:63], sha + "0", strings.ToUpper(sha), "../" + sha[3:], sha[:2] + "/" + sha[3:],
		sha[:63] + "\x00", strings.Repeat("..", 32), strings.Repeat("0", 40) + strings.Repeat("g", 24),
	} {
		_, _, err := blobs.Open(id)
		requireReason(t, err, fault.Invalid, document.ReasonBlobID)
		requireReason(t, blobs.Verify(t.Context(), id), fault.Invalid, document.ReasonBlobID)
	}
	_, _, err := blobs.Open(strings.Repeat("0", 64))
	requireReason(t, err, fault.NotFound, document.ReasonBlobMissing)
}

func TestBlobs_Open_does_not_follow_a_link_out_of_the_store(t *testing.T) {
	t.Parallel()
	blobs, dir := openBlobs(t)
	outside := filepath.Join(t.TempDir(), "outside")
	require.NoError(t, os.WriteFile(outside, []byte("x"), 0o600))
	sha := strings.Repeat("a", 64)
	require.NoError(t, os.Symlink(outside, blobFile(dir, sha)))
	_, _, err := blobs.Open(sha)
	require.ErrorContains(t, err, "escapes")
}

func TestBlobs_Sweep_removes_only_what_is_old_and_unwanted(t *testing.T) {
	t.Parallel()
	blobs, dir := openBlobs(t)
	old, line := time.Date(2020, 8, 5, 0, 0, 0, 0, time.UTC), time.Date(2020, 8, 27, 0, 0, 0, 0, time.UTC)
	wanted, orphan, young := put(t, blobs, "wanted"), put(t, blobs, "orphan"), put(t, blobs, "young")
	for _, blob := range []document.Blob{wanted, orphan} {
		require.NoError(t, os.Chtimes(blobFile(dir, blob.SHA256), old, old))
	}
	broken, running := filepath.Join(dir, "tmp", "BROKEN"), filepath.Join(dir, "tmp", "RUNNING")
	require.NoError(t, os.WriteFile(broken, []byte("1234"), 0o600))
	require.NoError(t, os.WriteFile(running, []byte("12"), 0o600))
	require.NoError(t, os.Chtimes(broken, old, old))

	swept, err := blobs.Sweep(t.Context(), func(sha string) bool { return sha == wanted.SHA256 }, line)
	require.NoError(t, err)
	require.Equal(t, document.Swept{Blobs: 1, Leftovers: 1, Bytes: 6 + 4}, swept)

	var left []string
	require.NoError(t, blobs.Walk(t.Context(), func(sha string, size int64) error {
		left = append(left, sha)
		return nil
	}))
	require.ElementsMatch(t, []string{wanted.SHA256, young.SHA256}, left)
	require.NoFileExists(t, broken)
	require.FileExists(t, running)
}

func TestBlobs_Sweep_never_takes_a_blob_that_was_just_put_again(t *testing.T) {
	t.Parallel()
	blobs, dir := openBlobs(t)
	other, err := document.OpenBlobs(dir) // as another process would
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, other.Close()) })
	old := time.Date(2020, 8, 5, 0, 0, 0, 0, time.UTC)
	for range 300 {
		sha := put(t, blobs, "orphan").SHA256
		require.NoError(t, os.Chtimes(blobFile(dir, sha), old, old))
		var wg sync.WaitGroup
		var swept, stored error
		wg.Go(func() {
			_, swept = other.Sweep(t.Context(), func(string) bool { return false }, old.AddDate(0, 0, 1))
		})
		wg.Go(func() { _, stored = blobs.Put(t.Context(), strings.NewReader("orphan"), roomy) })
		wg.Wait()
		require.NoError(t, swept)
		require.NoError(t, stored)
		require.NoError(t, blobs.Verify(t.Context(), sha))
	}
}

func TestBlobs_Put_by_many_at_once_never_shows_half_a_file(t *testing.T) {
	t.Parallel()
	blobs, dir := openBlobs(t)
	contents := []string{strings.Repeat("甲", 30000), strings.Repeat("乙", 30000), strings.Repeat("丙", 30000)}
	var wg sync.WaitGroup
	errs := make([]error, 24)
	for i := range errs {
		wg.Go(func() {
			_, err := blobs.Put(t.Context(), strings.NewReader(contents[i%len(contents)]), roomy)
			errs[i] = errors.Join(err, blobs.Walk(t.Context(), func(sha string, _ int64) error {
				return blobs.Verify(t.Context(), sha)
			}))
		})
	}
	wg.Wait()
	require.NoError(t, errors.Join(errs...))
	require.Empty(t, leftovers(t, dir))
	count := 0
	require.NoError(t, blobs.Walk(t.Context(), func(string, int64) error { count++; return nil }))
	require.Equal(t, len(contents), count)
}

type neverEnding struct{}

func (neverEnding) Read(p []byte) (int, error) { return len(p), nil }
