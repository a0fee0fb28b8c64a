package store

import (
	"context"
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
}

const countBoxes = `SELECT
	(SELECT count(*) FROM (` + partMine + `) AS mine) AS mine,
	(SELECT count(*) FROM (SELECT * FROM (` + claimable + `) AS parts LIMIT @limit) AS claimable) AS claimable,
	(SELECT count(*) FROM (SELECT t.id FROM tasks t WHERE t.done_by = @person AND t.done_by <> '' LIMIT @limit) AS done) AS done`

const countOverdue = `SELECT count(*) FROM (SELECT * FROM (` + partMine + ` UNION ` + claimable + `) AS parts LIMIT @limit) AS overdue`

// InboxCounts counts the boxes of a person.
func (s *Store) InboxCounts(ctx context.Context, person evaluation.PersonID, now time.Time) (InboxCounts, error) {
	var counts InboxCounts
	args := map[string]any{
		"person": string(person), "now": now, "at": firstInstant(), "id": "", "limit": MaxCount, "until": lastInstant(),
	}
	tx := s.db.WithContext(ctx)
	if err := tx.Raw(countBoxes, args).Scan(&counts).Error; err != nil {
		return counts, err
	}
	args["until"] = now
	return counts, tx.Raw(countOverdue, args).Scan(&counts.Overdue).Error
}
