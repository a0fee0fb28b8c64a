package command

import (
	"context"
	"log/slog"
)

// Platform starts what the system stands on when nothing is prepared.
type Platform interface {
	// Postgres gives a database under the data folder. Stop ends it.
	Postgres(ctx context.Context, p PlatformConfig) (Postgres, error)
	// Temporal gives a Temporal server on a PostgreSQL. Stop ends it.
	Temporal(ctx context.Context, p PlatformConfig, ownerURL string) (Temporal, error)
	// Sentences word what can go wrong, by the fault's reason; {name} stands
	// for the fault's parameter of that name.
	Sentences() map[string]string
}

// PlatformConfig says where a platform keeps its data and where it listens;
// port 0 takes a free one.
type PlatformConfig struct {
	DataDir      string
	PostgresPort int
	TemporalPort int
	Log          *slog.Logger
}

// Postgres is a running PostgreSQL.
type Postgres struct {
	// OwnerURL connects as the owner of the database "jiheng".
	OwnerURL string
	Stop     func(context.Context) error
	// Done closes when it has ended by itself, for Err's reason.
	Done <-chan struct{}
	Err  func() error
}

// Temporal is a running Temporal server.
type Temporal struct {
	Address string
	Stop    func(context.Context) error
}
