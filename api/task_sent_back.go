package api

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"jiheng/internal/evaluation"
)

// reopeningsRead bounds how many reopenings of an evaluation are looked through.
const reopeningsRead = 1000

// sentBack is a return that a task came of (退回).
type sentBack struct {
	by     evaluation.PersonID
	stage  evaluation.StageID
	cause  evaluation.TaskID
	reason string
	at     time.Time
}

// whySentBack tells why a task's step began once more: the returns since the
// round before it ended, the newest first. Whether they were of its own matter
// or of the whole, whoever does it again must read why.
func (s *server) whySentBack(ctx context.Context, now *evaluation.Situation, t *evaluation.Task) ([]sentBack, error) {
	if t.Round <= 1 {
		return nil, nil
	}
	e, since := now.Evaluation, lastRound(now.Evaluation, t)
	within := func(at time.Time) bool { return !at.Before(since) && !at.After(t.OpenedAt) }
	out, err := s.reopenings(ctx, e.ID, t, within)
	if err != nil {
		return nil, err
	}
	for i := range e.Tasks {
		o := &e.Tasks[i]
		told := slices.ContainsFunc(out, func(r sentBack) bool { return r.cause == o.ID })
		if o.State == evaluation.StateReturned && o.Stage == t.Stage && o.Item == t.Item && within(o.SettledAt) && !told {
			out = append(out, sentBack{by: o.DoneBy, stage: o.Stage, cause: o.ID, reason: o.Opinion, at: o.SettledAt})
		}
	}
	slices.SortStableFunc(out, func(a, b sentBack) int { return cmp.Or(b.at.Compare(a.at), cmp.Compare(a.cause, b.cause)) })
	return out, nil
}

// lastRound is when the round before a task's own ended.
func lastRound(e *evaluation.Evaluation, t *evaluation.Task) time.Time {
	var last time.Time
	for i := range e.Tasks {
		o := &e.Tasks[i]
		if o.Stage == t.Stage && o.Item == t.Item && o.Step == t.Step && o.Round == t.Round-1 && o.SettledAt.After(last) {
			last = o.SettledAt
		}
	}
	return last
}

// reopenings are those of a task's stage for its item. Only the journal has
// them: a task is read with the tasks of its own item alone.
func (s *server) reopenings(ctx context.Context, id evaluation.ID, t *evaluation.Task, within func(time.Time) bool) ([]sentBack, error) {
	list, err := s.store.FilterJournal(ctx, JournalFilter{Evaluation: id, Types: []string{string(evaluation.TypeStageReopened)}}, 0, reopeningsRead)
	if err != nil {
		return nil, err
	}
	var out []sentBack
	for _, entry := range list {
		if !within(entry.At) {
			continue
		}
		var v evaluation.StageReopened
		if err := json.Unmarshal(entry.Data, &v); err != nil {
			return nil, fmt.Errorf("read reopening %d of evaluation %s: %w", entry.Seq, id, err)
		}
		if concerns(v, t) {
			out = append(out, sentBack{by: evaluation.PersonID(entry.ActorID), stage: v.Stage, cause: v.Task, reason: v.Reason, at: entry.At})
		}
	}
	return out, nil
}

func concerns(v evaluation.StageReopened, t *evaluation.Task) bool {
	item := t.Item == evaluation.WholeItem || slices.Contains(v.Items, t.Item)
	return item && slices.ContainsFunc(v.Stages, func(a evaluation.StageAgain) bool { return a.Stage == t.Stage })
}

func sentBackView(list []sentBack, def *evaluation.Definition, names evaluation.Names) []SentBack {
	out := make([]SentBack, len(list))
	for i, r := range list {
		stage, _ := def.Stage(r.stage)
		out[i] = SentBack{At: local(r.at), By: string(r.by), ByName: calledIn(names, r.by), StageTitle: stage.Title, Reason: r.reason}
	}
	return out
}
