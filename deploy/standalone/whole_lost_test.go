package main

import (
	"errors"
	"net/url"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"jiheng/deploy/standalone/temporal"
)

// Temporal's databases need not be in a backup: a Temporal that comes back with
// nothing is told anew what runs, and no deadline is lost.
func TestWhole_Temporal_comes_back_with_nothing(t *testing.T) {
	w := startWhole(t)
	g, port := w.guarded()
	var loser sync.WaitGroup
	loser.Go(func() {
		<-g.reach
		defer close(g.gone)
		w.kill("worker")
		w.temporal.kill(t)
		w.empty(temporal.DefaultDatabase, temporal.DefaultVisibility)
		w.temporal = start(t, w.env, "temporal", "--data", w.data, "--temporal-port", port)
		w.launch("worker")
	})
	w.play()
	loser.Wait()
}

// empty removes all that is in databases.
func (w *whole) empty(names ...string) {
	for _, name := range names {
		at, err := url.Parse(w.postgres.DatabaseURL)
		require.NoError(w.t, err)
		at.Path = name
		conn, err := pgx.Connect(w.t.Context(), at.String())
		require.NoError(w.t, err)
		_, err = conn.Exec(w.t.Context(), "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
		require.NoError(w.t, errors.Join(err, conn.Close(w.t.Context())))
	}
}
