// Package temporal runs a Temporal server inside this process, with its data
// in PostgreSQL and all its ports on the loopback address.
//
// It serves one machine. Nothing on it asks for a password: whoever has an
// account on the machine can reach it, as is the way of Temporal without a
// gateway. Larger installations point the application at a cluster of their own.
package temporal

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	server "go.temporal.io/server/temporal"

	"jiheng/internal/fault"
)

// Config says where the data is and where to listen.
type Config struct {
	// DSN is any database of the PostgreSQL server. Its role owns Database and
	// Visibility, or may create them.
	DSN string
	// Database and Visibility name Temporal's two databases; empty means
	// temporal and temporal_visibility.
	Database, Visibility string
	// Namespace is registered when missing; empty means jiheng.
	Namespace string
	// Retention is how long the histories of finished workflows stay; 0 means
	// five years. It applies when the namespace is registered.
	Retention time.Duration
	// BindIP is where all services listen; empty means 127.0.0.1.
	BindIP string
	// Port is the frontend's; 0 takes a free one.
	Port int
	// Shards of the history. A database keeps for ever the number it was made
	// with; 0 means 4, plenty for one machine.
	Shards int32
	// Log takes the server's own log: its errors as warnings, the rest as debug.
	Log *slog.Logger
}

// Names other programs need as well.
const (
	DefaultDatabase   = "temporal"
	DefaultVisibility = "temporal_visibility"
	DefaultNamespace  = "jiheng"
)

func (c Config) withDefaults() Config {
	set := func(field *string, value string) {
		if *field == "" {
			*field = value
		}
	}
	set(&c.Database, DefaultDatabase)
	set(&c.Visibility, DefaultVisibility)
	set(&c.Namespace, DefaultNamespace)
	set(&c.BindIP, "127.0.0.1")
	if c.Retention == 0 {
		c.Retention = 5 * 366 * 24 * time.Hour
	}
	if c.Shards == 0 {
		c.Shards = 4
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

// Server is a running Temporal.
type Server struct {
	// Address is the frontend's host:port.
	Address string
	inner   server.Server
	claim   *pgx.Conn
	// stopping quiets the log.
	stopping atomic.Bool
}

// Start sets up or updates both databases, starts the four services and
// returns when a workflow can be started in the namespace. Timers that ran
// before run on. Faults carry the reasons of this package.
func Start(ctx context.Context, cfg Config) (*Server, error) {
	cfg = cfg.withDefaults()
	claim, err := prepare(ctx, cfg)
	if err != nil {
		return nil, err
	}
	s := &Server{claim: claim}
	if err := s.start(ctx, cfg); err != nil {
		// However the start ended, what did start must not stay.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
		defer cancel()
		return nil, errors.Join(err, s.Stop(ctx))
	}
	return s, nil
}

func (s *Server) start(ctx context.Context, cfg Config) error {
	ports, err := choosePorts(ctx, cfg)
	if err != nil {
		return err
	}
	inner, err := newServer(cfg, ports, logger{log: cfg.Log, stopping: &s.stopping})
	if err != nil {
		return failed(err, "set up Temporal")
	}
	s.inner, s.Address = inner, net.JoinHostPort(cfg.BindIP, strconv.Itoa(ports.frontend()))
	if err := inner.Start(); err != nil {
		return failed(err, "start Temporal")
	}
	return awaitService(ctx, cfg, s.Address)
}

// Stop ends all services. Workflows and timers stay in the database. Stop
// gives up waiting, not stopping, when ctx ends.
func (s *Server) Stop(ctx context.Context) error {
	s.stopping.Store(true)
	stopped := make(chan error, 1)
	go func() {
		var err error
		if s.inner != nil {
			err = s.inner.Stop()
		}
		stopped <- errors.Join(err, s.claim.Close(context.WithoutCancel(ctx)))
	}()
	select {
	case err := <-stopped:
		if err != nil {
			return fmt.Errorf("stop Temporal: %w", err)
		}
		return nil
	case <-ctx.Done():
		return fmt.Errorf("stop Temporal: %w", ctx.Err())
	}
}

// newServer builds the server; it connects to the databases already.
func newServer(cfg Config, ports ports, log logger) (server.Server, error) {
	return server.NewServer(
		server.WithConfig(serverConfig(cfg, ports)),
		server.ForServices(server.DefaultServices),
		server.WithStaticHosts(ports.hosts(cfg.BindIP)),
		server.WithLogger(log),
		server.WithDynamicConfigClient(dynamicConfig()),
	)
}

func failed(cause error, doing string) error {
	return fault.Wrap(cause, fault.Unavailable, ReasonFailed, "%s", doing).With("detail", cause.Error())
}
