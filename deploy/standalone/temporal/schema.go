package temporal

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"go.temporal.io/server/tools/common/schema"
	tsql "go.temporal.io/server/tools/sql"

	"jiheng/internal/fault"
)

// claimKey is the advisory lock that one server takes on its database: two on
// one database would take each other's shards away without end.
const claimKey = 0x6a6968656e67 // "jiheng"

// prepare makes what is missing of both databases and brings their schemas up
// to date. The connection it gives holds the claim until it is closed.
func prepare(ctx context.Context, cfg Config) (*pgx.Conn, error) {
	if err := createDatabases(ctx, cfg.DSN, cfg.Database, cfg.Visibility); err != nil {
		return nil, databaseFault(err)
	}
	claim, err := pgx.Connect(ctx, withDatabase(cfg.DSN, cfg.Database))
	if err != nil {
		return nil, databaseFault(err)
	}
	err = takeClaim(ctx, claim, cfg.Database)
	if err == nil {
		err = errors.Join(
			upgrade(cfg, cfg.Database, "postgresql/v12/temporal"),
			upgrade(cfg, cfg.Visibility, "postgresql/v12/visibility"),
		)
	}
	if err != nil {
		return nil, errors.Join(databaseFault(err), claim.Close(context.WithoutCancel(ctx)))
	}
	return claim, nil
}

func takeClaim(ctx context.Context, conn *pgx.Conn, database string) error {
	var taken bool
	if err := conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", int64(claimKey)).Scan(&taken); err != nil {
		return err
	}
	if !taken {
		return fault.New(fault.Unavailable, ReasonInUse, "another Temporal server runs on the database %s", database).
			With("database", database)
	}
	return nil
}

func createDatabases(ctx context.Context, dsn string, names ...string) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	for _, name := range names {
		tag, err := conn.Exec(ctx, "SELECT FROM pg_database WHERE datname = $1", name)
		if err != nil {
			return err
		}
		if tag.RowsAffected() > 0 {
			continue
		}
		if _, err := conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize()); err != nil {
			return err
		}
	}
	return nil
}

// upgrade runs the schema's steps that the database has not seen. A step that
// was cut short is run again.
func upgrade(cfg Config, name, steps string) error {
	log := logger{log: cfg.Log, stopping: new(atomic.Bool)}
	conn, err := tsql.NewConnection(database(cfg.DSN, name, 1), log)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := schema.NewSetupSchemaTask(conn, &schema.SetupConfig{InitialVersion: "0.0"}, log).Run(); err != nil {
		return err
	}
	return schema.NewUpdateSchemaTask(conn, &schema.UpdateConfig{DBName: name, SchemaName: steps}, log).Run()
}

// withDatabase replaces the database in either form of DSN.
func withDatabase(dsn, name string) string {
	parsed, err := url.Parse(dsn)
	if err != nil || !strings.HasPrefix(parsed.Scheme, "postgres") {
		return dsn + " dbname=" + name
	}
	parsed.Path = "/" + name
	return parsed.String()
}

// databaseFault explains what PostgreSQL refused.
func databaseFault(err error) error {
	if known, ok := errors.AsType[*fault.Error](err); ok {
		return known
	}
	refusal, ok := errors.AsType[*pgconn.PgError](err)
	switch {
	case strings.Contains(err.Error(), "btree_gin"):
		return fault.Wrap(err, fault.Invalid, ReasonNoExtension,
			"PostgreSQL has no extension btree_gin, which Temporal needs: install the contrib package")
	case ok && refusal.Code == "42501":
		return fault.Wrap(err, fault.Invalid, ReasonMayNotCreate,
			"the role may not create Temporal's databases").With("detail", refusal.Message)
	default:
		return fault.Wrap(err, fault.Unavailable, ReasonNoDatabase,
			"Temporal's databases cannot be set up").With("detail", err.Error())
	}
}
