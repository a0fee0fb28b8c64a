package postgres

import (
	"errors"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"

	"jiheng/internal/fault"
)

// account is the user that runs PostgreSQL, which refuses to run as root.
type account struct {
	uid, gid int
	name     string
	// other is true when that user is not us.
	other bool
}

// accountFor chooses who runs the cluster: ourselves, unless we are root; then
// whoever owns the cluster already, else the distribution's postgres, else nobody.
func accountFor(cluster string) (account, error) {
	self := account{uid: os.Geteuid(), gid: os.Getegid(), name: userName(os.Geteuid())}
	owner, owned := ownerOf(cluster)
	if self.uid != 0 {
		if owned && owner.uid != self.uid {
			return account{}, fault.New(fault.Invalid, ReasonNotYours, "the folder %s belongs to user %s", cluster, owner.name).
				With("folder", cluster).With("owner", owner.name)
		}
		return self, nil
	}
	if owned && owner.uid != 0 {
		return owner, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if found, ok := lookUp(name); ok {
			return found, nil
		}
	}
	return account{}, fault.New(fault.Invalid, ReasonNoAccount,
		"PostgreSQL refuses to run as root, and there is no user postgres or nobody to run it as")
}

func ownerOf(path string) (account, bool) {
	info, err := os.Stat(path)
	if err != nil {
		return account{}, false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return account{}, false
	}
	return account{uid: int(stat.Uid), gid: int(stat.Gid), name: userName(int(stat.Uid)), other: true}, true
}

func lookUp(name string) (account, bool) {
	found, err := user.Lookup(name)
	if err != nil {
		return account{}, false
	}
	uid, errUID := strconv.Atoi(found.Uid)
	gid, errGID := strconv.Atoi(found.Gid)
	return account{uid: uid, gid: gid, name: name, other: true}, errUID == nil && errGID == nil && uid != 0
}

func userName(uid int) string {
	if found, err := user.LookupId(strconv.Itoa(uid)); err == nil {
		return found.Username
	}
	return strconv.Itoa(uid)
}

// credential is nil when the children run as ourselves.
func (a account) credential() *syscall.Credential {
	if !a.other {
		return nil
	}
	return &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)} //nolint:gosec // Both come from the system as 32 bits.
}

// give hands a file or folder of ours to the account.
func (a account) give(path string) error {
	if !a.other {
		return nil
	}
	return os.Lchown(path, a.uid, a.gid)
}

// canEnter tells whether the account may walk to dir: every folder on the way,
// and dir itself, must let it through. It reads permission bits only; an access
// list that allows more is not seen, and then a shared folder is used instead.
func (a account) canEnter(dir string) bool {
	if !a.other {
		return true
	}
	dir, err := filepath.EvalSymlinks(dir)
	for err == nil {
		var info fs.FileInfo
		if info, err = os.Stat(dir); err != nil || !a.mayPass(info) {
			return false
		}
		if dir == filepath.Dir(dir) {
			return true
		}
		dir = filepath.Dir(dir)
	}
	return false
}

func (a account) mayPass(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return false
	}
	var bit os.FileMode = 0o001
	switch {
	case int(stat.Uid) == a.uid:
		bit = 0o100
	case int(stat.Gid) == a.gid:
		bit = 0o010
	}
	return info.Mode().Perm()&bit != 0
}

// makeEnterable makes dir so that other users may walk through it but, when
// root makes it, not list it.
func makeEnterable(dir string) error {
	mode := os.FileMode(0o700)
	if os.Geteuid() == 0 {
		mode = 0o711
	}
	if err := os.MkdirAll(dir, mode); err != nil && !errors.Is(err, fs.ErrExist) {
		return folderFault(err, dir)
	}
	return nil
}
