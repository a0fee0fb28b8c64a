package store

import (
	"context"
	"errors"
	"strconv"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// Decide turns a situation into what happens. It is pure and quick, for the
// evaluation is locked while it runs.
type Decide = func(*evaluation.Situation) (evaluation.Outcome, error)

// Update is the one way to change an evaluation: lock, load, decide, fold,
// write, all in one transaction. See the package comment.
//
// What decide refuses in its Outcome is kept in the journal and then returned
// as the error, together with the result; any other error of decide leaves no
// trace. A request asked again under its key is answered as the first time, by
// the same result or the same refusal.
//
// When the actor's version is stale but decide refuses, the refusal is told:
// it says who was first. Only what would have been allowed is stale_version.
//
// Faults: not_found evaluation_not_found, task_not_found; conflict
// stale_version (Params current, state, by); invalid idempotency_key_reused,
// idempotency_key_too_long; unavailable; those of decide.
func (s *Store) Update(ctx context.Context, req evaluation.Request, decide Decide) (evaluation.Result, error) {
	if err := checkRequest(req); err != nil {
		return evaluation.Result{}, err
	}
	return s.once(req, func() (answer, error) { return s.update(ctx, req, decide) })
}

// answer is what a command is told: a result, and the refusal if it was refused.
type answer struct {
	evaluation.Result
	refusal error
}

// once runs a command, and runs it again when somebody took the same key at
// the same moment: then the first answer is there.
func (s *Store) once(req evaluation.Request, run func() (answer, error)) (evaluation.Result, error) {
	a, err := run()
	if err != nil && req.IdempotencyKey != "" && violates(err, "idempotency_keys_pkey") {
		a, err = run()
	}
	if err != nil {
		return evaluation.Result{}, err
	}
	if len(a.Events) > 0 && !a.Replayed {
		s.bell.ring(a.Evaluation.ID, a.Seq)
	}
	return a.Result, a.refusal
}

func (s *Store) update(ctx context.Context, req evaluation.Request, decide Decide) (a answer, err error) {
	err = s.command(ctx, func(t *transaction) error {
		l, err := s.loadLocked(ctx, t, req)
		if err != nil {
			return err
		}
		if l.Answer != nil {
			a, err = s.replay(t.tx, req, l.Answer)
			return err
		}
		a, err = s.decide(ctx, t, req, l, decide)
		return err
	})
	return a, err
}

func (s *Store) decide(ctx context.Context, t *transaction, req evaluation.Request, l *loaded, decide Decide) (answer, error) {
	if err := checkStanding(req, l); err != nil {
		return answer{}, err
	}
	situation, outcome, err := s.outcome(t.tx, l, req, decide)
	if err != nil && situation == nil {
		return answer{}, err
	}
	if stale := checkVersion(situation.Evaluation, req); stale != nil && outcome.Refusal == nil && !isRefusal(err) {
		return answer{}, stale
	}
	if err != nil {
		return answer{}, err
	}
	c := newChange(situation, l.Head.head(), req)
	c.remote = s.remote
	a, err := c.record(t.tx, outcome)
	if err != nil || len(c.entries) == 0 && req.IdempotencyKey == "" {
		return a, err
	}
	args, err := c.appended(outcome.Refusal)
	if err != nil {
		return answer{}, err
	}
	return a, c.outOfStep(t.commit(ctx, appendEntries, args))
}

// outcome puts the situation together and lets decide decide. What reaches
// beyond the item that a command is about is decided on all of the evaluation,
// under the same lock. The situation is nil where there was none to decide on.
func (s *Store) outcome(tx *gorm.DB, l *loaded, req evaluation.Request, decide Decide) (*evaluation.Situation, evaluation.Outcome, error) {
	situation, err := s.situation(tx, l, req)
	if err != nil {
		return nil, evaluation.Outcome{}, err
	}
	if err := addPeople(tx, situation, req); err != nil {
		return nil, evaluation.Outcome{}, err
	}
	outcome, err := decide(situation)
	if !evaluation.NeedsWhole(err) || req.Whole {
		return situation, outcome, err
	}
	req.Whole, req.IdempotencyKey = true, ""
	whole, err := s.load(tx, req)
	if err != nil {
		return nil, evaluation.Outcome{}, err
	}
	return s.outcome(tx, whole, req, decide)
}

// checkVersion compares what the actor has seen with what is.
func checkVersion(e *evaluation.Evaluation, req evaluation.Request) error {
	current := e.Seq
	t := e.Task(req.Task)
	if t != nil {
		current = t.Version
	}
	if req.IfVersion == 0 || req.IfVersion == current {
		return nil
	}
	stale := fault.New(fault.Conflict, "stale_version", "version %d was seen, version %d is current", req.IfVersion, current).
		With("current", strconv.FormatInt(current, 10))
	if t != nil {
		_ = stale.With("state", string(t.State)).With("by", string(t.Assignee))
	}
	return stale
}

// isRefusal tells a refusal that is not kept in the journal, such as that a
// stranger's task does not exist for the asker.
func isRefusal(err error) bool {
	f := (*fault.Error)(nil)
	return errors.As(err, &f) && (f.Code == fault.Forbidden || f.Code == fault.NotFound || f.Code == fault.Conflict)
}
