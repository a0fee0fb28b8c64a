package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// Replay gives an evaluation as it was behind a journal entry (回溯), folded
// from the journal alone. upTo 0 is the end.
//
// Faults: not_found evaluation_not_found, entry_not_found; internal
// event_type_unknown, event_unreadable, event_unfoldable.
func (s *Store) Replay(ctx context.Context, id evaluation.ID, upTo int64) (*evaluation.Evaluation, error) {
	tx := s.db.WithContext(ctx)
	if err := exists(tx, id); err != nil {
		return nil, err
	}
	records, err := s.records(tx, id, upTo)
	if err != nil {
		return nil, err
	}
	if upTo < 0 || upTo > int64(len(records)) {
		return nil, fault.New(fault.NotFound, "entry_not_found", "evaluation %s has no journal entry %d", id, upTo)
	}
	return foldAll(id, records)
}

// SeqAt gives the number of the last entry not after an instant, 0 before the
// first. Fault: not_found evaluation_not_found.
func (s *Store) SeqAt(ctx context.Context, id evaluation.ID, at time.Time) (int64, error) {
	tx := s.db.WithContext(ctx)
	if err := exists(tx, id); err != nil {
		return 0, err
	}
	var seq int64
	err := tx.Raw("SELECT COALESCE(max(seq), 0) FROM journal WHERE evaluation_id = ? AND at <= ?", string(id), at).Scan(&seq).Error
	return seq, err
}

// records reads the events of an evaluation up to a number, 0 being the end.
func (s *Store) records(tx *gorm.DB, id evaluation.ID, upTo int64) ([]evaluation.Record, error) {
	var out []evaluation.Record
	last := int64(0)
	for upTo == 0 || last < upTo {
		limit := int64(MaxEntries)
		if upTo > 0 {
			limit = min(limit, upTo-last)
		}
		page, err := entriesAfter(tx, id, last, int(limit))
		if err != nil || len(page) == 0 {
			return out, err
		}
		for _, e := range page {
			r, err := recordOf(e)
			if err != nil {
				return nil, err
			}
			out = append(out, r)
		}
		last = page[len(page)-1].Seq
	}
	return out, nil
}

func recordOf(e journal.Entry) (evaluation.Record, error) {
	event, err := DecodeEvent(evaluation.EventType(e.Type), e.Data)
	return evaluation.Record{
		Seq: e.Seq, At: e.At, Actor: evaluation.PersonID(e.ActorID), OnBehalfOf: evaluation.PersonID(e.OnBehalfOf), Event: event,
	}, err
}

func foldAll(id evaluation.ID, records []evaluation.Record) (*evaluation.Evaluation, error) {
	e := &evaluation.Evaluation{ID: id}
	for _, r := range records {
		if err := foldOne(e, r); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// foldOne folds one record. Fold trusts its events; one that speaks of a stage
// or task that does not exist must not end the program.
func foldOne(e *evaluation.Evaluation, r evaluation.Record) (err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = fault.New(fault.Internal, "event_unfoldable", "entry %d of evaluation %s: %v", r.Seq, e.ID, broken)
		}
	}()
	e.Fold(r)
	return nil
}
