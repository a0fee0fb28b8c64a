package store_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

func TestUpdate_namesWhatIsNotThere(t *testing.T) {
	t.Parallel()
	b := running(t)
	never := func(*evaluation.Situation) (evaluation.Outcome, error) { panic("must not be asked") }
	for reason, req := range map[string]evaluation.Request{
		"evaluation_not_found":     {Evaluation: "ev-nothing", Actor: "director"},
		"task_not_found":           {Task: "nothing", Actor: "director"},
		"request_without_actor":    {Evaluation: b.id},
		"idempotency_key_too_long": {Evaluation: b.id, Actor: "director", IdempotencyKey: string(make([]byte, 201))},
	} {
		_, err := b.s.Update(t.Context(), req, never)
		require.Equal(t, reason, fault.ReasonOf(err))
	}
	other := storetest.Start(t, b.s)
	task := b.live("formation", "", "draft_notice")
	request := evaluation.Request{Evaluation: other.Evaluation.ID, Task: task.ID, Actor: "director"}
	_, err := b.s.Update(t.Context(), request, never)
	require.Equal(t, "task_not_found", fault.ReasonOf(err), "a task of another evaluation")
	_, err = b.s.Situation(t.Context(), request)
	require.Equal(t, "task_not_found", fault.ReasonOf(err))
	_, err = b.s.Facts(t.Context(), "ev-nothing")
	require.Equal(t, "evaluation_not_found", fault.ReasonOf(err))
}

func TestUpdate_keepsARefusalInTheJournal(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice")
	b.must("office-head", claim(task))
	before := b.whole()
	r, err := b.s.Update(t.Context(), evaluation.Request{
		Task: task.ID, Actor: "office-clerk", RequestID: "req-1", ClientAddress: "192.0.2.1",
	}, storetest.Apply(claim(task)))
	require.Equal(t, "task_already_claimed", fault.ReasonOf(err))
	require.Equal(t, "office-head", fault.As(err).Params["by"])
	require.Equal(t, before.Seq+1, r.Seq)

	entries, err := b.s.Journal(t.Context(), b.id, before.Seq, 10)
	require.NoError(t, err)
	require.Len(t, entries, 1)
	last := entries[0]
	require.Equal(t, "attempt_refused", last.Type)
	require.Equal(t, "office-clerk", last.ActorID)
	require.Equal(t, string(task.ID), last.TaskID)
	require.Equal(t, "req-1", last.RequestID)
	require.Equal(t, "192.0.2.1", last.ClientAddress)
	require.Equal(t, "test", last.PolicyVersion)
	require.JSONEq(t, `{"action":"claim","code":"conflict","item":"","reason":"task_already_claimed","rule":"","stage":"formation","task":"`+string(task.ID)+`"}`, string(last.Data))
	require.Equal(t, before.Tasks, b.whole().Tasks)
}

func TestUpdate_leavesNoTraceOfWhatIsWrong(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice")
	b.must("office-head", claim(task))
	before := b.whole()
	for name, decide := range map[string]store.Decide{
		"invalid input": storetest.Apply(evaluation.Command{Action: evaluation.Complete, Task: task.ID}),
		"an error": func(*evaluation.Situation) (evaluation.Outcome, error) {
			return evaluation.Outcome{}, errors.New("bang")
		},
		"text that cannot be kept": func(*evaluation.Situation) (evaluation.Outcome, error) {
			return evaluation.Outcome{Events: []evaluation.Event{
				evaluation.TaskReleased{TaskRef: task.Ref()}, evaluation.Commented{TaskRef: task.Ref(), Text: "a\x00"},
			}}, nil
		},
		"an event about nothing": func(*evaluation.Situation) (evaluation.Outcome, error) {
			return evaluation.Outcome{Events: []evaluation.Event{
				evaluation.TaskReleased{TaskRef: task.Ref()}, evaluation.StageSettled{Stage: "nowhere"},
			}}, nil
		},
	} {
		_, err := b.s.Update(t.Context(), evaluation.Request{Task: task.ID, Actor: "office-head", IdempotencyKey: "k-" + name}, decide)
		require.Error(t, err, name)
		require.Equal(t, before, b.whole(), name)
	}
	require.Panics(t, func() {
		_, _ = b.s.Update(t.Context(), evaluation.Request{Task: task.ID, Actor: "office-head"},
			func(*evaluation.Situation) (evaluation.Outcome, error) { panic("bang") })
	})
	b.must("office-head", evaluation.Command{Action: evaluation.Release, Task: task.ID}) // the lock is free
	var keys int64
	require.NoError(t, b.s.DB().Raw("SELECT count(*) FROM idempotency_keys").Scan(&keys).Error)
	require.Zero(t, keys)
}

func TestUpdate_tellsAStaleVersionUnlessTheRulesRefuse(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice")
	b.must("office-head", claim(task)) // version 2
	update := func(by evaluation.PersonID, seen int64, c evaluation.Command) error {
		_, err := b.s.Update(t.Context(), evaluation.Request{Task: task.ID, Actor: by, IfVersion: seen}, storetest.Apply(c))
		return err
	}
	err := update("office-head", 1, evaluation.Command{Action: evaluation.Release, Task: task.ID})
	require.Equal(t, "stale_version", fault.ReasonOf(err))
	require.Equal(t, fault.Conflict, fault.CodeOf(err))
	require.Equal(t, map[string]string{"current": "2", "state": "claimed", "by": "office-head"}, fault.As(err).Params)
	require.Equal(t, evaluation.StateClaimed, b.live("formation", "", "draft_notice").State)

	err = update("office-head", 1, evaluation.Command{Action: evaluation.Complete, Task: task.ID})
	require.Equal(t, "stale_version", fault.ReasonOf(err), "rather than what is wrong with an old form")

	err = update("office-clerk", 1, claim(task))
	require.Equal(t, "task_already_claimed", fault.ReasonOf(err), "who was first says more than that it is stale")

	require.NoError(t, update("office-head", 2, evaluation.Command{Action: evaluation.Release, Task: task.ID}))
	_, err = b.s.Update(t.Context(), evaluation.Request{Evaluation: b.id, Actor: "director", IfVersion: 1},
		func(*evaluation.Situation) (evaluation.Outcome, error) { return evaluation.Outcome{}, nil })
	require.Equal(t, "stale_version", fault.ReasonOf(err), "of an evaluation, the journal is the version")
}
