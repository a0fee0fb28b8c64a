package store

import (
	"context"
	"strconv"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// maxWatches bounds what one person watches.
const maxWatches = 1000

// watch makes a row unless it is there or there are too many, and tells whether
// it is there then.
const watch = `WITH made AS (
	INSERT INTO task_watches (person_id, task_id, evaluation_id, at)
	SELECT @person, t.id, t.evaluation_id, clock_timestamp() FROM tasks t
	WHERE t.id = @task AND (SELECT count(*) FROM task_watches w WHERE w.person_id = @person) < @most
	ON CONFLICT (person_id, task_id) DO NOTHING RETURNING 1)
SELECT EXISTS (SELECT FROM made) OR EXISTS (SELECT FROM task_watches w WHERE w.person_id = @person AND w.task_id = @task)`

// Watch lets a person keep an eye on a task (关注). Whether the person may read
// it is for the caller to ask policy.
//
// Fault: conflict watches_full.
func (s *Store) Watch(ctx context.Context, person evaluation.PersonID, task evaluation.TaskID) error {
	var watched bool
	err := s.db.WithContext(ctx).Raw(watch, map[string]any{"person": string(person), "task": string(task), "most": maxWatches}).
		Scan(&watched).Error
	if err == nil && !watched {
		return fault.New(fault.Conflict, "watches_full", "%s watches %d tasks already", person, maxWatches).
			With("limit", strconv.Itoa(maxWatches))
	}
	return err
}

// Unwatch ends it; ending what there is not changes nothing.
func (s *Store) Unwatch(ctx context.Context, person evaluation.PersonID, task evaluation.TaskID) error {
	return s.db.WithContext(ctx).Exec("DELETE FROM task_watches WHERE person_id = ? AND task_id = ?", string(person), string(task)).Error
}

// Watches tells whether a person watches a task.
func (s *Store) Watches(ctx context.Context, person evaluation.PersonID, task evaluation.TaskID) (bool, error) {
	var watches bool
	err := s.db.WithContext(ctx).Raw("SELECT EXISTS (SELECT FROM task_watches WHERE person_id = ? AND task_id = ?)", string(person), string(task)).
		Scan(&watches).Error
	return watches, err
}
