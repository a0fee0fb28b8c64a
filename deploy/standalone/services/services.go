// Package services starts what Jiheng needs beside itself on one machine: a
// private PostgreSQL, unless there is one already, and Temporal on top of it.
package services

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"time"

	"jiheng/deploy/standalone/temporal"
	"jiheng/internal/postgres"
)

// Name is the application's database and the role that owns it and Temporal's
// databases.
const Name = "jiheng"

// Group is the role that the application works as, AuditGroup the one that
// auditors read as; see the migrations.
const (
	Group      = "jiheng_app"
	AuditGroup = "jiheng_audit"
)

// Config says what to start.
type Config struct {
	// DataDir keeps the private PostgreSQL and, if need be, its programs.
	DataDir string
	// DatabaseURL is an existing PostgreSQL to use instead of a private one.
	DatabaseURL string
	// PostgresPort and TemporalPort are on 127.0.0.1; 0 takes a free one.
	PostgresPort, TemporalPort int
	Log                        *slog.Logger
}

// Services are what runs.
type Services struct {
	// DatabaseURL is the address of the application's database.
	DatabaseURL string
	// TemporalAddress is host:port of Temporal's frontend; empty when only
	// PostgreSQL was asked for.
	TemporalAddress string

	database *postgres.Server
	engine   *temporal.Server
}

// Start starts PostgreSQL, if it is to be private, and Temporal.
func Start(ctx context.Context, cfg Config) (*Services, error) {
	s, err := StartDatabase(ctx, cfg)
	if err != nil {
		return nil, err
	}
	s.engine, err = temporal.Start(ctx, temporal.Config{DSN: s.DatabaseURL, Port: cfg.TemporalPort, Log: cfg.Log})
	if err != nil {
		return nil, errors.Join(err, s.Stop(context.WithoutCancel(ctx)))
	}
	s.TemporalAddress = s.engine.Address
	return s, nil
}

// StartDatabase starts PostgreSQL alone, with the application's database and
// Temporal's. With a DatabaseURL there is nothing to start.
func StartDatabase(ctx context.Context, cfg Config) (*Services, error) {
	if cfg.DatabaseURL != "" {
		return &Services{DatabaseURL: cfg.DatabaseURL}, nil
	}
	dir := filepath.Join(cfg.DataDir, "postgres")
	binaries, err := postgres.Find(ctx, postgres.Search{CacheDir: filepath.Join(cfg.DataDir, "cache"), DataDir: dir, Log: cfg.Log})
	if err != nil {
		return nil, err
	}
	database, err := postgres.Start(ctx, postgres.Config{DataDir: dir, Binaries: binaries, Port: cfg.PostgresPort, Log: cfg.Log})
	if err != nil {
		return nil, err
	}
	s := &Services{DatabaseURL: database.DSN(Name, Name), database: database}
	for _, name := range []string{Name, temporal.DefaultDatabase, temporal.DefaultVisibility} {
		if err := database.EnsureDatabase(ctx, name, Name); err != nil {
			return nil, errors.Join(err, s.Stop(context.WithoutCancel(ctx)))
		}
	}
	for _, group := range []string{Group, AuditGroup} {
		if err := database.EnsureGroup(ctx, group, Name); err != nil {
			return nil, errors.Join(err, s.Stop(context.WithoutCancel(ctx)))
		}
	}
	return s, nil
}

// Done closes when the private PostgreSQL has ended, and never when there is
// none. Temporal does not end by itself.
func (s *Services) Done() <-chan struct{} {
	if s.database == nil {
		return nil
	}
	return s.database.Done()
}

// Err is why the private PostgreSQL ended, nil when it was stopped or runs.
func (s *Services) Err() error {
	if s.database == nil {
		return nil
	}
	return s.database.Err()
}

// Stop stops Temporal, then PostgreSQL, each within half a minute. Everything
// they hold is kept for the next Start.
func (s *Services) Stop(ctx context.Context) error {
	var err error
	if s.engine != nil {
		err = within(ctx, s.engine.Stop)
	}
	if s.database != nil {
		err = errors.Join(err, within(ctx, s.database.Stop))
	}
	return err
}

func within(ctx context.Context, stop func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	return stop(ctx)
}
