package postgres

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"jiheng/internal/fault"
)

// What a DataDir holds.
const (
	lockName    = "lock"
	secretName  = "secret"
	clusterName = "cluster"
)

// lockFolder makes DataDir ours until release is called or we die. So whoever
// runs a cluster in a folder we could lock is an orphan.
func lockFolder(dir string) (release func(), err error) {
	if err := makeEnterable(dir); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, lockName)
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // Below the folder we were given.
	if err != nil {
		return nil, folderFault(err, dir)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		holder, _ := os.ReadFile(path) //nolint:gosec // Only to name the holder.
		pid := string(bytes.TrimSpace(holder))
		return nil, errors.Join(fault.Wrap(err, fault.Unavailable, ReasonInUse,
			"the folder %s is in use by process %s", dir, pid).With("folder", dir).With("pid", pid), file.Close())
	}
	if err := errors.Join(file.Truncate(0), writeAt(file, strconv.Itoa(os.Getpid()))); err != nil {
		return nil, errors.Join(folderFault(err, dir), file.Close())
	}
	return func() { _ = file.Close() }, nil
}

func writeAt(file *os.File, text string) error {
	_, err := file.WriteAt([]byte(text+"\n"), 0)
	return err
}

// secret is what the passwords of all roles are derived from.
type secret []byte

// password gives a role's password: another for each role, so that one that
// leaks opens nothing else, and nothing more to keep than the secret.
func (s secret) password(role string) string {
	mac := hmac.New(sha256.New, s)
	mac.Write([]byte("postgres role " + role))
	return hex.EncodeToString(mac.Sum(nil))
}

// loadSecret reads the secret, or makes one while there is no cluster yet.
func loadSecret(dir string, fresh bool) (secret, error) {
	path := filepath.Join(dir, secretName)
	text, err := os.ReadFile(path) //nolint:gosec // Below the folder we were given.
	if err == nil && len(bytes.TrimSpace(text)) > 0 {
		return bytes.TrimSpace(text), nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, folderFault(err, path)
	}
	if !fresh {
		return nil, fault.New(fault.Invalid, ReasonSecretMissing, "the password file %s is gone", path).With("file", path)
	}
	made := rand.Text() + rand.Text()
	if err := errors.Join(os.WriteFile(path, []byte(made+"\n"), 0o600), flush(path), flush(dir)); err != nil {
		return nil, folderFault(err, path)
	}
	return secret(made), nil
}

// flush makes a file or a folder's entries survive a power failure.
func flush(path string) error {
	file, err := os.Open(path) //nolint:gosec // One of ours.
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// clusterMajor reads which version made a cluster. The error is fs.ErrNotExist
// when there is no cluster.
func clusterMajor(cluster string) (string, error) {
	if cluster == "" {
		return "", fs.ErrNotExist
	}
	text, err := os.ReadFile(filepath.Join(cluster, "PG_VERSION")) //nolint:gosec // Below the folder we were given.
	return strings.TrimSpace(string(text)), err
}

// checkLink refuses to begin anew where a link shows that data once was.
func checkLink(cluster string) error {
	target, err := os.Readlink(cluster)
	if err != nil || exists(target) {
		return nil //nolint:nilerr // No link is the usual case.
	}
	return fault.New(fault.Invalid, ReasonClusterMissing, "the database folder %s, which %s points to, is gone", target, cluster).
		With("folder", cluster).With("target", target)
}

// checkSpace refuses to make a cluster on a disk that is as good as full.
func checkSpace(dir string, need uint64) error {
	var stat syscall.Statfs_t
	if err := syscall.Statfs(dir, &stat); err != nil {
		return folderFault(err, dir)
	}
	free := stat.Bavail * uint64(stat.Bsize) //nolint:gosec // A block size is positive.
	if free >= need {
		return nil
	}
	return diskFull(fmt.Errorf("%d bytes are free, %d needed", free, need), dir).
		With("free", strconv.FormatUint(free, 10)).With("need", strconv.FormatUint(need, 10))
}
