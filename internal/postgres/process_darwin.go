package postgres

import (
	"context"
	"os/exec"
	"strconv"
	"syscall"
)

// dieWithParent does nothing: macOS has no such thing. A database that
// outlives us is stopped by the next Start.
func dieWithParent(*syscall.SysProcAttr, syscall.Signal) {}

// commandLine gives the arguments of a live process.
func commandLine(ctx context.Context, pid int) string {
	text, err := exec.CommandContext(ctx, "ps", "-o", "command=", "-p", strconv.Itoa(pid)).Output() //nolint:gosec // A number.
	if err != nil {
		return ""
	}
	return string(text)
}
