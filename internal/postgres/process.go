package postgres

import (
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// process is a running child. done closes when it has ended; then err says how.
type process struct {
	cmd  *exec.Cmd
	done chan struct{}
	err  error
}

// startProcess starts cmd as the account, in a session of its own, so that
// Ctrl-C in a terminal reaches us and not the database under us. Where the
// system can do that, the child gets the signal last when we die.
func startProcess(cmd *exec.Cmd, who account, last syscall.Signal) (*process, error) {
	cmd.Env = environment()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Credential: who.credential()}
	dieWithParent(cmd.SysProcAttr, last)
	// A child of the child may keep our pipe open after it.
	cmd.WaitDelay = 5 * time.Second
	// The children must not inherit a folder they may not enter.
	cmd.Dir = "/"
	p := &process{cmd: cmd, done: make(chan struct{})}
	started := make(chan error, 1)
	go func() {
		// Linux sends the parent-death signal when the thread that forked
		// ends, not the process. So this thread does nothing but wait for the
		// child, and is never given back.
		runtime.LockOSThread()
		if err := cmd.Start(); err != nil {
			started <- err
			return
		}
		started <- nil
		p.err = cmd.Wait()
		close(p.done)
	}()
	return p, <-started
}

// signal is harmless when the process has ended.
func (p *process) signal(sig syscall.Signal) { _ = p.cmd.Process.Signal(sig) }

// ended tells whether the process is gone within the time.
func (p *process) ended(within time.Duration) bool {
	timer := time.NewTimer(within)
	defer timer.Stop()
	select {
	case <-p.done:
		return true
	case <-timer.C:
		return false
	}
}
