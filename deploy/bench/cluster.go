package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"jiheng/internal/postgres"
	"jiheng/internal/store"
)

const (
	database = "jiheng"
	stopTime = 20 * time.Second
)

// cluster is a private PostgreSQL with a migrated database.
type cluster struct {
	server   *postgres.Server
	binaries postgres.Binaries
	folder   string
	// words takes what the server logs.
	words *words
}

// settings are the same for both sides of every comparison. Nothing is traded
// for speed; the log is large enough that no checkpoint falls into a round.
func settings() map[string]string {
	return map[string]string{
		"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on",
		"shared_buffers": "512MB", "max_wal_size": "8GB", "checkpoint_timeout": "30min",
	}
}

// startCluster makes a database in a fresh folder below parent.
func startCluster(ctx context.Context, parent string) (*cluster, error) {
	if err := os.MkdirAll(parent, 0o755); err != nil { //nolint:gosec // the database's own user walks through it
		return nil, fmt.Errorf("make folder: %w", err)
	}
	folder, err := os.MkdirTemp(parent, "run-*")
	if err != nil {
		return nil, fmt.Errorf("make folder: %w", err)
	}
	c := &cluster{folder: folder, words: &words{}}
	if err := c.start(ctx); err != nil {
		return nil, errors.Join(err, c.stop())
	}
	return c, nil
}

func (c *cluster) start(ctx context.Context) (err error) {
	if err := os.Chmod(c.folder, 0o711); err != nil { //nolint:gosec // the database's own user walks through it
		return fmt.Errorf("open folder: %w", err)
	}
	if c.binaries, err = postgres.Find(ctx, postgres.Search{CacheDir: filepath.Join(c.folder, "programs")}); err != nil {
		return fmt.Errorf("find PostgreSQL: %w", err)
	}
	c.server, err = postgres.Start(ctx, postgres.Config{
		DataDir: c.folder, SystemDir: os.TempDir(), Binaries: c.binaries, Settings: settings(), Log: slog.New(c.words),
	})
	if err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	if err := c.server.EnsureDatabase(ctx, database, database); err != nil {
		return err
	}
	if err := store.PrepareRole(ctx, c.superuser(), database); err != nil {
		return err
	}
	return store.Migrate(ctx, c.owner())
}

// owner connects as the owner of the schema.
func (c *cluster) owner() string { return c.server.DSN(database, database) }

// superuser may switch off what makes filling slow.
func (c *cluster) superuser() string { return c.server.DSN(database, postgres.Superuser) }

func (c *cluster) stop() error {
	var failures []error
	if c.server != nil {
		ctx, cancel := context.WithTimeout(context.Background(), stopTime)
		defer cancel()
		failures = append(failures, c.server.Stop(ctx))
		// The cluster itself may lie elsewhere, with a link to it here.
		failures = append(failures, os.RemoveAll(c.server.ClusterDir()))
	}
	return errors.Join(append(failures, os.RemoveAll(c.folder))...)
}
