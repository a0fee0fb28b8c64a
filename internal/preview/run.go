package preview

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Isolation is how far a converter is shut in (隔离程度).
type Isolation string

// The isolations.
const (
	// Isolated: it sees its own folder and the system's programs, no network
	// and no other process (隔离).
	Isolated Isolation = "isolated"
	// Limited: it has limits, but sees what this program sees (仅限额).
	Limited Isolation = "limited"
)

// nobody is who a converter is when this program runs as root.
const nobody = 65534

// order is what Enter is told to do.
type order struct {
	Work     string   `json:"work"`
	Isolated bool     `json:"isolated"`
	Command  []string `json:"command"`
	Memory   uint64   `json:"memory"`
	CPU      uint64   `json:"cpu"`
	File     uint64   `json:"file"`
	Procs    uint64   `json:"procs"`
}

var errDisk = errors.New("the converter writes too much")

// workshop makes the folder in which one conversion happens.
func (c *Converter) workshop() (string, error) {
	work, err := os.MkdirTemp("", "jiheng-preview-")
	if err != nil {
		return "", fmt.Errorf("make workshop: %w", err)
	}
	for _, dir := range []string{"", "out", "tmp", "root"} {
		path := filepath.Join(work, dir)
		if err := errors.Join(os.MkdirAll(path, 0o700), c.handOver(path)); err != nil {
			return "", errors.Join(fmt.Errorf("make workshop: %w", err), os.RemoveAll(work))
		}
	}
	return work, nil
}

func (c *Converter) handOver(path string) error {
	if os.Getuid() != 0 {
		return nil
	}
	return os.Chown(path, nobody, nobody)
}

// run has the converter work on a file, and ends everything that it started.
func (c *Converter) run(ctx context.Context, work, in string) error {
	ctx, cancel := context.WithTimeout(ctx, c.Limits.Time)
	defer cancel()
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	at := work
	if c.isolation == Isolated {
		at = "/work"
	}
	names := strings.NewReplacer("{in}", filepath.Join(at, in), "{out}", filepath.Join(at, "out"), "file:///work", "file://"+at)
	var command []string
	for _, word := range c.Command {
		command = append(command, names.Replace(word))
	}
	go watch(ctx, work, c.Limits.Disk, stop)
	err := c.start(ctx, work, command)
	return errors.Join(context.Cause(ctx), err)
}

// watch stops a converter that fills the disk: each of its files is bounded by
// the kernel, all of them together are not.
func watch(ctx context.Context, work string, limit int64, stop context.CancelCauseFunc) {
	every := time.NewTicker(100 * time.Millisecond)
	defer every.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-every.C:
			if used(work) > limit {
				stop(errDisk)
				return
			}
		}
	}
}

func used(folder string) int64 {
	total := int64(0)
	_ = filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return nil //nolint:nilerr // it went away meanwhile
		}
		if info, err := entry.Info(); err == nil {
			total += max(info.Size(), 4096) // an empty file takes room too
		}
		return nil
	})
	return total
}

// start starts this program anew, shut in, to become the converter.
func (c *Converter) start(ctx context.Context, work string, command []string) error {
	told, err := json.Marshal(order{
		Work: work, Isolated: c.isolation == Isolated, Command: command, Memory: c.Limits.Memory,
		CPU: uint64(c.Limits.Time/time.Second) + 1, File: uint64(c.Limits.Disk), Procs: c.Limits.Processes, //nolint:gosec // both are positive
	})
	if err != nil {
		return fmt.Errorf("write order: %w", err)
	}
	cmd := exec.CommandContext(ctx, c.Launcher[0], append(c.Launcher[1:len(c.Launcher):len(c.Launcher)], string(told))...) //nolint:gosec // ourselves
	cmd.Env, cmd.Dir = []string{}, work
	cmd.SysProcAttr = attributes(c.isolation)
	said := &tail{}
	cmd.Stdout, cmd.Stderr = said, said
	cmd.Cancel = func() error { return killAll(cmd.Process.Pid) }
	cmd.WaitDelay = 2 * time.Second
	err = cmd.Run()
	if cmd.Process != nil {
		_ = killAll(cmd.Process.Pid) // whatever it left running; usually nothing
	}
	if err != nil {
		return fmt.Errorf("%w: %s", err, said)
	}
	return nil
}

// killAll ends a process and its group; in a namespace of its own everything
// else there ends with it.
func killAll(pid int) error {
	err := syscall.Kill(-pid, syscall.SIGKILL)
	if errors.Is(err, syscall.ESRCH) {
		return os.ErrProcessDone
	}
	return err
}

// attributes are those of a process that is shut in.
func attributes(i Isolation) *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	root := os.Getuid() == 0
	if i != Isolated {
		if root {
			a.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
		}
		return a
	}
	uid, gid := os.Getuid(), os.Getgid()
	if root {
		// Its root is nobody outside. It becomes that before the program starts.
		uid, gid = nobody, nobody
		a.Credential = &syscall.Credential{Uid: 0, Gid: 0}
		a.GidMappingsEnableSetgroups = true
	}
	a.Cloneflags = syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWNET | syscall.CLONE_NEWIPC | syscall.CLONE_NEWUTS
	a.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: uid, Size: 1}}
	a.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: gid, Size: 1}}
	return a
}

// tail keeps the beginning of what a converter says, for the log.
type tail struct{ text []byte }

func (t *tail) Write(p []byte) (int, error) {
	t.text = append(t.text, p[:min(len(p), 2000-len(t.text))]...)
	return len(p), nil
}

func (t *tail) String() string { return strings.ToValidUTF8(strings.TrimSpace(string(t.text)), "?") }

// probe finds out whether a converter can be shut in, by shutting in a program
// that does nothing.
func (c *Converter) probe(ctx context.Context) Isolation {
	c.isolation = Isolated
	work, err := c.workshop()
	if err != nil {
		return Limited
	}
	defer func() { _ = os.RemoveAll(work) }() // it is empty
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if err := c.start(ctx, work, []string{"/usr/bin/true"}); err != nil {
		c.Log.WarnContext(ctx, "converter: cannot be shut in", "error", err)
		return Limited
	}
	return Isolated
}
