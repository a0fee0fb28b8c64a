package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// maxKey bounds an idempotency key, in bytes.
const maxKey = 200

// answerRow is the first answer given under a key.
type answerRow struct {
	ActorID      string                `json:"actor_id"`
	Key          string                `json:"key"`
	Fingerprint  string                `json:"fingerprint"`
	EvaluationID string                `json:"evaluation_id"`
	TaskID       string                `json:"task_id"`
	FirstSeq     int64                 `json:"first_seq"`
	LastSeq      int64                 `json:"last_seq"`
	Refusal      *document[refusalRow] `json:"refusal"`
	AnsweredAt   time.Time             `json:"answered_at"`
}

// TableName names the table.
func (answerRow) TableName() string { return "idempotency_keys" }

// replay gives the first answer again: the state is that of back then, folded
// from the journal, so that the answer is the same even if much has happened.
func (s *Store) replay(tx *gorm.DB, req evaluation.Request, first *answerRow) (answer, error) {
	if first.Fingerprint != req.Fingerprint {
		return answer{}, fault.New(fault.Invalid, "idempotency_key_reused", "this key was used for another request").
			WithFields(fault.Field{Name: "idempotency_key", Reason: "idempotency_key_reused"})
	}
	id := evaluation.ID(first.EvaluationID)
	records, err := s.records(tx, id, first.LastSeq)
	if err != nil {
		return answer{}, err
	}
	e, err := foldAll(id, records)
	if err != nil {
		return answer{}, err
	}
	if t := e.Task(evaluation.TaskID(first.TaskID)); t != nil && !req.Whole {
		reduce(e, t.Item)
	}
	a := answer{Result: evaluation.Result{Evaluation: e, Seq: first.LastSeq, At: first.AnsweredAt.UTC(), Replayed: true}}
	for _, r := range records[first.FirstSeq-1:] {
		a.Events = append(a.Events, r.Event)
		a.At = r.At
	}
	if first.Refusal != nil {
		a.refusal = first.Refusal.V.fault()
	}
	return a, nil
}

// reduce keeps the tasks and materials of one item.
func reduce(e *evaluation.Evaluation, item evaluation.ItemID) {
	var tasks []evaluation.Task
	for _, t := range e.Tasks {
		if t.Item == item {
			tasks = append(tasks, t)
		}
	}
	var materials []evaluation.Material
	for _, m := range e.Materials {
		if m.Item == item {
			materials = append(materials, m)
		}
	}
	e.Tasks, e.Materials = tasks, materials
}

// PurgeAnswers forgets the answers given before an instant and says how many.
func (s *Store) PurgeAnswers(ctx context.Context, before time.Time) (int64, error) {
	done := s.db.WithContext(ctx).Where("answered_at < ?", before).Delete(&answerRow{})
	return done.RowsAffected, done.Error
}
