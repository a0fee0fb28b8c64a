package command

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"jiheng/api"
)

func (sh *shell) serve() *cobra.Command {
	return &cobra.Command{
		Use: "serve", Short: serveShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := open(cmd.Context(), sh.cfg, sh.log)
			if err != nil {
				return err
			}
			defer func() { _ = s.Close() }()
			listener, err := listen(cmd.Context(), sh.cfg.Address)
			if err != nil {
				return err
			}
			return s.serve(cmd.Context(), listener)
		},
	}
}

// listen takes the address, or says in one sentence why it cannot be had.
func listen(ctx context.Context, address string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, addressTaken(address, err)
	}
	return listener, nil
}

// drainTime is how long requests under way may take once the server stops.
const drainTime = 20 * time.Second

// serve answers until ctx ends, then lets what is under way finish.
func (s *system) serve(ctx context.Context, listener net.Listener) error {
	handler, err := s.handler(ctx, listener.Addr().String())
	if err != nil {
		return err
	}
	server := api.Server(listener.Addr().String(), handler)
	stopMetrics, err := s.serveMetrics(ctx)
	if err != nil {
		return err
	}
	defer stopMetrics()
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	s.log.InfoContext(ctx, "api: ready", "address", listener.Addr().String())
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	draining, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer cancel()
	return server.Shutdown(draining)
}

// serveMetrics serves /metrics on an address of its own, if one is configured.
func (s *system) serveMetrics(ctx context.Context) (stop func(), err error) {
	if s.cfg.MetricsAddress == "" || s.cfg.metricsOnMain() {
		return func() {}, nil
	}
	listener, err := listen(ctx, s.cfg.MetricsAddress)
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: api.Metrics(), ReadHeaderTimeout: 5 * time.Second}
	go func() {
		if err := server.Serve(listener); err != nil && !errors.Is(err, http.ErrServerClosed) {
			s.log.ErrorContext(ctx, "metrics: stopped", "error", err)
		}
	}()
	return func() { _ = server.Close() }, nil
}
