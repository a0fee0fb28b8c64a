package document

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"jiheng/internal/fault"
)

// ownerFile names the installation that a folder belongs to.
const ownerFile = "installation"

// Own makes sure that the folder is the one of an installation. When none was
// taken for it before, a folder that is nobody's is marked as its own.
//
// Machines that share a database must share the folder too: else papers that
// one of them took in are missing on the others, and what one sweeps away as
// nobody's is another's.
//
// Fault: conflict files_of_another_installation.
func (b *Blobs) Own(installation string, taken bool) error {
	content, err := b.root.ReadFile(ownerFile)
	switch {
	case err == nil && strings.TrimSpace(string(content)) == installation:
		return nil
	case err == nil, errors.Is(err, fs.ErrNotExist) && taken:
		return fault.New(fault.Conflict, ReasonForeign, "folder %s is not that of installation %s", b.root.Name(), installation).
			With("folder", b.root.Name())
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("read owner of blob folder: %w", err)
	}
	return b.mark(installation)
}

// mark writes whose the folder is, whole or not at all.
func (b *Blobs) mark(installation string) error {
	temp := path.Join(tempDir, rand.Text())
	if err := b.root.WriteFile(temp, []byte(installation+"\n"), 0o600); err != nil {
		return diskFault(err, "mark blob folder")
	}
	if err := errors.Join(b.syncDir(temp), b.root.Rename(temp, ownerFile), b.syncDir(".")); err != nil {
		return diskFault(err, "mark blob folder")
	}
	return nil
}
