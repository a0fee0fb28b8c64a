package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/store/storetest"
)

// Whoever waits for the lock is judged by the roles of the moment it is had.
func TestUpdate_seesRolesThatWereTakenAwayWhileItWaited(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	b := runningAt(t, dsn)
	draft := b.live("formation", "", "draft_notice").ID
	other, owner := connect(t, dsn), connect(t, dsn)
	lock, err := other.Begin(t.Context())
	require.NoError(t, err)
	_, err = lock.Exec(t.Context(), "SELECT FROM evaluations FOR UPDATE")
	require.NoError(t, err)

	var grants []evaluation.Grant
	done := make(chan error, 1)
	go func() {
		_, err := b.s.Update(t.Context(), evaluation.Request{Task: draft, Actor: "office-head"}, func(s *evaluation.Situation) (evaluation.Outcome, error) {
			grants = s.Actor.Grants
			return evaluation.Outcome{}, nil
		})
		done <- err
	}()
	require.Eventually(t, func() bool {
		return len(column(t, owner, "SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")) == 1
	}, 10*time.Second, 10*time.Millisecond)
	_, err = owner.Exec(t.Context(), "UPDATE role_grants SET valid_to = now() WHERE person_id = 'office-head'; SELECT pg_sleep(0.15)")
	require.NoError(t, err)
	require.NoError(t, lock.Rollback(t.Context()))
	require.NoError(t, <-done)
	require.Empty(t, grants)
}
