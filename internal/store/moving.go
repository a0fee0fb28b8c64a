package store

import (
	"context"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// maxMovings bounds the evaluations that are planned for a look, each of which
// is read whole.
const maxMovings = 300

// Movings plans the running evaluations by a calendar that is not in force, as
// a replanner would, and writes nothing. What ends before the first day that
// changes stays as it is and is not looked at.
func (s *Store) Movings(ctx context.Context, before, after calendar.Calendar) (evaluation.Movings, error) {
	var out evaluation.Movings
	tx := s.db.WithContext(ctx)
	if err := tx.Raw(`SELECT count(*) FROM evaluations WHERE state = 'running'`).Scan(&out.Running).Error; err != nil {
		return out, err
	}
	changes := calendar.Changes(before, after)
	if len(changes) == 0 {
		return out, nil
	}
	var ids []evaluation.ID
	err := tx.Raw(`SELECT e.id FROM evaluations e WHERE e.state = 'running' AND EXISTS (SELECT FROM stages s
		WHERE s.evaluation_id = e.id AND s.state <> 'settled' AND s.due_on >= ?::date) ORDER BY e.id LIMIT ?`,
		changes[0].Date.String(), maxMovings+1).Scan(&ids).Error
	if err != nil {
		return out, err
	}
	if out.More = len(ids) > maxMovings; out.More {
		ids = ids[:maxMovings]
	}
	for _, id := range ids {
		m, err := s.moving(ctx, id, after)
		if err != nil {
			return out, err
		}
		if len(m.Stages) > 0 || m.Tasks > 0 {
			out.Evaluations = append(out.Evaluations, m)
		}
	}
	return out, nil
}

// moving plans one evaluation by a calendar.
func (s *Store) moving(ctx context.Context, id evaluation.ID, c calendar.Calendar) (evaluation.Moving, error) {
	situation, err := s.Situation(ctx, evaluation.Request{Evaluation: id, Actor: evaluation.SystemPerson, Whole: true})
	if err != nil {
		return evaluation.Moving{}, err
	}
	e := situation.Evaluation
	unit, err := s.Unit(ctx, e.UnitID)
	if err != nil {
		return evaluation.Moving{}, err
	}
	situation.Calendar = c
	out := evaluation.Moving{ID: id, Title: e.Title, UnitName: unit.Name}
	out.Stages, out.Tasks = evaluation.Moves(situation)
	return out, nil
}
