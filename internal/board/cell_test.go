package board_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/board"
	"jiheng/internal/evaluation"
)

func TestACellIsJudgedByItsStageItsTasksAndTheClock(t *testing.T) {
	t.Parallel()
	due := time.Date(2026, 8, 12, 16, 0, 0, 0, time.UTC)
	early, soon, late := due.Add(-10*24*time.Hour), due.Add(-72*time.Hour), due.Add(time.Hour)
	running := func(f board.Facts) board.Facts {
		f.Evaluation, f.DueAt = evaluation.Running, due
		return f
	}
	for name, row := range map[string]struct {
		facts board.Facts
		now   time.Time
		want  board.State
		days  int
	}{
		"not begun":                        {running(board.Facts{Stage: evaluation.StageWaiting}), early, board.NotBegun, 0},
		"not begun though it was due":      {running(board.Facts{Stage: evaluation.StageWaiting}), late, board.Late, 1},
		"open in time":                     {running(board.Facts{Stage: evaluation.StageActive, Items: 3, Open: 1}), early, board.InTime, 0},
		"three days are soon":              {running(board.Facts{Stage: evaluation.StageActive, Items: 3, Open: 1}), soon, board.DueSoon, 0},
		"more than three are not":          {running(board.Facts{Stage: evaluation.StageActive, Items: 3, Open: 1}), soon.Add(-time.Second), board.InTime, 0},
		"the deadline itself is kept":      {running(board.Facts{Stage: evaluation.StageActive, Items: 3, Open: 1}), due, board.DueSoon, 0},
		"late":                             {running(board.Facts{Stage: evaluation.StageActive, Items: 3, Open: 1}), due.Add(25 * time.Hour), board.Late, 2},
		"an extension counts":              {running(board.Facts{Stage: evaluation.StageActive, Items: 1, Open: 1, FirstDue: due.Add(48 * time.Hour)}), late, board.DueSoon, 0},
		"returned":                         {running(board.Facts{Stage: evaluation.StageActive, Items: 3, Open: 1, Again: 1}), early, board.Returned, 0},
		"late counts before returned":      {running(board.Facts{Stage: evaluation.StageActive, Items: 3, Open: 1, Again: 1}), late, board.Late, 1},
		"done":                             {running(board.Facts{Stage: evaluation.StageClosed, Items: 3, SettledAt: early}), late, board.Done, 0},
		"done late":                        {running(board.Facts{Stage: evaluation.StageClosed, Items: 3, SettledAt: late}), late, board.Done, 1},
		"nothing was asked":                {running(board.Facts{Stage: evaluation.StageClosed, SettledAt: early}), late, board.Skipped, 0},
		"an item is done before its stage": {running(board.Facts{Stage: evaluation.StageActive, Items: 1}), early, board.Done, 0},
		"a day of a rehearsal is short":    {running(board.Facts{Stage: evaluation.StageActive, Items: 1, Open: 1, Day: time.Second}), due.Add(-4 * time.Second), board.InTime, 0},
		"suspended":                        {board.Facts{Evaluation: evaluation.Suspended, Stage: evaluation.StageActive, Items: 1, Open: 1, DueAt: due}, late, board.Stopped, 0},
		"terminated":                       {board.Facts{Evaluation: evaluation.Terminated, Stage: evaluation.StageWaiting, DueAt: due}, late, board.Stopped, 0},
	} {
		c := row.facts.Cell(row.now)
		require.Equal(t, row.want, c.State, name)
		require.Equal(t, row.days, c.Days, name)
	}
}

func TestEveryStateHasWordsOfItsOwn(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, s := range board.States() {
		require.NotEqual(t, string(s), s.Label())
		require.False(t, seen[s.Label()])
		seen[s.Label()] = true
	}
}
