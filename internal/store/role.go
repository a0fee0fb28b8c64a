package store

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"jiheng/internal/fault"
)

// The roles of the database: the application works as one, auditors read as the
// other. Neither can log in by itself.
const (
	applicationRole = "jiheng_app"
	auditRole       = "jiheng_audit"
)

// PrepareRole makes the roles that the migrations ask for, unless they are
// there, and lets a login work as either. It is for servers on which
// the owner of the database may not create roles, such as our own; dsn is that
// of a superuser. Elsewhere the migrations do it.
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
	for _, role := range []string{applicationRole, auditRole} {
		err := makeRole(ctx, conn, role)
		if err == nil {
			_, err = conn.Exec(ctx, "GRANT "+role+" TO "+pgx.Identifier{login}.Sanitize())
		}
		if err != nil {
			return fault.Wrap(translate(err), fault.CodeOf(translate(err)), "database_role_missing", "let %s work as %s", login, role)
		}
	}
	return nil
}

func makeRole(ctx context.Context, conn *pgx.Conn, role string) error {
	_, err := conn.Exec(ctx, "CREATE ROLE "+role+" NOLOGIN")
	if refused, ok := errors.AsType[*pgconn.PgError](err); ok && (refused.Code == "42710" || refused.Code == "23505") {
		return nil // somebody else made it
	}
	return err
}
