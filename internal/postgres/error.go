package postgres

import (
	"errors"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"jiheng/internal/fault"
)

// Reasons of the faults of this package.
const (
	ReasonNoBinaries      = "postgres_binaries_missing"
	ReasonTooOld          = "postgres_too_old"
	ReasonFetchFailed     = "postgres_fetch_failed"
	ReasonPackageAltered  = "postgres_package_altered"
	ReasonUnreachable     = "postgres_binaries_unreachable"
	ReasonPortInUse       = "postgres_port_in_use"
	ReasonOtherMajor      = "postgres_other_major_version"
	ReasonDiskFull        = "postgres_disk_full"
	ReasonNotWritable     = "postgres_folder_not_writable"
	ReasonNotYours        = "postgres_folder_not_yours"
	ReasonInUse           = "postgres_folder_in_use"
	ReasonClusterMissing  = "postgres_cluster_missing"
	ReasonSecretMissing   = "postgres_secret_missing"
	ReasonSecretMismatch  = "postgres_secret_mismatch"
	ReasonStillRunning    = "postgres_still_running"
	ReasonNoAccount       = "postgres_no_unprivileged_user"
	ReasonFailed          = "postgres_failed"
	reasonStoppedByItself = "postgres_stopped"
)

// folderFault explains why a folder cannot be used.
func folderFault(err error, dir string) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return diskFull(err, dir)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.ENOTDIR):
		return fault.Wrap(err, fault.Invalid, ReasonNotWritable,
			"the folder %s cannot be written", dir).With("folder", dir)
	default:
		return fault.Wrap(err, fault.Unavailable, ReasonFailed, "use folder %s", dir).With("detail", err.Error())
	}
}

func diskFull(cause error, dir string) *fault.Error {
	return fault.Wrap(cause, fault.Unavailable, ReasonDiskFull,
		"no space is left for the database in %s", dir).With("folder", dir)
}

func portInUse(port int) *fault.Error {
	return fault.New(fault.Unavailable, ReasonPortInUse,
		"port %d on 127.0.0.1 is taken by another program", port).With("port", strconv.Itoa(port))
}

func otherMajor(dir, have string, want int) *fault.Error {
	return fault.New(fault.Invalid, ReasonOtherMajor,
		"the data in %s is of PostgreSQL %s, the programs found are of PostgreSQL %d: install PostgreSQL %s or move the data with pg_upgrade",
		dir, have, want, have).With("folder", dir).With("have", have).With("found", strconv.Itoa(want))
}

// explain turns the last words of a failed program into a fault.
func explain(words []string, cfg *launch) *fault.Error {
	text := strings.Join(words, "\n")
	switch {
	case strings.Contains(text, "No space left on device"), strings.Contains(text, "Disk quota exceeded"):
		return diskFull(nil, cfg.cluster)
	case strings.Contains(text, "Address already in use"):
		return portInUse(cfg.port)
	case strings.Contains(text, "pre-existing shared memory block"), strings.Contains(text, "lock file \"postmaster.pid\" already exists"):
		return stillRunning(cfg.cluster)
	case strings.Contains(text, "Permission denied"), strings.Contains(text, "Read-only file system"):
		return fault.New(fault.Invalid, ReasonNotWritable, "the folder %s cannot be written: %s", cfg.cluster, lastFatal(words)).
			With("folder", cfg.cluster)
	default:
		return fault.New(fault.Unavailable, ReasonFailed, "PostgreSQL does not start: %s", lastFatal(words)).
			With("detail", lastFatal(words))
	}
}

func stillRunning(cluster string) *fault.Error {
	return fault.New(fault.Unavailable, ReasonStillRunning,
		"a PostgreSQL from before still holds %s and does not stop", cluster).With("folder", cluster)
}

// lastFatal picks the line that says what went wrong.
func lastFatal(words []string) string {
	for _, word := range slices.Backward(words) {
		for _, mark := range []string{"PANIC:", "FATAL:", "error:", "could not"} {
			if strings.Contains(word, mark) {
				return strings.TrimSpace(word)
			}
		}
	}
	if len(words) == 0 {
		return "it said nothing"
	}
	return words[len(words)-1]
}
