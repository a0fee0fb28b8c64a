package store

import (
	"context"

	"jiheng/internal/evaluation"
)

const selectConcerned = `SELECT DISTINCT concerned.id FROM (
	SELECT g.person_id AS id FROM evaluations e JOIN role_grants g ON g.unit_id IN (e.unit_id, e.receiver_id)
		WHERE e.id = ANY (CAST(@evaluations AS text[]))
	UNION ALL SELECT m.person_id FROM members m WHERE m.evaluation_id = ANY (CAST(@evaluations AS text[]))
	UNION ALL SELECT c.person_id FROM task_copies c WHERE c.evaluation_id = ANY (CAST(@evaluations AS text[]))
	UNION ALL SELECT w.person_id FROM task_watches w WHERE w.evaluation_id = ANY (CAST(@evaluations AS text[]))) concerned
WHERE concerned.id = ANY (CAST(@people AS text[]))`

// Concerned tells whose boxes a change of the evaluations may have changed:
// those with a role in the evaluated unit or in the receiver, the members of
// the leading group, and those who were sent a copy or watch a task.
func (s *Store) Concerned(ctx context.Context, evaluations []evaluation.ID, people []evaluation.PersonID) ([]evaluation.PersonID, error) {
	var out []evaluation.PersonID
	err := s.db.WithContext(ctx).Raw(selectConcerned, map[string]any{"evaluations": plain(evaluations), "people": plain(people)}).
		Scan(&out).Error
	return out, err
}

// Heads tells how far the journals of evaluations have grown.
func (s *Store) Heads(ctx context.Context, evaluations []evaluation.ID) ([]Change, error) {
	var rows []struct {
		ID  string
		Seq int64
	}
	err := s.db.WithContext(ctx).Raw("SELECT id, seq FROM evaluations WHERE id = ANY (CAST(? AS text[]))", plain(evaluations)).Scan(&rows).Error
	out := make([]Change, len(rows))
	for i, r := range rows {
		out[i] = Change{evaluation.ID(r.ID), r.Seq}
	}
	return out, err
}
