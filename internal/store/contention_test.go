package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/store/storetest"
)

func TestUpdate_letsExactlyOneOfFiftyClaim(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice")
	const rivals = 50
	type told struct {
		by  evaluation.PersonID
		err error
	}
	answers := make(chan told, rivals)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range rivals {
		by := evaluation.PersonID([]string{"office-head", "office-clerk"}[i%2])
		wg.Go(func() {
			<-start
			_, err := b.s.Update(context.WithoutCancel(t.Context()), evaluation.Request{Task: task.ID, Actor: by}, storetest.Apply(claim(task)))
			answers <- told{by, err}
		})
	}
	close(start)
	wg.Wait()
	close(answers)
	var winners []evaluation.PersonID
	var losers []error
	for a := range answers {
		if a.err == nil {
			winners = append(winners, a.by)
		} else {
			losers = append(losers, a.err)
		}
	}
	require.Len(t, winners, 1)
	claimed := b.live("formation", "", "draft_notice")
	require.Equal(t, winners[0], claimed.Assignee)
	for _, err := range losers {
		require.Equal(t, "task_already_claimed", fault.ReasonOf(err))
		require.Equal(t, string(claimed.Assignee), fault.As(err).Params["by"])
		require.Equal(t, claimed.ClaimedAt.Format(time.RFC3339Nano), fault.As(err).Params["at"])
	}
	v, err := b.s.VerifyJournal(t.Context(), b.id)
	require.NoError(t, err)
	require.True(t, v.Verified(), "%+v", v)
}

func TestUpdate_neverStampsBackwards(t *testing.T) {
	t.Parallel()
	b := running(t)
	ahead := time.Now().Add(24 * time.Hour).UTC().Truncate(time.Microsecond)
	// As if the clock of the database had been set back since the last entry.
	require.NoError(t, b.s.DB().Exec("UPDATE evaluations SET head_at = ?", ahead).Error)
	r := b.must("office-head", claim(b.live("formation", "", "draft_notice")))
	require.Equal(t, ahead, r.At)
	require.Equal(t, ahead, b.live("formation", "", "draft_notice").ClaimedAt)
}

func TestUpdate_noticesRowsChangedPastTheProgram(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice")
	_, err := b.s.Update(t.Context(), evaluation.Request{Task: task.ID, Actor: "office-head"},
		func(s *evaluation.Situation) (evaluation.Outcome, error) {
			// Somebody with another way in, while the command is decided.
			require.NoError(t, b.s.DB().Exec("UPDATE tasks SET version = version + 1").Error)
			return storetest.Apply(claim(task))(s)
		})
	require.Equal(t, "row_out_of_step", fault.ReasonOf(err))
	require.Equal(t, fault.Internal, fault.CodeOf(err))
}
