package postgres

import (
	"bytes"
	"context"
	"os"
	"strconv"
	"syscall"
)

// dieWithParent has the kernel send last to the child when we die, however we die.
func dieWithParent(attr *syscall.SysProcAttr, last syscall.Signal) { attr.Pdeathsig = last }

// commandLine gives the arguments of a live process; a zombie has none.
func commandLine(_ context.Context, pid int) string {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/cmdline")
	if err != nil {
		return ""
	}
	return string(bytes.ReplaceAll(text, []byte{0}, []byte{' '}))
}
