package command

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"jiheng/internal/store"
)

// standaloneFlags are the flags of all commands that bring their own platform.
type standaloneFlags struct {
	data         string
	address      string
	postgresPort int
	temporalPort int
	// demo lets the demonstration's accounts into a database that was not made
	// here, and its evaluations have short days.
	demo bool
}

func (f *standaloneFlags) bind(cmd *cobra.Command, address string) {
	cmd.Flags().StringVar(&f.data, "data", "data", dataFlag)
	if said, ok := os.LookupEnv("JIHENG_ADDRESS"); ok && said != "" {
		address = said // what is said on the command line comes first
	}
	cmd.Flags().StringVar(&f.address, "address", address, addressFlag)
	cmd.Flags().IntVar(&f.postgresPort, "postgres-port", 0, portFlag)
	cmd.Flags().IntVar(&f.temporalPort, "temporal-port", 0, portFlag)
}

func (sh *shell) run() *cobra.Command {
	var flags standaloneFlags
	cmd := &cobra.Command{
		Use: "run", Short: runShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return sh.standalone(cmd.Context(), flags, func(ctx context.Context, s *system, address string) error {
				sh.greet(s, address)
				<-ctx.Done()
				return nil
			})
		},
	}
	flags.bind(cmd, "127.0.0.1:8080")
	cmd.Flags().BoolVar(&flags.demo, "demo", false, runDemoFlag)
	return cmd
}

// standalone starts everything in one process, calls while it runs, and stops
// everything in the reverse order.
func (sh *shell) standalone(ctx context.Context, flags standaloneFlags, while func(ctx context.Context, s *system, address string) error) (err error) {
	listener, err := listen(ctx, flags.address)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }()
	g, err := sh.ground(ctx, flags)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, g.stop()) }()
	cfg := g.config(sh.cfg, flags)
	if err := store.Migrate(ctx, cfg.owner()); err != nil {
		return err
	}
	s, err := open(ctx, cfg, sh.log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if g.rehearses(flags) {
		if err := s.seed(ctx, filepath.Join(flags.data, "accounts.txt")); err != nil {
			return err
		}
	}
	return s.together(ctx, g, listener, while)
}

// together runs API and worker side by side. What ends first ends the others.
func (s *system) together(ctx context.Context, g *ground, listener net.Listener, while func(ctx context.Context, s *system, address string) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var all sync.WaitGroup
	failures := make(chan error, 4)
	start := func(run func() error) {
		all.Go(func() {
			defer cancel()
			if err := run(); err != nil && !errors.Is(err, context.Canceled) {
				failures <- err
			}
		})
	}
	start(func() error { return s.serve(ctx, listener) })
	start(func() error { return s.work(ctx) })
	start(func() error { return while(ctx, s, listener.Addr().String()) })
	start(func() error { return g.watch(ctx) })
	all.Wait()
	close(failures)
	var errs []error
	for err := range failures {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// ground is the platform while it runs.
type ground struct {
	postgres *Postgres // nil when DATABASE_URL names one
	temporal Temporal
	ownerURL string
}

// ground starts PostgreSQL, unless the environment names one, and Temporal.
func (sh *shell) ground(ctx context.Context, flags standaloneFlags) (*ground, error) {
	if err := os.MkdirAll(flags.data, 0o750); err != nil {
		return nil, fmt.Errorf("make data folder: %w", err)
	}
	p := PlatformConfig{DataDir: flags.data, PostgresPort: flags.postgresPort, TemporalPort: flags.temporalPort, Log: sh.log}
	g := &ground{ownerURL: sh.cfg.owner()}
	if g.ownerURL == "" {
		pg, err := sh.platform.Postgres(ctx, p)
		if err != nil {
			return nil, err
		}
		g.postgres, g.ownerURL = &pg, pg.OwnerURL
	}
	temporal, err := sh.platform.Temporal(ctx, p, g.ownerURL)
	if err != nil {
		return nil, errors.Join(err, g.stop())
	}
	g.temporal = temporal
	return g, nil
}

// rehearses tells whether the demonstration may be played here: in a database
// of our own, else only where somebody asks for it. Known accounts and short
// days have no place in a database that others use.
func (g *ground) rehearses(flags standaloneFlags) bool { return g.postgres != nil || flags.demo }

// config completes the configuration by what the platform gave.
func (g *ground) config(cfg config, flags standaloneFlags) config {
	if cfg.DatabaseURL == "" {
		cfg.DatabaseURL = g.ownerURL
	}
	cfg.OwnerURL = g.ownerURL
	cfg.TemporalAddress = g.temporal.Address
	cfg.DataDir = flags.data
	cfg.Rehearsal = cfg.Rehearsal || g.rehearses(flags)
	cfg.Address = flags.address
	return cfg
}

// watch ends with an error if the private PostgreSQL ends by itself.
func (g *ground) watch(ctx context.Context) error {
	if g.postgres == nil {
		<-ctx.Done()
		return nil
	}
	select {
	case <-ctx.Done():
		return nil
	case <-g.postgres.Done:
		return databaseEnded(g.postgres.Err())
	}
}

const stopTime = 30 * time.Second

// stop ends the platform: Temporal first, since it stands on PostgreSQL.
func (g *ground) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	var failures []error
	if g.temporal.Stop != nil {
		failures = append(failures, g.temporal.Stop(ctx))
	}
	if g.postgres != nil {
		failures = append(failures, g.postgres.Stop(ctx))
	}
	return errors.Join(failures...)
}
