package store

import (
	"context"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// FiledWith lists evaluations whose last filing went to one of the receivers
// and was not sent back, by id after one.
func (s *Store) FiledWith(ctx context.Context, receivers []string, after evaluation.ID, limit int) ([]evaluation.ID, error) {
	var ids []evaluation.ID
	err := s.db.WithContext(ctx).Raw(`SELECT f.evaluation_id FROM filings f JOIN evaluations e ON e.id = f.evaluation_id
		WHERE f.receiver_id IN ? AND f.returned_at IS NULL AND f.evaluation_id > ? AND e.state <> 'terminated'
		ORDER BY f.evaluation_id LIMIT ?`, orNone(receivers), string(after), limit).Scan(&ids).Error
	return ids, translate(err)
}

// Taken lists the notices of another installation that began what follows from
// an evaluation.
func (s *Store) Taken(ctx context.Context, id evaluation.ID) ([]evaluation.NoticeTaken, error) {
	var rows []struct {
		Notice string
		Day    day
	}
	err := s.db.WithContext(ctx).Raw(`SELECT origin->>'notice' AS notice, start_on AS day FROM evaluations
		WHERE origin <> 'null' AND origin->>'evaluation' = ? AND origin->>'notice' <> '' ORDER BY id LIMIT ?`, string(id), maxList).Scan(&rows).Error
	out := make([]evaluation.NoticeTaken, len(rows))
	for i, r := range rows {
		out[i] = evaluation.NoticeTaken{Notice: r.Notice, ReceivedOn: calendar.Date(r.Day)}
	}
	return out, translate(err)
}

// FollowUps lists what follows from an evaluation, the earliest first (后续流程).
func (s *Store) FollowUps(ctx context.Context, id evaluation.ID) ([]evaluation.FollowUp, error) {
	var rows []struct {
		ID, Title, ProcessName, State string
		StartedAt                     time.Time
	}
	err := s.db.WithContext(ctx).Raw(`SELECT id, title, process_name, state, started_at FROM evaluations
		WHERE origin <> 'null' AND origin->>'evaluation' = ? ORDER BY id LIMIT ?`, string(id), maxList).Scan(&rows).Error
	out := make([]evaluation.FollowUp, len(rows))
	for i, r := range rows {
		out[i] = evaluation.FollowUp{ID: evaluation.ID(r.ID), Title: r.Title, Process: r.ProcessName, State: evaluation.State(r.State), StartedAt: r.StartedAt.UTC()}
	}
	return out, translate(err)
}
