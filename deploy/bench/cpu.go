package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// usage is the processor time that the parts of a measurement took
// (处理器用量). It is zero where the system does not tell.
type usage struct{ program, database, generator time.Duration }

func (u usage) since(before usage) usage {
	return usage{u.program - before.program, u.database - before.database, u.generator - before.generator}
}

func (u usage) per(tasks int) usage {
	n := time.Duration(max(tasks, 1))
	return usage{u.program / n, u.database / n, u.generator / n}
}

// tick is the unit of /proc/PID/stat, the same on every Linux of today.
const tick = 10 * time.Millisecond

// spent adds up what was used so far.
func (b *bench) spent() usage {
	u := usage{database: family(b.cluster.server.PID())}
	if b.served != nil {
		u.program = family(b.served.pid())
	}
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var used syscall.Rusage
		if err := syscall.Getrusage(who, &used); err == nil {
			u.generator += time.Duration(used.Utime.Nano() + used.Stime.Nano())
		}
	}
	return u
}

// family is the processor time of a process and its children, those that have
// ended among them.
func family(pid int) time.Duration {
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0
	}
	var sum time.Duration
	for _, file := range files {
		p := readStat(file)
		if p.id == pid || p.parent == pid {
			sum += p.used
		}
		if p.id == pid {
			sum += p.buried
		}
	}
	return sum
}

// relative is what the kernel tells of one.
type relative struct {
	id, parent int
	used       time.Duration
	buried     time.Duration // used by children that have ended
}

// readStat reads the fields behind the name, which may contain anything.
func readStat(file string) relative {
	content, err := os.ReadFile(file) //nolint:gosec // below /proc
	if err != nil {
		return relative{} // it has ended
	}
	end := bytes.LastIndexByte(content, ')')
	fields := bytes.Fields(content[end+1:])
	if end < 0 || len(fields) < 15 {
		return relative{}
	}
	number := func(text []byte) int {
		n, _ := strconv.Atoi(string(text)) // the kernel writes numbers
		return n
	}
	ticks := func(i int) time.Duration { return time.Duration(number(fields[i])+number(fields[i+1])) * tick }
	return relative{
		id: number(content[:bytes.IndexByte(content, ' ')]), parent: number(fields[1]), used: ticks(11), buried: ticks(13),
	}
}
