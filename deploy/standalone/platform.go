package main

import (
	"context"
	"maps"

	"jiheng/cmd/jiheng/command"
	"jiheng/deploy/standalone/services"
	"jiheng/deploy/standalone/temporal"
	"jiheng/internal/postgres"
)

// platform gives the command line a private PostgreSQL and a Temporal server
// within this process.
type platform struct{}

// Postgres starts the private PostgreSQL under the data folder.
func (platform) Postgres(ctx context.Context, p command.PlatformConfig) (command.Postgres, error) {
	s, err := services.StartDatabase(ctx, services.Config{DataDir: p.DataDir, PostgresPort: p.PostgresPort, Log: p.Log})
	if err != nil {
		return command.Postgres{}, err
	}
	return command.Postgres{OwnerURL: s.DatabaseURL, Stop: s.Stop, Done: s.Done(), Err: s.Err}, nil
}

// Temporal starts Temporal on a PostgreSQL that is there already.
func (platform) Temporal(ctx context.Context, p command.PlatformConfig, ownerURL string) (command.Temporal, error) {
	s, err := services.Start(ctx, services.Config{DataDir: p.DataDir, DatabaseURL: ownerURL, TemporalPort: p.TemporalPort, Log: p.Log})
	if err != nil {
		return command.Temporal{}, err
	}
	return command.Temporal{Address: s.TemporalAddress, Stop: s.Stop}, nil
}

// Sentences are the words for what can go wrong here, by reason.
func (platform) Sentences() map[string]string {
	all := postgres.Sentences()
	maps.Copy(all, temporal.Sentences())
	return all
}
