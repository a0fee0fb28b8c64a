package board_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/board"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/review"
)

func TestWhatAReceiversBooksSayOfAUnit(t *testing.T) {
	t.Parallel()
	due := calendar.Date{Year: 2026, Month: 4, Day: 30}
	columns := []evaluation.StageID{board.FilingColumn, board.AcceptColumn, board.ReviewColumn, board.RectifyColumn}
	for name, c := range map[string]struct {
		book  board.Book
		today calendar.Date
		want  [4]board.State
		days  int
	}{
		"nothing yet":          {board.Book{DueOn: due}, due.AddDays(-30), [4]board.State{board.NotBegun, board.NotBegun, board.NotBegun, board.Skipped}, 0},
		"without a day":        {board.Book{}, due, [4]board.State{board.NotBegun, board.NotBegun, board.NotBegun, board.Skipped}, 0},
		"due soon":             {board.Book{DueOn: due}, due.AddDays(-3), [4]board.State{board.DueSoon, board.NotBegun, board.NotBegun, board.Skipped}, 0},
		"the day itself":       {board.Book{DueOn: due}, due, [4]board.State{board.DueSoon, board.NotBegun, board.NotBegun, board.Skipped}, 0},
		"missing":              {board.Book{DueOn: due}, due.AddDays(2), [4]board.State{board.Late, board.NotBegun, board.NotBegun, board.Skipped}, 2},
		"filed in time":        {board.Book{DueOn: due, Filing: "f", ArrivedOn: due, State: review.Arrived}, due.AddDays(9), [4]board.State{board.Done, board.InTime, board.NotBegun, board.Skipped}, 0},
		"filed late":           {board.Book{DueOn: due, Filing: "f", ArrivedOn: due.AddDays(1), State: review.Received}, due.AddDays(9), [4]board.State{board.Done, board.InTime, board.NotBegun, board.Skipped}, 1},
		"sent back":            {board.Book{DueOn: due, Filing: "f", ArrivedOn: due, State: review.Returned}, due, [4]board.State{board.Returned, board.Returned, board.NotBegun, board.Skipped}, 0},
		"accepted":             {board.Book{DueOn: due, Filing: "f", ArrivedOn: due, State: review.Accepted}, due, [4]board.State{board.Done, board.Done, board.InTime, board.Skipped}, 0},
		"not drawn":            {board.Book{DueOn: due, Filing: "f", ArrivedOn: due, State: review.Accepted, Drawn: true}, due, [4]board.State{board.Done, board.Done, board.Skipped, board.Skipped}, 0},
		"reviewed and ordered": {board.Book{DueOn: due, Filing: "f", ArrivedOn: due, State: review.Accepted, Reviewed: true, Ordered: 2, Righted: 1}, due, [4]board.State{board.Done, board.Done, board.Done, board.InTime}, 0},
		"put right":            {board.Book{DueOn: due, Filing: "f", ArrivedOn: due, State: review.Accepted, Reviewed: true, Ordered: 1, Righted: 1}, due, [4]board.State{board.Done, board.Done, board.Done, board.Done}, 0},
	} {
		for i, column := range columns {
			cell := c.book.Cell(column, c.today)
			require.Equal(t, c.want[i], cell.State, "%s, %s", name, column)
			if column == board.FilingColumn {
				require.Equal(t, c.days, cell.Days, name)
				require.Equal(t, c.book.DueOn, cell.DueOn)
			}
		}
	}
}
