package store

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/notify"
)

// leaseNotices takes notices whose time has come and that wait, or whose
// sender's time ran out. One that failed rests for as long as its lease says.
const leaseNotices = `WITH w AS MATERIALIZED (
	SELECT w.id FROM notices w
	WHERE (@evaluation = '' OR w.evaluation_id = @evaluation) AND w.state IN ('pending', 'sending')
		AND w.not_before <= clock_timestamp() AND (w.lease_until IS NULL OR w.lease_until < clock_timestamp())
	ORDER BY w.not_before, w.created_at, w.id LIMIT @limit FOR UPDATE SKIP LOCKED)
UPDATE notices n SET state = 'sending', attempts = n.attempts + 1,
	lease_until = clock_timestamp() + @lease * interval '1 microsecond'
FROM w, notices o LEFT JOIN persons p ON p.id = o.person_id
WHERE n.id = w.id AND o.id = w.id
RETURNING n.id, n.person_id, n.unit_id, n.channel, n.kind, n.params, n.not_before, n.created_at, COALESCE(p.email, '') AS email`

type leasedRow struct {
	ID, PersonID, UnitID, Channel, Kind, Email string
	Params                                     document[notify.Facts]
	NotBefore, CreatedAt                       time.Time
}

// LeaseNotices takes up to limit notices to be sent, for as long as lease;
// nobody else gets them meanwhile. The oldest come first. An empty id takes
// those of all evaluations, and digests.
func (s *Store) LeaseNotices(ctx context.Context, id evaluation.ID, limit int, lease time.Duration) ([]notify.Notice, error) {
	var rows []leasedRow
	err := s.db.WithContext(ctx).Raw(leaseNotices, map[string]any{
		"evaluation": string(id), "limit": limit, "lease": lease.Microseconds(),
	}).Scan(&rows).Error
	slices.SortFunc(rows, func(a, b leasedRow) int {
		return cmp.Or(a.NotBefore.Compare(b.NotBefore), a.CreatedAt.Compare(b.CreatedAt), strings.Compare(a.ID, b.ID))
	})
	out := make([]notify.Notice, len(rows))
	for i, r := range rows {
		out[i] = notify.Notice{
			ID: r.ID, Medium: notify.Medium(r.Channel), PersonID: r.PersonID, UnitID: r.UnitID, Address: r.Email,
			Kind: notify.Kind(r.Kind), Facts: r.Params.V,
		}
	}
	return out, err
}

// maxAttempts bounds how often sending is tried; with the rests between, that
// is for almost two days.
const maxAttempts = 20

// markNotices writes how sending went. After the first failure a notice rests
// for a quarter of a minute, then twice as long each time, up to four hours.
const markNotices = `UPDATE notices n SET
	state = CASE WHEN m.state = 'pending' AND n.attempts >= @most THEN 'refused' ELSE m.state END,
	lease_until = CASE WHEN m.state = 'pending' AND n.attempts < @most
		THEN clock_timestamp() + LEAST(interval '4 hours', interval '15 seconds' * power(2, GREATEST(n.attempts, 1) - 1)) END,
	failure = m.failure, sent_at = CASE WHEN m.state = 'sent' THEN clock_timestamp() END
FROM unnest(CAST(@ids AS text[]), CAST(@states AS text[]), CAST(@failures AS text[])) AS m(id, state, failure)
WHERE n.id = m.id AND n.id = ANY(CAST(@ids AS text[])) AND n.state <> 'sent'`

// MarkNotice records how sending went: nil is sent; unavailable and internal
// are to be tried again after a rest, up to maxAttempts times; anything else is
// refused for good.
//
// Fault: not_found notice_not_found.
func (s *Store) MarkNotice(ctx context.Context, id string, outcome error) error {
	marked, err := s.mark(ctx, map[string]error{id: outcome})
	if err == nil && marked == 0 {
		return s.checkNotice(ctx, id)
	}
	return err
}

// MarkNotices does the same for many at once, by id; those that do not exist
// are passed over.
func (s *Store) MarkNotices(ctx context.Context, outcomes map[string]error) error {
	_, err := s.mark(ctx, outcomes)
	return err
}

func (s *Store) mark(ctx context.Context, outcomes map[string]error) (int64, error) {
	ids := slices.Sorted(maps.Keys(outcomes))
	states, failures := make(texts, len(ids)), make(texts, len(ids))
	for i, id := range ids {
		states[i], failures[i] = string(stateAfter(outcomes[id])), fault.ReasonOf(outcomes[id])
	}
	done := s.db.WithContext(ctx).Exec(markNotices, map[string]any{
		"ids": texts(ids), "states": states, "failures": failures, "most": maxAttempts,
	})
	return done.RowsAffected, done.Error
}

func stateAfter(outcome error) NoticeState {
	switch fault.CodeOf(outcome) {
	case "":
		return NoticeSent
	case fault.Unavailable, fault.Internal:
		return NoticePending
	case fault.Invalid, fault.Unauthenticated, fault.Forbidden, fault.NotFound, fault.Conflict:
	}
	return NoticeRefused
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
		Raw(unnotified, limit).Scan(&out).Error
	return out, err
}
