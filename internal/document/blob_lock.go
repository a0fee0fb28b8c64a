package document

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// lock takes the lock of the store, shared (syscall.LOCK_SH) or alone
// (syscall.LOCK_EX), across goroutines and processes: each call opens the
// lock file anew, and flock belongs to the open file. It is held for a rename
// or a removal only, so waiting is short.
func (b *Blobs) lock(how int) (unlock func(), err error) {
	f, err := b.root.OpenFile("lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open lock: %w", err)
	}
	for {
		err = syscall.Flock(int(f.Fd()), how)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("take lock: %w", err), f.Close())
	}
	return func() { _ = f.Close() }, nil
}
