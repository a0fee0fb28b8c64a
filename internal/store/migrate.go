package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"gorm.io/gorm"

	"jiheng/internal/administration"
	"jiheng/internal/fault"
	"jiheng/migrations"
)

// Migration is one step of the schema (结构迁移).
type Migration struct {
	Version int64
	Name    string
	// AppliedAt is zero while it is pending.
	AppliedAt time.Time
}

// Migrate brings the schema to the newest version, as its owner. Any number of
// processes may ask at once: one does it, the others wait.
//
// Faults: unavailable; conflict schema_half_restored; internal migration_failed.
func Migrate(ctx context.Context, ownerDSN string) error {
	err := withMigrations(ownerDSN, func(p *goose.Provider) error {
		_, err := p.Up(ctx)
		return migrationFault(err)
	})
	if err != nil {
		return err
	}
	return inherit(ctx, ownerDSN)
}

// inherit puts into the journal of the installation what was there before it
// spoke of such things, once, so that all of it can be verified.
func inherit(ctx context.Context, ownerDSN string) error {
	config, err := parse(ownerDSN)
	if err != nil {
		return err
	}
	pool := stdlib.OpenDB(*config)
	defer func() { _ = pool.Close() }()
	db, err := openGORM(pool)
	if err != nil {
		return err
	}
	return translate(db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		a, err := openAdministration(tx, atTheConsole())
		if err != nil {
			return err
		}
		if err := a.inheritGrants(); err != nil {
			return err
		}
		return a.inheritRegisters()
	}))
}

// inheritGrants is for the roles that were held.
func (a *administrating) inheritGrants() error {
	var first bool
	err := a.tx.Raw(`SELECT NOT EXISTS (SELECT FROM installation_journal WHERE type IN ?)`, administration.GrantTypes()).Scan(&first).Error
	if err != nil || !first {
		return err
	}
	held, err := grantsOf(a.tx, "true")
	if err != nil {
		return err
	}
	for page := range slices.Chunk(held, recordsAtOnce) {
		if err := a.note(administration.GrantsRecorded{Origin: administration.Inherited, Grants: page}, ""); err != nil {
			return err
		}
	}
	return nil
}

// MigrateDownTo takes the schema back to a version; 0 takes everything away.
func MigrateDownTo(ctx context.Context, ownerDSN string, version int64) error {
	return withMigrations(ownerDSN, func(p *goose.Provider) error {
		_, err := p.DownTo(ctx, version)
		return migrationFault(err)
	})
}

// MigrateStatus lists all migrations in order.
func MigrateStatus(ctx context.Context, ownerDSN string) ([]Migration, error) {
	var out []Migration
	err := withMigrations(ownerDSN, func(p *goose.Provider) error {
		status, err := p.Status(ctx)
		for _, m := range status {
			out = append(out, Migration{Version: m.Source.Version, Name: path.Base(m.Source.Path), AppliedAt: m.AppliedAt})
		}
		return migrationFault(err)
	})
	return out, err
}

func withMigrations(dsn string, f func(*goose.Provider) error) error {
	config, err := parse(dsn)
	if err != nil {
		return err
	}
	db := stdlib.OpenDB(*config)
	defer func() { _ = db.Close() }()
	p, err := provider(db)
	if err != nil {
		return migrationFault(err)
	}
	return f(p)
}

func provider(db *sql.DB) (*goose.Provider, error) {
	// One second between tries, five minutes in all.
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
	if err != nil {
		return nil, fmt.Errorf("make the lock of the migrations: %w", err)
	}
	return goose.NewProvider(goose.DialectPostgres, db, migrations.FS, goose.WithSessionLocker(locker))
}

// latestMigration is the highest number in front of a file's name.
func latestMigration() (int64, error) {
	known, err := migrationNames()
	if err != nil {
		return 0, err
	}
	return known[len(known)-1].Version, nil
}

// migrationNames lists the migrations of this program in order.
func migrationNames() ([]Migration, error) {
	entries, err := migrations.FS.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("list migrations: %w", err)
	}
	var known []Migration
	for _, e := range entries {
		number, _, _ := strings.Cut(e.Name(), "_")
		v, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("read the number of migration %s: %w", e.Name(), err)
		}
		known = append(known, Migration{Version: v, Name: e.Name()})
	}
	slices.SortFunc(known, func(a, b Migration) int { return cmp.Compare(a.Version, b.Version) })
	return known, nil
}

// thereAlready are what PostgreSQL says where a migration makes what exists:
// schema, column, object, function, table.
func thereAlready() []string { return []string{"42P06", "42701", "42710", "42723", "42P07"} }

// recordEmpty is what goose says where its table is there and nothing in it; the
// error has no name.
const recordEmpty = "missing zero version"

// migrationFault keeps apart from a migration that does not work what is
// unavailable, and a database in which something lies of which no migration
// tells: a restore was cut short, or it is not ours.
func migrationFault(err error) error {
	if err == nil {
		return nil
	}
	if f := fault.As(translate(err)); f.Code == fault.Unavailable {
		return f
	}
	told, ok := errors.AsType[*pgconn.PgError](err)
	if ok && slices.Contains(thereAlready(), told.Code) || strings.Contains(err.Error(), recordEmpty) {
		return fault.Wrap(err, fault.Conflict, "schema_half_restored", "migrate a database that is not as migrations left it")
	}
	return fault.Wrap(err, fault.Internal, "migration_failed", "migrate the database")
}
