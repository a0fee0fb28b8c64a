// Package postgres runs a private PostgreSQL for one machine and for tests:
// it finds or fetches the programs, makes the cluster once, starts it on the
// loopback address with a password of its own, and stops it with its parent.
//
// It supports Linux and macOS. Everything a person may have to mend comes back
// as a fault with a stable reason and one sentence; Sentences has the wording.
package postgres

import (
	"log/slog"
	"os"
	"path/filepath"
)

const (
	// Superuser is the role that initdb makes. Applications get a role of
	// their own from EnsureDatabase.
	Superuser = "postgres"
	// OldestMajor is the oldest PostgreSQL this program is written for.
	OldestMajor = 15

	defaultSystemDir      = "/var/lib/jiheng"
	defaultMaxConnections = 200
	// A fresh cluster takes 40 MB, its write-ahead log grows to several times
	// that in the first busy hour.
	defaultMinFree = 256 << 20
)

// Config says where and how the private PostgreSQL runs.
type Config struct {
	// DataDir holds everything: lock, secret, cluster. It is made when missing.
	DataDir string
	// SystemDir takes the cluster when root starts us and the unprivileged user
	// of the database cannot enter DataDir, for example below /root; DataDir
	// then holds a link to it. Empty means /var/lib/jiheng.
	SystemDir string
	// Binaries is what Find returned.
	Binaries Binaries
	// Port on 127.0.0.1; 0 takes a free one.
	Port int
	// SocketDir adds a Unix socket there; empty means none.
	SocketDir string
	// MaxConnections is PostgreSQL's max_connections; 0 means 200.
	MaxConnections int
	// MinFree is how many bytes must be free before a cluster is made;
	// 0 means 256 MiB.
	MinFree uint64
	// NoSync trades the data's safety for speed. Only for tests.
	NoSync bool
	// Settings are further server parameters, as in postgresql.conf; they win
	// over our own.
	Settings map[string]string
	// Log takes the server's own log too.
	Log *slog.Logger
}

func (c Config) withDefaults() (Config, error) {
	dir, err := filepath.Abs(c.DataDir)
	if err != nil {
		return c, folderFault(err, c.DataDir)
	}
	c.DataDir = dir
	if c.SystemDir == "" {
		c.SystemDir = defaultSystemDir
	}
	if c.MaxConnections == 0 {
		c.MaxConnections = defaultMaxConnections
	}
	if c.MinFree == 0 {
		c.MinFree = defaultMinFree
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c, nil
}

// environment is what our children see: nothing that could redirect them, and
// messages in English, because we read them.
func environment() []string {
	env := []string{"LC_ALL=C", "PATH=" + os.Getenv("PATH")}
	if dir := os.Getenv("TMPDIR"); dir != "" {
		env = append(env, "TMPDIR="+dir)
	}
	return env
}
