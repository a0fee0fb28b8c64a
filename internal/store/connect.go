package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"jiheng/internal/fault"
)

const (
	connectTimeout = 5 * time.Second
	maxIdleTime    = 5 * time.Minute
)

// session makes every connection work as the application and bounds what it
// may wait for, so that a lost client never holds an evaluation for long. Every
// statement finds its rows by key, so one plan fits all values, and planning
// anew would take longer than the statement itself; so would compiling it.
const session = `SET ROLE jiheng_app;` + sessionBounds

// auditSession is the same for who audits, who can write nothing: neither by
// the rights of the role nor by the transactions.
const auditSession = `SET ROLE jiheng_audit;
SET default_transaction_read_only = on;` + sessionBounds

const sessionBounds = `
SET TIME ZONE 'UTC';
SET plan_cache_mode = force_generic_plan;
SET jit = off;
SET lock_timeout = '15s';
SET statement_timeout = '60s';
SET idle_in_transaction_session_timeout = '60s'`

// parse reads the address of the database.
func parse(dsn string) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		// The address may hold a password, so it is not repeated.
		return nil, fault.New(fault.Invalid, "database_address", "address of the database cannot be read")
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "jiheng"
	}
	return config, nil
}

// takeRole turns a new connection into one of the application, or of who audits.
func takeRole(statements, role string) func(context.Context, *pgx.Conn) error {
	return func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, statements)
		refused, ok := errors.AsType[*pgconn.PgError](err)
		if ok && (refused.Code == "22023" || refused.Code == "42501") {
			return fault.Wrap(err, fault.Internal, "database_role_missing",
				"the login of the database must be a member of %s, which the migrations make", role)
		}
		return err
	}
}

// auditsOnly tells whether a login may read as an auditor and not work as the
// application.
func auditsOnly(ctx context.Context, config *pgx.ConnConfig) (bool, error) {
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return false, translate(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	var audits bool
	err = conn.QueryRow(ctx, `SELECT COALESCE(bool_or(rolname = $1), false) AND NOT COALESCE(bool_or(rolname = $2), false) FROM pg_roles
		WHERE rolname IN ($1, $2) AND pg_has_role(oid, 'MEMBER')`, auditRole, applicationRole).Scan(&audits)
	return audits, translate(err)
}

func openPool(config *pgx.ConnConfig, maxConns int, audits bool) *sql.DB {
	take := takeRole(session, applicationRole)
	if audits {
		take = takeRole(auditSession, auditRole)
	}
	pool := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(take))
	pool.SetMaxOpenConns(maxConns)
	pool.SetMaxIdleConns(maxConns)
	pool.SetConnMaxIdleTime(maxIdleTime)
	return pool
}

// dialect is GORM's PostgreSQL with our own translation, so that no error of
// the driver leaves GORM untranslated.
type dialect struct{ gorm.Dialector }

// Translate makes a fault of an error of the driver.
func (dialect) Translate(err error) error { return translate(err) }

func openGORM(pool *sql.DB) (*gorm.DB, error) {
	db, err := gorm.Open(dialect{postgres.New(postgres.Config{Conn: pool})}, &gorm.Config{
		SkipDefaultTransaction: true,
		// The driver keeps prepared statements with each connection. GORM's own
		// PrepareStmt would prepare what was first used in a transaction anew in
		// every other one: a round trip and a plan for each statement.
		PrepareStmt:    false,
		TranslateError: true,
		// Naming the columns keeps prepared statements valid when a migration
		// adds one.
		QueryFields:          true,
		DisableAutomaticPing: true,
		// Errors are returned, and logged where they end.
		Logger: logger.Discard,
	})
	if err != nil {
		return nil, translate(err)
	}
	// Of all statements, GORM forgets to translate the errors of rows.
	err = db.Callback().Row().After("gorm:row").Register("jiheng:translate", func(tx *gorm.DB) {
		tx.Error = translate(tx.Error)
	})
	return db, translate(err)
}
