package postgres

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"jiheng/internal/fault"
)

// makeCluster runs initdb when there is no cluster yet, and checks that the
// programs fit the cluster otherwise. A cluster appears by one rename: a
// half-made one is never started.
func makeCluster(ctx context.Context, cfg Config, who account, key secret) error {
	cluster := filepath.Join(cfg.DataDir, clusterName)
	have, err := clusterMajor(cluster)
	if err == nil {
		if have != strconv.Itoa(cfg.Binaries.Major) {
			return otherMajor(cfg.DataDir, have, cfg.Binaries.Major)
		}
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return folderFault(err, cluster)
	}
	base, err := baseFolder(cfg, who)
	if err != nil {
		return err
	}
	if err := checkSpace(base, cfg.MinFree); err != nil {
		return err
	}
	if base != cfg.DataDir {
		cfg.Log.WarnContext(ctx, "the database's user cannot enter the data folder, so the cluster goes elsewhere and the data folder keeps a link to it",
			"user", who.name, "data", cfg.DataDir, "cluster", filepath.Join(base, clusterName))
	}
	if err := initialise(ctx, cfg, who, key, base); err != nil {
		return err
	}
	if base == cfg.DataDir {
		return nil
	}
	if err := os.Symlink(filepath.Join(base, clusterName), cluster); err != nil {
		return folderFault(err, cluster)
	}
	return nil
}

// baseFolder is where the cluster goes: DataDir, or a fresh folder below
// SystemDir when the account cannot reach DataDir.
func baseFolder(cfg Config, who account) (string, error) {
	if who.canEnter(cfg.DataDir) {
		return cfg.DataDir, nil
	}
	if err := makeEnterable(cfg.SystemDir); err != nil {
		return "", err
	}
	base, err := os.MkdirTemp(cfg.SystemDir, "postgres-*")
	if err != nil {
		return "", folderFault(err, cfg.SystemDir)
	}
	if err := os.Chmod(base, 0o711); err != nil { //nolint:gosec // The account must walk through it.
		return "", folderFault(err, base)
	}
	if !who.canEnter(base) {
		return "", fault.New(fault.Invalid, ReasonNotWritable, "user %s can enter neither %s nor %s", who.name, cfg.DataDir, cfg.SystemDir).
			With("folder", cfg.DataDir)
	}
	return base, nil
}

// initialise runs initdb in a folder of its own and renames it when it is done.
func initialise(ctx context.Context, cfg Config, who account, key secret, base string) error {
	leftovers, err := filepath.Glob(filepath.Join(base, "new-*"))
	if err != nil {
		return folderFault(err, base)
	}
	for _, dir := range leftovers {
		if err := os.RemoveAll(dir); err != nil {
			return folderFault(err, dir)
		}
	}
	made, err := os.MkdirTemp(base, "new-*")
	if err != nil {
		return folderFault(err, base)
	}
	defer func() { _ = os.RemoveAll(made) }()
	pwfile := made + ".password"
	defer func() { _ = os.Remove(pwfile) }()
	if err := errors.Join(os.WriteFile(pwfile, []byte(key.password(Superuser)), 0o600), who.give(pwfile), who.give(made)); err != nil {
		return folderFault(err, base)
	}
	args := []string{
		"--pgdata=" + made, "--username=" + Superuser, "--pwfile=" + pwfile, "--auth=scram-sha-256",
		"--encoding=UTF8", "--data-checksums", "--no-instructions",
	}
	if cfg.NoSync {
		args = append(args, "--no-sync")
	}
	if err := runInitdb(ctx, cfg, who, made, args); err != nil {
		return err
	}
	if err := errors.Join(os.Rename(made, filepath.Join(base, clusterName)), flush(base)); err != nil {
		return folderFault(err, base)
	}
	return nil
}

// runInitdb tries the locales in turn: not every machine has the first.
func runInitdb(ctx context.Context, cfg Config, who account, made string, args []string) error {
	var words []string
	for _, locale := range locales(cfg.Binaries.Major) {
		var err error
		words, err = initdb(ctx, cfg, who, append(args, locale...))
		if err == nil || words == nil || ctx.Err() != nil {
			return err
		}
		if !slices.ContainsFunc(words, func(line string) bool { return strings.Contains(line, "invalid locale name") }) {
			break
		}
	}
	return explain(words, &launch{cluster: filepath.Dir(made)})
}

// initdb gives what the program said when it ran and failed.
func initdb(ctx context.Context, cfg Config, who account, args []string) ([]string, error) {
	cmd := exec.CommandContext(ctx, filepath.Join(cfg.Binaries.Dir, "initdb"), args...) //nolint:gosec // The programs Find chose.
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	var words tail
	cmd.Stdout, cmd.Stderr = &words, &words
	p, err := startProcess(cmd, who, syscall.SIGTERM)
	if err != nil {
		return nil, startFault(err, cfg.Binaries, who)
	}
	<-p.done
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return words.lines(), p.err
}

// locales make text sort by code point and know the letters of all scripts
// (trigram search needs that for Chinese), the same on every machine.
func locales(major int) [][]string {
	if major >= 17 {
		return [][]string{{"--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"}}
	}
	return [][]string{
		{"--locale=C.UTF-8"},
		{"--locale=C", "--lc-ctype=en_US.UTF-8"},
		{"--locale=C", "--lc-ctype=UTF-8"}, // macOS
	}
}

// startFault explains why a program of the binaries did not even start.
func startFault(err error, b Binaries, who account) error {
	if errors.Is(err, fs.ErrPermission) && who.other {
		return fault.Wrap(err, fault.Invalid, ReasonUnreachable, "user %s may not run the programs in %s", who.name, b.Dir).
			With("user", who.name).With("folder", b.Dir)
	}
	return fault.Wrap(err, fault.Unavailable, ReasonFailed, "start %s", strings.TrimSpace(b.Dir)).With("detail", err.Error())
}
