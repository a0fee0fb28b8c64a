package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// EnsureDatabase makes a database and the role that owns it, unless they are
// there. The role logs in with the password DSN gives, is no superuser, and is
// the only one besides Superuser that may connect.
func (s *Server) EnsureDatabase(ctx context.Context, name, owner string) error {
	conn, err := pgx.Connect(ctx, s.DSN("postgres", Superuser))
	if err != nil {
		return fmt.Errorf("connect as superuser: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	role, database := pgx.Identifier{owner}.Sanitize(), pgx.Identifier{name}.Sanitize()
	if err := unless(ctx, conn, "SELECT FROM pg_roles WHERE rolname = $1", owner, "CREATE ROLE "+role); err != nil {
		return fmt.Errorf("create role %s: %w", owner, err)
	}
	// The password is hexadecimal, so it cannot end the literal.
	if _, err := conn.Exec(ctx, "ALTER ROLE "+role+" LOGIN PASSWORD '"+s.key.password(owner)+"'"); err != nil {
		return fmt.Errorf("set password of role %s: %w", owner, err)
	}
	if err := unless(ctx, conn, "SELECT FROM pg_database WHERE datname = $1", name, "CREATE DATABASE "+database+" OWNER "+role); err != nil {
		return fmt.Errorf("create database %s: %w", name, err)
	}
	if _, err := conn.Exec(ctx, "REVOKE CONNECT, TEMPORARY ON DATABASE "+database+" FROM PUBLIC"); err != nil {
		return fmt.Errorf("close database %s to others: %w", name, err)
	}
	return nil
}

// EnsureGroup makes a role that nobody can log in as, unless it is there, and
// lets member take it on.
func (s *Server) EnsureGroup(ctx context.Context, group, member string) error {
	conn, err := pgx.Connect(ctx, s.DSN("postgres", Superuser))
	if err != nil {
		return fmt.Errorf("connect as superuser: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	role := pgx.Identifier{group}.Sanitize()
	if err := unless(ctx, conn, "SELECT FROM pg_roles WHERE rolname = $1", group, "CREATE ROLE "+role+" NOLOGIN"); err != nil {
		return fmt.Errorf("create role %s: %w", group, err)
	}
	if _, err := conn.Exec(ctx, "GRANT "+role+" TO "+pgx.Identifier{member}.Sanitize()); err != nil {
		return fmt.Errorf("grant role %s: %w", group, err)
	}
	return nil
}

// unless runs the command when the query for argument finds no row.
func unless(ctx context.Context, conn *pgx.Conn, query, argument, command string) error {
	tag, err := conn.Exec(ctx, query, argument)
	if err != nil || tag.RowsAffected() > 0 {
		return err
	}
	_, err = conn.Exec(ctx, command)
	return err
}
