package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

func TestWatch_isPrivateAndMayBeRepeated(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice").ID
	watches := func(person evaluation.PersonID) bool {
		yes, err := b.s.Watches(t.Context(), person, task)
		require.NoError(t, err)
		require.Len(t, b.box(person, evaluation.BoxWatched, 10), map[bool]int{true: 1}[yes])
		return yes
	}
	require.False(t, watches("director"))
	for range 2 {
		require.NoError(t, b.s.Watch(t.Context(), "director", task))
		require.True(t, watches("director"))
		require.False(t, watches("office-head"))
	}
	seq := b.whole().Seq
	for range 2 {
		require.NoError(t, b.s.Unwatch(t.Context(), "director", task))
		require.False(t, watches("director"))
	}
	require.Equal(t, seq, b.whole().Seq, "nothing of it is in the journal")
}

func TestWatch_hasAnEnd(t *testing.T) {
	t.Parallel()
	b := varied(t)
	_, err := b.owner.Exec(t.Context(), `INSERT INTO task_watches (person_id, task_id, evaluation_id, at)
		SELECT 'director', id, evaluation_id, now() FROM tasks WHERE opened_seq > 1000 ORDER BY id LIMIT 1000`)
	require.NoError(t, err)
	task := b.live("formation", "", "draft_notice").ID
	err = b.s.Watch(t.Context(), "director", task)
	require.Equal(t, "watches_full", fault.ReasonOf(err))
	require.Equal(t, fault.Conflict, fault.CodeOf(err))
	var known string
	require.NoError(t, b.s.DB().Raw("SELECT task_id FROM task_watches WHERE person_id = 'director' LIMIT 1").Scan(&known).Error)
	require.NoError(t, b.s.Watch(t.Context(), "director", evaluation.TaskID(known)), "it is watched already")
	require.NoError(t, b.s.Unwatch(t.Context(), "director", evaluation.TaskID(known)))
	require.NoError(t, b.s.Watch(t.Context(), "director", task))
}
