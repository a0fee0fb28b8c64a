package store

import (
	"context"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/notify"
)

// leaseNotices takes notices that wait, or whose sender's time ran out.
const leaseNotices = `UPDATE notices n SET state = 'sending', attempts = n.attempts + 1,
	lease_until = clock_timestamp() + @lease * interval '1 microsecond'
FROM persons p
WHERE p.id = n.person_id AND n.id IN (
	SELECT w.id FROM notices w
	WHERE (@evaluation = '' OR w.evaluation_id = @evaluation)
		AND (w.state = 'pending' OR w.state = 'sending' AND w.lease_until < clock_timestamp())
	ORDER BY w.created_at, w.id LIMIT @limit FOR UPDATE SKIP LOCKED)
RETURNING n.id, n.person_id, n.kind, n.params, n.created_at, p.email`

// LeaseNotices takes up to limit notices to be sent, for as long as lease;
// nobody else gets them meanwhile. An empty id takes those of all evaluations.
func (s *Store) LeaseNotices(ctx context.Context, id evaluation.ID, limit int, lease time.Duration) ([]notify.Notice, error) {
	var rows []struct {
		ID, PersonID, Kind, Email string
		Params                    document[notify.Facts]
	}
	err := s.db.WithContext(ctx).Raw(leaseNotices, map[string]any{
		"evaluation": string(id), "limit": limit, "lease": lease.Microseconds(),
	}).Scan(&rows).Error
	out := make([]notify.Notice, len(rows))
	for i, r := range rows {
		out[i] = notify.Notice{ID: r.ID, PersonID: r.PersonID, Address: r.Email, Kind: notify.Kind(r.Kind), Facts: r.Params.V}
	}
	return out, err
}

// maxAttempts bounds how often sending is tried.
const maxAttempts = 20

// MarkNotice records how sending went: nil is sent; unavailable and internal
// are to be tried again, up to maxAttempts times; anything else is refused for
// good.
//
// Fault: not_found notice_not_found.
func (s *Store) MarkNotice(ctx context.Context, id string, outcome error) error {
	state := NoticeSent
	switch fault.CodeOf(outcome) {
	case "":
	case fault.Unavailable, fault.Internal:
		state = NoticePending
	case fault.Invalid, fault.Unauthenticated, fault.Forbidden, fault.NotFound, fault.Conflict:
		state = NoticeRefused
	}
	done := s.db.WithContext(ctx).Exec(`UPDATE notices SET
		state = CASE WHEN @state = 'pending' AND attempts >= @most THEN 'refused' ELSE @state END, lease_until = NULL, failure = @failure,
		sent_at = CASE WHEN @state = 'sent' THEN clock_timestamp() END WHERE id = @id AND state <> 'sent'`,
		map[string]any{"state": string(state), "failure": fault.ReasonOf(outcome), "id": id, "most": maxAttempts})
	if done.Error != nil {
		return done.Error
	}
	if done.RowsAffected == 0 {
		return s.checkNotice(ctx, id)
	}
	return nil
}

// checkNotice makes a difference between a notice sent already and none.
func (s *Store) checkNotice(ctx context.Context, id string) error {
	var there bool
	err := s.db.WithContext(ctx).Raw("SELECT EXISTS (SELECT FROM notices WHERE id = ?)", id).Scan(&there).Error
	if err == nil && !there {
		return noNotice(id)
	}
	return err
}

func noNotice(id string) error {
	return fault.New(fault.NotFound, "notice_not_found", "no notice %q", id)
}

// Unnotified lists evaluations whose journal is ahead of the notices.
func (s *Store) Unnotified(ctx context.Context, limit int) ([]evaluation.ID, error) {
	var out []evaluation.ID
	err := s.db.WithContext(ctx).
		Raw("SELECT id FROM evaluations WHERE notified_seq < seq ORDER BY id LIMIT ?", limit).Scan(&out).Error
	return out, err
}
