// Command standalone starts the services Jiheng needs on one machine.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"jiheng/deploy/standalone/services"
	"jiheng/deploy/standalone/temporal"
	"jiheng/internal/fault"
	"jiheng/internal/postgres"
)

func main() {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	// A second signal ends us at once.
	context.AfterFunc(ctx, cancel)
	if err := command().ExecuteContext(ctx); err != nil {
		_, _ = io.WriteString(os.Stderr, wording(err)+"\n")
		os.Exit(1) //nolint:gocritic // Nothing is left to cancel.
	}
}

func command() *cobra.Command {
	root := &cobra.Command{Use: "standalone", SilenceUsage: true, SilenceErrors: true}
	var cfg services.Config
	var verbose bool
	flags := root.PersistentFlags()
	flags.StringVar(&cfg.DataDir, "data", "data", "folder of the data")
	flags.IntVar(&cfg.PostgresPort, "postgres-port", 0, "port of PostgreSQL; 0 takes a free one")
	flags.IntVar(&cfg.TemporalPort, "temporal-port", 0, "port of Temporal; 0 takes a free one")
	flags.BoolVar(&verbose, "verbose", false, "log everything")
	run := func(start starter) func(*cobra.Command, []string) error {
		return func(cmd *cobra.Command, _ []string) error {
			cfg.Log = slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), &slog.HandlerOptions{Level: level(verbose)}))
			return serve(cmd.Context(), cmd.OutOrStdout(), cfg, start)
		}
	}
	root.AddCommand(
		&cobra.Command{Use: "services", Short: "PostgreSQL, unless DATABASE_URL names one, and Temporal", RunE: run(startAll)},
		&cobra.Command{Use: "postgres", Short: "PostgreSQL alone", RunE: run(services.StartDatabase)},
		&cobra.Command{Use: "temporal", Short: "Temporal alone, on the PostgreSQL of DATABASE_URL", RunE: run(startTemporal)},
	)
	return root
}

type starter func(context.Context, services.Config) (*services.Services, error)

func startAll(ctx context.Context, cfg services.Config) (*services.Services, error) {
	cfg.DatabaseURL = os.Getenv("DATABASE_URL")
	return services.Start(ctx, cfg)
}

func startTemporal(ctx context.Context, cfg services.Config) (*services.Services, error) {
	if os.Getenv("DATABASE_URL") == "" {
		return nil, errors.New("DATABASE_URL must say where PostgreSQL is")
	}
	return startAll(ctx, cfg)
}

// serve says in one line of JSON where the services are and runs until it is
// told to stop or a service ends.
func serve(ctx context.Context, out io.Writer, cfg services.Config, start starter) error {
	s, err := start(ctx, cfg)
	if err != nil {
		return err
	}
	ready := map[string]string{"database_url": s.DatabaseURL}
	if s.TemporalAddress != "" {
		ready["temporal_address"] = s.TemporalAddress
	}
	err = json.NewEncoder(out).Encode(ready)
	if err == nil {
		select {
		case <-ctx.Done():
		case <-s.Done():
			err = s.Err()
		}
	}
	return errors.Join(err, s.Stop(context.WithoutCancel(ctx)))
}

func level(verbose bool) slog.Level {
	if verbose {
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// wording is the sentence for people, with the text for the log after it.
func wording(err error) string {
	f := fault.As(err)
	for _, sentences := range []map[string]string{postgres.Sentences(), temporal.Sentences()} {
		if sentence, known := sentences[f.Reason]; known {
			for name, value := range f.Params {
				sentence = strings.ReplaceAll(sentence, "{"+name+"}", value)
			}
			return sentence + "\n" + err.Error()
		}
	}
	return err.Error()
}
