package store

import (
	"context"
	"fmt"
	"time"

	"jiheng/internal/evaluation"
)

// Comment is a remark on a task (批注).
type Comment struct {
	Task evaluation.TaskID
	By   evaluation.PersonID
	Text string
	At   time.Time
}

// Comments gives the remarks on tasks, the oldest first. They are read from
// the journal, which is where they are.
func (s *Store) Comments(ctx context.Context, tasks ...evaluation.TaskID) ([]Comment, error) {
	if len(tasks) == 0 {
		return nil, nil
	}
	var rows []entryRow
	err := s.db.WithContext(ctx).Where("type = 'commented' AND task_id IN ?", []string(plain(tasks))).
		Order("at, seq").Find(&rows).Error
	if err != nil {
		return nil, err
	}
	out := make([]Comment, len(rows))
	for i, r := range rows {
		event, err := DecodeEvent(evaluation.EventType(r.Type), []byte(r.Data))
		if err != nil {
			return nil, fmt.Errorf("read comment %d on task %s: %w", r.Seq, r.TaskID, err)
		}
		if c, ok := event.(evaluation.Commented); ok {
			out[i] = Comment{Task: c.Task, By: evaluation.PersonID(r.ActorID), Text: c.Text, At: r.At.UTC()}
		}
	}
	return out, nil
}
