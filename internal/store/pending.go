package store

import (
	"context"
	"time"

	"jiheng/internal/evaluation"
)

// Pending is an evaluation with something that its timeline should hear of (待转达).
type Pending struct {
	ID  evaluation.ID
	Seq int64
	// Confirmed is true once its workflow is known to have been started.
	Confirmed bool
	// Finished is true when the evaluation needs no timeline any more.
	Finished bool
}

const pendingColumns = `e.id, e.seq, e.workflow_confirmed_at IS NOT NULL AS confirmed, e.state IN ('finished', 'terminated') AS finished`

// claimUntold leases rows rather than locks them: who tells talks to others
// meanwhile. A row that a command holds is left for the next look.
const claimUntold = `UPDATE evaluations e SET told_lease_until = clock_timestamp() + @lease * interval '1 microsecond'
WHERE e.id IN (
	SELECT u.id FROM evaluations u
	WHERE u.told_seq < u.seq AND (u.told_lease_until IS NULL OR u.told_lease_until < clock_timestamp())
	ORDER BY u.told_lease_until NULLS FIRST LIMIT @limit FOR NO KEY UPDATE SKIP LOCKED)
RETURNING ` + pendingColumns

// Untold takes up to limit evaluations whose journal is ahead of what their
// timeline was told, for the length of lease: nobody else gets them meanwhile.
func (s *Store) Untold(ctx context.Context, limit int, lease time.Duration) ([]Pending, error) {
	var out []Pending
	err := s.db.WithContext(ctx).Raw(claimUntold, map[string]any{"lease": lease.Microseconds(), "limit": limit}).Scan(&out).Error
	return out, err
}

// MarkTold records that the timeline was told up to seq, and so that its
// workflow has been started. It never goes back.
// Fault: not_found evaluation_not_found.
func (s *Store) MarkTold(ctx context.Context, id evaluation.ID, seq int64) error {
	return s.touchHead(ctx, id, `UPDATE evaluations SET
		told_seq = GREATEST(told_seq, LEAST(seq, @seq)), told_lease_until = NULL,
		workflow_confirmed_at = COALESCE(workflow_confirmed_at, clock_timestamp()) WHERE id = @id`, seq)
}

// ConfirmWorkflow records that the workflow of an evaluation was started.
// Fault: not_found evaluation_not_found.
func (s *Store) ConfirmWorkflow(ctx context.Context, id evaluation.ID) error {
	return s.touchHead(ctx, id, `UPDATE evaluations SET
		workflow_confirmed_at = COALESCE(workflow_confirmed_at, clock_timestamp()) WHERE id = @id`, 0)
}

// ForgetWorkflow lets everything be told again, to a workflow that is to be
// started anew: for one that was lost, as by a restore.
// Fault: not_found evaluation_not_found.
func (s *Store) ForgetWorkflow(ctx context.Context, id evaluation.ID) error {
	return s.touchHead(ctx, id, `UPDATE evaluations SET
		workflow_confirmed_at = NULL, told_seq = 0, told_lease_until = NULL WHERE id = @id`, 0)
}

func (s *Store) touchHead(ctx context.Context, id evaluation.ID, update string, seq int64) error {
	done := s.db.WithContext(ctx).Exec(update, map[string]any{"id": string(id), "seq": seq})
	if done.Error != nil {
		return done.Error
	}
	if done.RowsAffected == 0 {
		return noEvaluation(id)
	}
	return nil
}

// selectLate finds running evaluations in which something that time or the
// system has to do has been waiting: an agenda instant, a stage to open, a
// step of the system, a stage to settle, the end. It follows evaluation.Next.
const selectLate = `SELECT ` + pendingColumns + ` FROM evaluations e
WHERE e.state = 'running' AND e.id IN (
	SELECT t.evaluation_id FROM tasks t WHERE t.next_agenda_at < @since
	UNION
	SELECT x.evaluation_id FROM stages x WHERE x.state = 'planned' AND x.opens_at < @since
		AND NOT EXISTS (SELECT FROM stages b WHERE b.evaluation_id = x.evaluation_id
			AND x.after_stages @> to_jsonb(b.id) AND (b.state <> 'settled' OR b.settled_at >= @since))
	UNION
	SELECT t.evaluation_id FROM tasks t WHERE t.effect <> '' AND t.state IN ('open', 'claimed') AND t.opened_at < @since
	UNION
	SELECT x.evaluation_id FROM stages x JOIN evaluations h ON h.id = x.evaluation_id AND h.head_at < @since
		WHERE x.state = 'open' AND h.state = 'running' AND NOT EXISTS (SELECT FROM tasks t
			WHERE t.evaluation_id = x.evaluation_id AND t.stage_id = x.id AND t.state IN ('open', 'claimed'))
		AND NOT EXISTS (SELECT FROM stages b WHERE b.evaluation_id = x.evaluation_id
			AND x.after_stages @> to_jsonb(b.id) AND b.state <> 'settled')
	UNION
	SELECT h.id FROM evaluations h WHERE h.state = 'running' AND h.head_at < @since
		AND NOT EXISTS (SELECT FROM stages x WHERE x.evaluation_id = h.id AND x.state <> 'settled')
) ORDER BY e.id`

// Late lists running evaluations in which something has been due for longer
// than grace, by the database's clock: their timeline seems to sleep.
func (s *Store) Late(ctx context.Context, grace time.Duration) ([]Pending, error) {
	tx := s.db.WithContext(ctx)
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	var out []Pending
	err = tx.Raw(selectLate, map[string]any{"since": now.Add(-grace)}).Scan(&out).Error
	return out, err
}

// Running lists running evaluations after an id, in order of id.
func (s *Store) Running(ctx context.Context, after evaluation.ID, limit int) ([]Pending, error) {
	var out []Pending
	err := s.db.WithContext(ctx).Raw(`SELECT `+pendingColumns+` FROM evaluations e
		WHERE e.state IN ('running', 'suspended') AND e.id > ? ORDER BY e.id LIMIT ?`, string(after), limit).Scan(&out).Error
	return out, err
}

// Over tells whether an evaluation needs no timeline any more.
// Fault: not_found evaluation_not_found.
func (s *Store) Over(ctx context.Context, id evaluation.ID) (bool, error) {
	var state string
	done := s.db.WithContext(ctx).Raw("SELECT state FROM evaluations WHERE id = ?", string(id)).Scan(&state)
	if done.Error == nil && done.RowsAffected == 0 {
		return false, noEvaluation(id)
	}
	return evaluation.State(state).Over(), done.Error
}

// now is the database's clock.
func (s *Store) now(ctx context.Context) (time.Time, error) {
	var now time.Time
	err := s.db.WithContext(ctx).Raw("SELECT clock_timestamp()").Scan(&now).Error
	return now.UTC(), err
}
