package store

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"jiheng/internal/fault"
)

// PrepareRole makes the role jiheng_app, unless it is there, and lets a login
// take it on. It is for servers on which the owner of the database may not
// create roles, such as our own; dsn is that of a superuser. Elsewhere the
// first migration does it.
func PrepareRole(ctx context.Context, dsn, login string) error {
	config, err := parse(dsn)
	if err != nil {
		return err
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return translate(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	_, err = conn.Exec(ctx, "CREATE ROLE jiheng_app NOLOGIN")
	if refused, ok := errors.AsType[*pgconn.PgError](err); ok && (refused.Code == "42710" || refused.Code == "23505") {
		err = nil // somebody else made it
	}
	if err == nil {
		_, err = conn.Exec(ctx, "GRANT jiheng_app TO "+pgx.Identifier{login}.Sanitize())
	}
	if err != nil {
		return fault.Wrap(translate(err), fault.CodeOf(translate(err)), "database_role_missing", "let %s work as jiheng_app", login)
	}
	return nil
}
