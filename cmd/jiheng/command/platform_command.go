package command

import (
	"context"
	"encoding/json"

	"github.com/spf13/cobra"
)

// services, postgres and temporal start the platform, or one half of it, for
// API and worker processes of their own.

type serviceLine struct {
	DatabaseURL     string `json:"database_url,omitempty"`
	TemporalAddress string `json:"temporal_address,omitempty"`
}

func (sh *shell) services() *cobra.Command {
	var flags standaloneFlags
	cmd := &cobra.Command{
		Use: "services", Short: servicesShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			g, err := sh.ground(cmd.Context(), flags)
			if err != nil {
				return err
			}
			return sh.hold(cmd.Context(), serviceLine{g.ownerURL, g.temporal.Address}, g.stop)
		},
	}
	flags.bind(cmd, "")
	return cmd
}

func (sh *shell) onlyPostgres() *cobra.Command {
	var flags standaloneFlags
	cmd := &cobra.Command{
		Use: "postgres", Short: postgresShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			pg, err := sh.platform.Postgres(cmd.Context(), flags.platform(sh))
			if err != nil {
				return err
			}
			return sh.hold(cmd.Context(), serviceLine{DatabaseURL: pg.OwnerURL}, stopper(pg.Stop))
		},
	}
	flags.bind(cmd, "")
	return cmd
}

func (sh *shell) onlyTemporal() *cobra.Command {
	var flags standaloneFlags
	cmd := &cobra.Command{
		Use: "temporal", Short: temporalShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if sh.cfg.owner() == "" {
				return exit(exitUsage, errNoDatabase)
			}
			t, err := sh.platform.Temporal(cmd.Context(), flags.platform(sh), sh.cfg.owner())
			if err != nil {
				return err
			}
			return sh.hold(cmd.Context(), serviceLine{TemporalAddress: t.Address}, stopper(t.Stop))
		},
	}
	flags.bind(cmd, "")
	return cmd
}

func (f *standaloneFlags) platform(sh *shell) PlatformConfig {
	return PlatformConfig{DataDir: f.data, PostgresPort: f.postgresPort, TemporalPort: f.temporalPort, Log: sh.log}
}

// hold prints where the services are, as one line of JSON, and keeps them
// running until it is told to stop.
func (sh *shell) hold(ctx context.Context, line serviceLine, stop func() error) error {
	if err := json.NewEncoder(sh.out).Encode(line); err != nil {
		return err
	}
	<-ctx.Done()
	return stop()
}

func stopper(stop func(context.Context) error) func() error {
	return func() error {
		ctx, cancel := context.WithTimeout(context.Background(), stopTime)
		defer cancel()
		return stop(ctx)
	}
}
