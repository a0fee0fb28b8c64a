package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"jiheng/internal/postgres"
)

const (
	role = "jiheng"
	// forgotten is when a database on a shared server counts as left behind.
	forgotten = 6 * time.Hour
	// More test binaries than this do not run at once.
	slots = 64
)

func openServer() (server, error) {
	ctx := context.Background()
	if address := os.Getenv(URLVariable); address != "" {
		return openExisting(ctx, address)
	}
	return openPrivate(ctx)
}

// openExisting uses the server people named; others may be using it too.
func openExisting(ctx context.Context, address string) (server, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return server{}, fmt.Errorf("read %s: %w", URLVariable, err)
	}
	s := server{maintenance: config.Database, database: func(name string) string { return withDatabase(address, name) }}
	if err := s.clean(ctx, time.Now().Add(-forgotten)); err != nil {
		return server{}, fmt.Errorf("use %s: %w", URLVariable, err)
	}
	return s, nil
}

// withDatabase replaces the database in either form of address.
func withDatabase(address, name string) string {
	parsed, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(parsed.Scheme, "postgres") {
		return address + " dbname=" + name
	}
	parsed.Path = "/" + name
	return parsed.String()
}

// openPrivate starts a server in the first slot no other test binary holds.
// A slot's cluster is reused, which saves making one in each run; the server
// itself dies with this process.
func openPrivate(ctx context.Context) (server, error) {
	base, err := baseFolder()
	if err != nil {
		return server{}, err
	}
	binaries, err := postgres.Find(ctx, postgres.Search{CacheDir: filepath.Join(base, "cache")})
	if err != nil {
		return server{}, err
	}
	for n := range slots {
		dir := filepath.Join(base, fmt.Sprintf("%d-%d", binaries.Major, n))
		held, err := hold(dir + ".lock")
		if err != nil {
			return server{}, err
		}
		if held {
			return startIn(ctx, dir, binaries)
		}
	}
	return server{}, errors.New("all slots for test databases in " + base + " are taken")
}

// baseFolder is ours alone: its name can be guessed, so somebody else's is refused.
func baseFolder() (string, error) {
	base := filepath.Join(os.TempDir(), "jiheng-pgtest-"+strconv.Itoa(os.Geteuid()))
	// As root the database runs as another user, who must walk through.
	if err := os.Mkdir(base, 0o711); err != nil && !errors.Is(err, os.ErrExist) { //nolint:gosec // See above.
		return "", err
	}
	info, err := os.Lstat(base)
	if err != nil {
		return "", err
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); !ok || !info.IsDir() || int(stat.Uid) != os.Geteuid() {
		return "", errors.New(base + " belongs to somebody else")
	}
	return base, nil
}

// hold takes a lock until the process ends.
func hold(path string) (bool, error) {
	descriptor, err := syscall.Open(path, syscall.O_CREAT|syscall.O_RDWR|syscall.O_CLOEXEC, 0o600)
	if err != nil {
		return false, fmt.Errorf("open %s: %w", path, err)
	}
	err = syscall.Flock(descriptor, syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return true, nil
	}
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = nil
	}
	return false, errors.Join(err, syscall.Close(descriptor))
}

// startIn starts the slot's server, afresh when what is there is no good.
func startIn(ctx context.Context, dir string, binaries postgres.Binaries) (server, error) {
	cfg := postgres.Config{
		DataDir: dir, Binaries: binaries, NoSync: true,
		Settings: map[string]string{"autovacuum": "off", "jit": "off", "wal_level": "minimal", "max_wal_senders": "0", "min_wal_size": "32MB", "max_wal_size": "256MB"},
	}
	running, err := postgres.Start(ctx, cfg)
	if err != nil {
		if err := os.RemoveAll(dir); err != nil {
			return server{}, err
		}
		if running, err = postgres.Start(ctx, cfg); err != nil {
			return server{}, err
		}
	}
	// Tests get what the application gets: a role that is no superuser.
	if err := running.EnsureDatabase(ctx, role, role); err != nil {
		return server{}, err
	}
	superuser := server{maintenance: "postgres", database: func(name string) string { return running.DSN(name, postgres.Superuser) }}
	if err := superuser.exec(ctx, "ALTER ROLE "+role+" CREATEDB"); err != nil {
		return server{}, err
	}
	s := server{
		maintenance: role,
		database:    func(name string) string { return running.DSN(name, role) },
		// Several times as quick as the default where nothing waits for the disk.
		strategy: " STRATEGY FILE_COPY",
	}
	// The slot is ours, so whatever is in it was left behind.
	return s, superuser.clean(ctx, time.Now().Add(time.Minute))
}
