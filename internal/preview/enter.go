package preview

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
)

// Numbers of the kernel that package syscall does not name.
const (
	limitCPU       = 0
	limitFile      = 1
	limitCore      = 4
	limitProcesses = 6
	limitMemory    = 9

	dropBounding    = 24 // PR_CAPBSET_DROP
	noNewPrivileges = 38 // PR_SET_NO_NEW_PRIVS
	lastCapability  = 63
)

// Enter makes this process the converter: it shuts itself in, takes its limits
// and runs the command in its own place. It returns only when that fails. The
// argument is what a Converter gave its launcher.
func Enter(told string) error {
	runtime.LockOSThread() // what follows belongs to one thread, which becomes the program
	var o order
	if err := json.Unmarshal([]byte(told), &o); err != nil || len(o.Command) == 0 {
		return fmt.Errorf("read order: %w", errors.Join(err, errors.New("no command")))
	}
	home := o.Work
	if o.Isolated {
		if err := shutIn(o.Work); err != nil {
			return fmt.Errorf("shut in: %w", err)
		}
		home = "/work"
	}
	environment := []string{
		"HOME=" + home, "TMPDIR=" + home + "/tmp", "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8",
	}
	program, err := look(o.Command[0])
	if err != nil {
		return err
	}
	if err := o.limit(); err != nil {
		return fmt.Errorf("take limits: %w", err)
	}
	return syscall.Exec(program, o.Command, environment) //nolint:gosec // the converter that is configured
}

// look finds the program; this process has no environment to find it by.
func look(name string) (string, error) {
	if filepath.IsAbs(name) {
		return name, nil
	}
	if err := os.Setenv("PATH", "/usr/local/bin:/usr/bin:/bin"); err != nil {
		return "", err
	}
	return exec.LookPath(name)
}

func (o *order) limit() error {
	for _, l := range []struct {
		what int
		most uint64
	}{{limitCPU, o.CPU}, {limitFile, o.File}, {limitCore, 0}, {limitProcesses, o.Procs}, {limitMemory, o.Memory}} {
		if err := syscall.Setrlimit(l.what, &syscall.Rlimit{Cur: l.most, Max: l.most}); err != nil {
			return fmt.Errorf("limit %d: %w", l.what, err)
		}
	}
	// In its namespace it is root, and would be given every capability there
	// when it starts; none is left to be given.
	for capability := range uintptr(lastCapability) {
		_, _, _ = syscall.RawSyscall6(syscall.SYS_PRCTL, dropBounding, capability, 0, 0, 0, 0) // those the kernel does not know
	}
	if _, _, failed := syscall.RawSyscall6(syscall.SYS_PRCTL, noNewPrivileges, 1, 0, 0, 0, 0); failed != 0 {
		return failed
	}
	return nil
}

// shutIn builds a root of its own for this process: the system's programs and
// fonts, a few devices, and its folder as /work. Everything else is gone.
func shutIn(work string) error {
	root := filepath.Join(work, "root")
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("keep mounts private: %w", err)
	}
	if err := syscall.Mount("tmpfs", root, "tmpfs", syscall.MS_NOSUID|syscall.MS_NODEV, "size=1m,mode=755"); err != nil {
		return fmt.Errorf("mount root: %w", err)
	}
	for _, path := range []string{"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/opt"} {
		if err := show(root, path); err != nil {
			return err
		}
	}
	for _, path := range []string{"/etc/fonts", "/etc/libreoffice", "/etc/alternatives", "/etc/ld.so.cache", "/var/cache/fontconfig", "/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"} {
		if err := show(root, path); err != nil {
			return err
		}
	}
	if err := bind(work, filepath.Join(root, "work"), true); err != nil {
		return err
	}
	if err := errors.Join(os.Mkdir(filepath.Join(root, "proc"), 0o555), os.Symlink("work/tmp", filepath.Join(root, "tmp"))); err != nil { //nolint:gosec // as everywhere
		return err
	}
	// Some containers do not allow it; most converters do without.
	_ = syscall.Mount("proc", filepath.Join(root, "proc"), "proc", syscall.MS_NOSUID|syscall.MS_NODEV|syscall.MS_NOEXEC, "")
	return moveInto(root)
}

func moveInto(root string) error {
	old := filepath.Join(root, "old")
	if err := os.Mkdir(old, 0o700); err != nil {
		return err
	}
	if err := syscall.PivotRoot(root, old); err != nil {
		return fmt.Errorf("change root: %w", err)
	}
	if err := os.Chdir("/work"); err != nil {
		return err
	}
	if err := syscall.Unmount("/old", syscall.MNT_DETACH); err != nil {
		return fmt.Errorf("leave the old root: %w", err)
	}
	return os.Remove("/old")
}

// show makes a path of the system visible; a link stays a link, and what is not
// there is not missed.
func show(root, path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	target := filepath.Join(root, path)
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil { //nolint:gosec // folders of the system
		return err
	}
	if info.Mode()&os.ModeSymlink != 0 {
		to, err := os.Readlink(path)
		if err != nil {
			return err
		}
		return os.Symlink(to, target)
	}
	return bind(path, target, info.IsDir())
}

func bind(path, target string, folder bool) error {
	var err error
	if folder {
		err = os.MkdirAll(target, 0o755) //nolint:gosec // folders of the system
	} else {
		err = os.WriteFile(target, nil, 0o600)
	}
	if err != nil {
		return err
	}
	if err := syscall.Mount(path, target, "", syscall.MS_BIND|syscall.MS_REC, ""); err != nil {
		return fmt.Errorf("show %s: %w", path, err)
	}
	return nil
}
