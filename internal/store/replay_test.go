package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

func TestReplay_givesAnyMomentBack(t *testing.T) {
	t.Parallel()
	b := running(t)
	ctx := t.Context()
	states := []*evaluation.Evaluation{b.whole()}
	task := b.live("formation", "", "draft_notice")
	for _, c := range []evaluation.Command{claim(task), {Action: evaluation.Release, Task: task.ID}, claim(task)} {
		b.must("office-head", c)
		states = append(states, b.whole())
	}
	for _, want := range states {
		got, err := b.s.Replay(ctx, b.id, want.Seq)
		require.NoError(t, err)
		require.Equal(t, want.Tasks, got.Tasks)
		require.Equal(t, want.Stages, got.Stages)
		require.Equal(t, want.Seq, got.Seq)
	}
	last := states[len(states)-1]
	seq, err := b.s.SeqAt(ctx, b.id, last.Task(task.ID).ClaimedAt)
	require.NoError(t, err)
	require.Equal(t, last.Seq, seq)
	seq, err = b.s.SeqAt(ctx, b.id, last.Task(task.ID).ClaimedAt.Add(-time.Microsecond))
	require.NoError(t, err)
	require.Equal(t, last.Seq-1, seq)
	seq, err = b.s.SeqAt(ctx, b.id, time.Unix(0, 0))
	require.NoError(t, err)
	require.Zero(t, seq)
	_, err = b.s.Replay(ctx, b.id, last.Seq+1)
	require.Equal(t, "entry_not_found", fault.ReasonOf(err))
	_, err = b.s.Replay(ctx, "ev-nothing", 0)
	require.Equal(t, "evaluation_not_found", fault.ReasonOf(err))
	_, err = b.s.SeqAt(ctx, "ev-nothing", time.Now())
	require.Equal(t, "evaluation_not_found", fault.ReasonOf(err))
}

func TestJournal_isReadPageByPage(t *testing.T) {
	t.Parallel()
	b := running(t).formed()
	ctx := t.Context()
	var all []journal.Entry
	for {
		page, err := b.s.Journal(ctx, b.id, int64(len(all)), 3)
		require.NoError(t, err)
		if len(page) == 0 {
			break
		}
		all = append(all, page...)
	}
	require.Len(t, all, int(b.whole().Seq))
	var streamed []journal.Entry
	require.NoError(t, b.s.JournalStream(ctx, b.id, func(e journal.Entry) error {
		streamed = append(streamed, e)
		return nil
	}))
	require.Equal(t, all, streamed)
	stop := fault.New(fault.Conflict, "enough", "enough")
	require.ErrorIs(t, b.s.JournalStream(ctx, b.id, func(journal.Entry) error { return stop }), stop)
	_, err := b.s.Journal(ctx, b.id, 0, 1001)
	require.Equal(t, "limit_out_of_range", fault.ReasonOf(err))
	_, err = b.s.Journal(ctx, "ev-nothing", 0, 1)
	require.Equal(t, "evaluation_not_found", fault.ReasonOf(err))
	require.Equal(t, "evaluation_not_found", fault.ReasonOf(b.s.JournalStream(ctx, "ev-nothing", nil)))
	_, err = b.s.SecurityLog(ctx, 0, 1001)
	require.Equal(t, "limit_out_of_range", fault.ReasonOf(err))
}
