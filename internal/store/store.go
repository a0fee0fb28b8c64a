package store

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/notify"
)

// Store is the database (存储). Any number of goroutines and of processes may
// use it at once.
type Store struct {
	db *gorm.DB
	// aside is for what is asked while a decision holds a connection of db: a
	// few of its own, so that neither waits for the other.
	aside       *gorm.DB
	asidePool   *sql.DB
	pool        *sql.DB
	config      *pgx.ConnConfig
	log         *slog.Logger
	calendars   *calendars
	link        func(evaluation.ID, evaluation.TaskID) string
	media       func(unit string) []notify.Medium
	remote      func(unit string) bool
	retention   int
	definitions *definitions
	items       *items
	bell        *bell
	// verbatim keeps what was read as the text it was, to be verified.
	verbatim bool
	// audits is set for a login that may only read.
	audits bool
	// holds is told how many tasks of the past are held at once; tests listen.
	holds func(int)
}

// Open connects and makes sure that the schema is there.
//
// Faults: invalid store_config, database_address; unavailable
// database_unavailable, schema_behind when migrations are still to be run;
// internal database_role_missing.
func Open(ctx context.Context, cfg Config) (*Store, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	config, err := parse(cfg.DSN)
	if err != nil {
		return nil, err
	}
	audits := false
	if cfg.Audit {
		if audits, err = auditsOnly(ctx, config); err != nil {
			return nil, err
		}
	}
	s := &Store{
		audits: audits,
		pool:   openPool(config, cfg.MaxConns, audits), asidePool: openPool(config, asideConns, audits), config: config,
		log: cfg.Log, calendars: newCalendars(cfg.Calendar), link: cfg.Link, media: cfg.Media, remote: cfg.Remote, retention: cfg.Retention,
		definitions: newDefinitions(cfg.Parse), items: newItems(), bell: newBell(),
	}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, s.closePools())
	}
	s.bell.start(s)
	return s, nil
}

const asideConns = 4

// ReadOnly tells whether the login may only read (只读审计登录): nothing is
// written then, not even that it was read.
func (s *Store) ReadOnly() bool { return s.audits }

func (s *Store) prepare(ctx context.Context) (err error) {
	if s.db, err = openGORM(s.pool); err != nil {
		return err
	}
	if s.aside, err = openGORM(s.asidePool); err != nil {
		return err
	}
	if err := s.checkSchema(ctx); err != nil {
		return err
	}
	return s.lookForCalendar(s.db.WithContext(ctx))
}

func (s *Store) closePools() error {
	return translate(errors.Join(s.pool.Close(), s.asidePool.Close()))
}

// Close waits for what is running and closes all connections.
func (s *Store) Close() error {
	s.bell.stop()
	return s.closePools()
}

// Ping tells whether the database answers. Fault: unavailable.
func (s *Store) Ping(ctx context.Context) error {
	return translate(s.pool.PingContext(ctx))
}

// checkSchema refuses to work on a schema older than this program; a newer one
// is fine, for migrations only add.
func (s *Store) checkSchema(ctx context.Context) error {
	var applied int64
	err := s.db.WithContext(ctx).
		Raw("SELECT COALESCE(max(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&applied).Error
	told, ok := errors.AsType[*pgconn.PgError](err)
	if ok && fault.ReasonOf(err) != "database_role_missing" && (told.Code == "42P01" || told.Code == "42501") { // undefined_table, insufficient_privilege
		err = nil // no migration has run, or all were taken back: version 0
	}
	if err != nil {
		return err
	}
	want, err := latestMigration()
	if err != nil {
		return err
	}
	if applied < want {
		return fault.New(fault.Unavailable, "schema_behind", "the schema is at version %d, this program needs %d", applied, want)
	}
	return nil
}

// transact runs f in one transaction and makes faults of what goes wrong.
func (s *Store) transact(ctx context.Context, f func(tx *gorm.DB) error, opts ...*sql.TxOptions) error {
	return translate(s.db.WithContext(ctx).Transaction(f, opts...))
}
