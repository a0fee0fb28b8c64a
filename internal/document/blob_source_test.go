package document

import (
	"fmt"
	"io/fs"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
)

// A full disk cannot be made in a test without rights, so the translation of
// what the system says is tested here.
func TestDiskFault_tells_a_full_disk_from_a_broken_one(t *testing.T) {
	t.Parallel()
	for _, full := range []error{syscall.ENOSPC, syscall.EDQUOT} {
		err := diskFault(&fs.PathError{Op: "write", Path: "x", Err: full}, "write")
		require.Equal(t, fault.Unavailable, fault.CodeOf(err))
		require.Equal(t, ReasonDiskFull, fault.ReasonOf(err))
		require.ErrorIs(t, err, full)
	}
	broken := diskFault(fmt.Errorf("read: %w", syscall.EIO), "write")
	require.Equal(t, fault.Internal, fault.CodeOf(broken))
	require.ErrorIs(t, broken, syscall.EIO)
}

func TestReasons_are_distinct(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, reason := range Reasons() {
		require.False(t, seen[reason], reason)
		seen[reason] = true
	}
}
