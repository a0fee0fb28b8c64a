package store

import (
	"context"
	"strings"
	"time"

	"jiheng/internal/evaluation"
)

// MaxCount is where counting stops: a count of MaxCount means that many or
// more. Nobody reads a longer number, and counting a million costs a second.
const MaxCount = 1000

// InboxCounts is how many tasks each box holds, up to MaxCount (任务箱计数).
type InboxCounts struct {
	Mine      int
	Claimable int
	Done      int
	Overdue   int
	Today     int
	Copied    int
	Watched   int
	ForOthers int
}

// countColumn names the columns of the count, box by box.
func countColumn(b evaluation.Box) string {
	if b == evaluation.BoxForOthers {
		return "for_others"
	}
	return string(b)
}

// countQuery counts all boxes in one statement.
func countQuery() string {
	var columns []string
	for _, box := range evaluation.Boxes() {
		columns = append(columns, `(SELECT count(*) FROM (`+counted(box)+` LIMIT @limit) AS box) AS `+countColumn(box))
	}
	return `SELECT ` + strings.Join(columns, ",\n")
}

// counted gives a row for each task of a box.
func counted(b evaluation.Box) string {
	switch b {
	case evaluation.BoxCopied:
		return countable("task_copies")
	case evaluation.BoxWatched:
		return countable("task_watches")
	case evaluation.BoxMine, evaluation.BoxClaimable, evaluation.BoxDone, evaluation.BoxOverdue, evaluation.BoxToday, evaluation.BoxForOthers:
	}
	s := &selection{order: orderOf(&evaluation.InboxQuery{Box: b})}
	return `SELECT FROM (` + s.of(b) + `) AS parts`
}

// InboxCounts counts the boxes of a person, all at one moment. The readers are
// those of evaluation.InboxQuery.
func (s *Store) InboxCounts(ctx context.Context, person evaluation.PersonID, readers []evaluation.RoleID, now time.Time) (InboxCounts, error) {
	var counts InboxCounts
	args := personArgs(person, now, readers)
	args["limit"] = MaxCount
	err := s.db.WithContext(ctx).Raw(countQuery(), args).Scan(&counts).Error
	return counts, err
}
