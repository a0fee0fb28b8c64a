package store_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/store/storetest"
)

func TestUpdate_givesTheFirstAnswerAgain(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice")
	req := evaluation.Request{Task: task.ID, Actor: "office-head", IdempotencyKey: "key-1", Fingerprint: "f1"}
	first, err := b.s.Update(t.Context(), req, storetest.Apply(claim(task)))
	require.NoError(t, err)
	require.False(t, first.Replayed)
	b.must("office-head", evaluation.Command{Action: evaluation.Release, Task: task.ID})

	never := func(*evaluation.Situation) (evaluation.Outcome, error) { panic("decided twice") }
	again, err := b.s.Update(t.Context(), req, never)
	require.NoError(t, err)
	require.True(t, again.Replayed)
	require.Equal(t, first.Events, again.Events)
	require.Equal(t, first.Seq, again.Seq)
	require.Equal(t, first.At, again.At)
	require.Equal(t, first.Evaluation, again.Evaluation, "as it was then, not as it is now")

	req.Fingerprint = "f2"
	_, err = b.s.Update(t.Context(), req, never)
	require.Equal(t, "idempotency_key_reused", fault.ReasonOf(err))
	require.Equal(t, fault.Invalid, fault.CodeOf(err))

	req.Actor = "office-clerk"
	_, err = b.s.Update(t.Context(), req, storetest.Apply(claim(task)))
	require.NoError(t, err, "another person's key is another key")
}

func TestUpdate_givesTheFirstRefusalAgain(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice")
	b.must("office-head", claim(task))
	req := evaluation.Request{Task: task.ID, Actor: "office-clerk", IdempotencyKey: "key-1", Fingerprint: "f1"}
	_, first := b.s.Update(t.Context(), req, storetest.Apply(claim(task)))
	require.Equal(t, "task_already_claimed", fault.ReasonOf(first))
	b.must("office-head", evaluation.Command{Action: evaluation.Release, Task: task.ID})

	seq := b.whole().Seq
	r, again := b.s.Update(t.Context(), req, storetest.Apply(claim(task)))
	require.True(t, r.Replayed)
	f, g := fault.As(first), fault.As(again)
	require.Equal(t, f.Code, g.Code)
	require.Equal(t, f.Reason, g.Reason)
	require.Equal(t, f.Rule, g.Rule)
	require.Equal(t, f.Params, g.Params)
	require.Equal(t, seq, b.whole().Seq, "asking again is no second attempt")
}

func TestUpdate_withOneKeyTwiceAtOnceHappensOnce(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice")
	comment := evaluation.Command{Action: evaluation.Comment, Task: task.ID, Text: "once"}
	req := evaluation.Request{Task: task.ID, Actor: "office-head", IdempotencyKey: "key-1", Fingerprint: "f"}
	results := make([]evaluation.Result, 8)
	var wg sync.WaitGroup
	for i := range results {
		wg.Go(func() {
			r, err := b.s.Update(t.Context(), req, storetest.Apply(comment))
			if err == nil {
				results[i] = r
			}
		})
	}
	wg.Wait()
	fresh := 0
	for _, r := range results {
		require.Len(t, r.Events, 1)
		require.Equal(t, results[0].Seq, r.Seq)
		require.Equal(t, results[0].Evaluation, r.Evaluation)
		if !r.Replayed {
			fresh++
		}
	}
	require.Equal(t, 1, fresh)
	comments, err := b.s.Comments(t.Context(), task.ID)
	require.NoError(t, err)
	require.Len(t, comments, 1)
}

func TestStart_withOneKeyTwiceAtOnceStartsOnce(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	req := evaluation.Request{Actor: "office-head", IdempotencyKey: "start-1", Fingerprint: "f"}
	begin := func(sit *evaluation.Situation) (evaluation.Outcome, error) {
		events, err := evaluation.Begin(sit, evaluationtest.Start())
		return evaluation.Outcome{Events: events}, err
	}
	results := make([]evaluation.Result, 6)
	failures := make([]error, 6)
	var wg sync.WaitGroup
	for i := range results {
		wg.Go(func() { results[i], failures[i] = s.Start(t.Context(), req, storetest.Opening(), begin) })
	}
	wg.Wait()
	for i, r := range results {
		require.NoError(t, failures[i])
		require.Equal(t, results[0].Evaluation, r.Evaluation)
	}
	running, err := s.Running(t.Context(), "", 100)
	require.NoError(t, err)
	require.Len(t, running, 1)

	// The same key for another kind of request is a mistake.
	_, err = s.Update(t.Context(), evaluation.Request{
		Evaluation: running[0].ID, Actor: "office-head", IdempotencyKey: "start-1", Fingerprint: "other",
	}, func(*evaluation.Situation) (evaluation.Outcome, error) { panic("must not be asked") })
	require.Equal(t, "idempotency_key_reused", fault.ReasonOf(err))
}

func TestUpdate_withOneKeyForTwoEvaluationsAtOnceHappensInOne(t *testing.T) {
	t.Parallel()
	b := running(t)
	other := storetest.Start(t, b.s).Evaluation.ID
	var wg sync.WaitGroup
	failures := make([]error, 2)
	for i, id := range []evaluation.ID{b.id, other} {
		req := evaluation.Request{Evaluation: id, Actor: "director", IdempotencyKey: "key", Fingerprint: string(id)}
		wg.Go(func() {
			_, failures[i] = b.s.Update(t.Context(), req, func(*evaluation.Situation) (evaluation.Outcome, error) {
				return evaluation.Outcome{Events: []evaluation.Event{evaluation.Commented{Text: "x"}}}, nil
			})
		})
	}
	wg.Wait()
	if failures[0] == nil {
		failures[0], failures[1] = failures[1], failures[0]
	}
	require.Equal(t, "idempotency_key_reused", fault.ReasonOf(failures[0]))
	require.NoError(t, failures[1])
}

func TestPurgeAnswers_forgetsOldOnes(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice")
	req := evaluation.Request{Task: task.ID, Actor: "office-head", IdempotencyKey: "key-1", Fingerprint: "f1"}
	_, err := b.s.Update(t.Context(), req, storetest.Apply(claim(task)))
	require.NoError(t, err)
	gone, err := b.s.PurgeAnswers(t.Context(), time.Now().Add(-time.Hour))
	require.NoError(t, err)
	require.Zero(t, gone)
	gone, err = b.s.PurgeAnswers(t.Context(), time.Now().Add(time.Hour))
	require.NoError(t, err)
	require.EqualValues(t, 1, gone)
}
