package document_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/document"
	"jiheng/internal/fault"
)

func TestParts_make_the_file_whatever_died_in_between(t *testing.T) {
	t.Parallel()
	blobs, _ := openBlobs(t)
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		id := document.PartOf("me", strings.Repeat("x", n))
		content := rapid.SliceOfN(rapid.Byte(), 1, 3000).Draw(t, "content")
		for at := 0; at < len(content); {
			size := rapid.IntRange(1, len(content)-at).Draw(t, "size")
			if rapid.Bool().Draw(t, "a process dies first") { // what it wrote was never said to have arrived
				require.NoError(t, blobs.WritePart(id, int64(at), bytes.Repeat([]byte("?"), size+7)))
			}
			require.NoError(t, blobs.WritePart(id, int64(at), content[at:at+size]))
			same, err := blobs.SamePart(id, int64(at), content[at:at+size])
			require.NoError(t, err)
			require.True(t, same)
			at += size
		}
		for range 2 { // asked again, it gives the same
			blob, err := blobs.PutPart(context.Background(), id, int64(len(content)))
			require.NoError(t, err)
			require.Equal(t, int64(len(content)), blob.Size)
			_, err = blobs.PutPart(context.Background(), id, int64(len(content))+1)
			require.Equal(t, document.ReasonInterrupted, fault.ReasonOf(err))
		}
		require.NoError(t, blobs.DropPart(id))
		require.NoError(t, blobs.DropPart(id))
	})
}

func TestParts_stay_in_their_folder(t *testing.T) {
	t.Parallel()
	blobs, _ := openBlobs(t)
	for _, id := range []string{"", "../lock", strings.Repeat("a", 26), strings.Repeat("A", 25) + "/"} {
		require.False(t, document.IsPart(id))
		require.Equal(t, document.ReasonBlobID, fault.ReasonOf(blobs.WritePart(id, 0, []byte("x"))))
		require.Equal(t, document.ReasonBlobID, fault.ReasonOf(blobs.DropPart(id)))
	}
	require.True(t, document.IsPart(document.PartOf("me", "key")))
	require.NotEqual(t, document.PartOf("me1", "key"), document.PartOf("me", "1key"))
}

func TestSweepParts_leaves_what_is_young_or_wanted(t *testing.T) {
	t.Parallel()
	blobs, folder := openBlobs(t)
	old, wanted, young := document.PartOf("me", "old"), document.PartOf("me", "wanted"), document.PartOf("me", "young")
	for _, id := range []string{old, wanted, young} {
		require.NoError(t, blobs.WritePart(id, 0, []byte("x")))
	}
	long := time.Now().Add(-48 * time.Hour)
	for _, id := range []string{old, wanted} {
		require.NoError(t, os.Chtimes(filepath.Join(folder, "parts", id), long, long))
	}
	n, err := blobs.SweepParts(t.Context(), func(id string) bool { return id == wanted }, time.Now().Add(-time.Hour))
	require.NoError(t, err)
	require.Equal(t, 1, n)
	left, err := os.ReadDir(filepath.Join(folder, "parts"))
	require.NoError(t, err)
	require.Len(t, left, 2)
}

func TestParts_of_a_disk_that_is_full_are_as_if_never_sent(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("a small disk takes root: %v", err)
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(folder, syscall.MNT_DETACH)) })
	blobs, err := document.OpenBlobs(folder)
	require.NoError(t, err)
	defer func() { require.NoError(t, blobs.Close()) }()
	room, err := blobs.Room()
	require.NoError(t, err)
	require.LessOrEqual(t, room, int64(1<<20))
	id := document.PartOf("me", "key")
	first := bytes.Repeat([]byte("1"), 100<<10)
	require.NoError(t, blobs.WritePart(id, 0, first))
	err = blobs.WritePart(id, int64(len(first)), bytes.Repeat([]byte("2"), 2<<20))
	require.Equal(t, document.ReasonDiskFull, fault.ReasonOf(err))
	require.Equal(t, fault.Unavailable, fault.CodeOf(err))
	// What had arrived is still there, and goes on once there is room.
	require.NoError(t, blobs.WritePart(id, int64(len(first)), []byte("3")))
	blob, err := blobs.PutPart(t.Context(), id, int64(len(first))+1)
	require.NoError(t, err)
	require.Equal(t, int64(len(first))+1, blob.Size)
}
