package store

import (
	"context"
	"encoding/json"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// selectFacts counts instead of loading: one statement is one snapshot, so
// what it says belongs together however many commands run beside it.
const selectFacts = `SELECT json_build_object(
	'state', e.state,
	'seq', e.seq,
	'stages', (SELECT json_agg(json_build_object(
			'id', x.id, 'state', x.state, 'after', x.after_stages, 'opens_at', x.opens_at,
			'live', (SELECT count(*) FROM tasks t
				WHERE t.evaluation_id = x.evaluation_id AND t.stage_id = x.id AND t.state IN ('open', 'claimed'))
		) ORDER BY x.position) FROM stages x WHERE x.evaluation_id = e.id),
	'system', (SELECT json_agg(json_build_object('task', t.id, 'effect', t.effect) ORDER BY t.opened_seq) FROM tasks t
		WHERE t.evaluation_id = e.id AND t.state IN ('open', 'claimed') AND t.effect <> ''),
	'next', (SELECT min(t.next_agenda_at) FROM tasks t WHERE t.evaluation_id = e.id AND t.next_agenda_at IS NOT NULL)
) FROM evaluations e WHERE e.id = ?`

type factsRow struct {
	State  string                  `json:"state"`
	Seq    int64                   `json:"seq"`
	Stages []evaluation.StageFact  `json:"stages"`
	System []evaluation.SystemTask `json:"system"`
	Next   *time.Time              `json:"next"`
}

// Facts gives what the timeline needs to know of an evaluation; it agrees with
// evaluation.FactsOf. Fault: not_found evaluation_not_found.
func (s *Store) Facts(ctx context.Context, id evaluation.ID) (evaluation.Facts, error) {
	var text string
	found := s.db.WithContext(ctx).Raw(selectFacts, string(id)).Scan(&text)
	if found.Error != nil {
		return evaluation.Facts{}, found.Error
	}
	if found.RowsAffected == 0 {
		return evaluation.Facts{}, noEvaluation(id)
	}
	var row factsRow
	if err := json.Unmarshal([]byte(text), &row); err != nil {
		return evaluation.Facts{}, fault.Wrap(err, fault.Internal, "row_unreadable", "read the facts of evaluation %s", id)
	}
	for i := range row.Stages {
		row.Stages[i].OpensAt = row.Stages[i].OpensAt.UTC()
	}
	state := evaluation.State(row.State)
	return evaluation.Facts{
		Finished: state.Over(), Suspended: state == evaluation.Suspended, Stages: row.Stages, SystemTasks: row.System,
		NextAgendaAt: instant(row.Next), Seq: row.Seq,
	}, nil
}
