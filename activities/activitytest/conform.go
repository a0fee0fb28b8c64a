package activitytest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/activities"
	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
)

// Subject is a store in which the case of the service centre has just begun.
type Subject struct {
	activities.Store
	ID evaluation.ID
	// Whole gives the evaluation as the store has it.
	Whole func() *evaluation.Evaluation
}

// Conform holds a store to what activities and workflows rely on.
func Conform(t *testing.T, begin func(t *testing.T) Subject) {
	t.Helper()
	for name, holds := range map[string]func(*testing.T, Subject){
		"facts agree with the evaluation at every step": conformFacts,
		"an update is made whole or not at all":         conformUpdate,
		"a key makes an update happen once":             conformKeys,
		"a situation is nobody else's":                  conformSituation,
		"roles are held where they were granted":        conformHeld,
		"a notice is sent once":                         conformNotices,
		"what is not there is not found":                conformMissing,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			holds(t, begin(t))
		})
	}
}

func conformFacts(t *testing.T, s Subject) {
	t.Helper()
	s.requireFacts(t)
	s.turn(t)
	s.do(t, evaluationtest.OfficeClerk(), "draft_notice", evaluation.Command{Action: evaluation.Claim})
	s.do(t, evaluationtest.OfficeClerk(), "draft_notice", evaluation.Command{
		Action: evaluation.Complete, Submission: evaluation.Submission{Members: evaluationtest.Group()},
	})
	s.do(t, evaluationtest.Director(), "issue_notice", evaluation.Command{Action: evaluation.Claim})
	s.do(t, evaluationtest.Director(), "issue_notice", evaluation.Command{Action: evaluation.Approve})
	s.turn(t)
	require.Equal(t, evaluation.StageActive, s.Whole().Stage("self_check").State)
}

func (s Subject) requireFacts(t *testing.T) evaluation.Facts {
	t.Helper()
	facts, err := s.Facts(t.Context(), s.ID)
	require.NoError(t, err)
	require.Equal(t, normal(evaluation.FactsOf(s.Whole())), normal(facts))
	return facts
}

// normal gives facts that can be compared: instants in one zone, and no
// difference between nothing and an empty list.
func normal(f evaluation.Facts) evaluation.Facts {
	f.NextAgendaAt = f.NextAgendaAt.UTC()
	f.Stages = slices.Clone(f.Stages)
	for i := range f.Stages {
		f.Stages[i].OpensAt = f.Stages[i].OpensAt.UTC()
		f.Stages[i].After = append([]evaluation.StageID{}, f.Stages[i].After...)
	}
	f.SystemTasks = append([]evaluation.SystemTask{}, f.SystemTasks...)
	return f
}

// turn carries out moves until there are none.
func (s Subject) turn(t *testing.T) {
	t.Helper()
	a := activities.Activities{Store: s.Store, Gate: &Gate{}}
	for range 50 {
		facts := s.requireFacts(t)
		sit, err := s.Situation(t.Context(), evaluation.Request{Evaluation: s.ID, Actor: evaluation.SystemPerson, Whole: true})
		require.NoError(t, err)
		moves, _ := evaluation.Next(facts, sit.Now)
		if len(moves) == 0 {
			return
		}
		for _, m := range moves {
			require.NoError(t, a.Advance(t.Context(), activities.MoveInput{Evaluation: s.ID, Move: m}))
		}
	}
	require.FailNow(t, "the timeline never rests")
}

// do takes an action at the live task of a step.
func (s Subject) do(t *testing.T, by evaluation.Actor, step evaluation.StepID, c evaluation.Command) {
	t.Helper()
	tasks := s.Whole().Tasks
	i := slices.IndexFunc(tasks, func(k evaluation.Task) bool { return k.Step == step && k.State.Live() })
	require.GreaterOrEqual(t, i, 0, step)
	c.Task = tasks[i].ID
	_, err := s.Update(t.Context(), evaluation.Request{Evaluation: s.ID, Actor: by.Person, Whole: true}, applied(c))
	require.NoError(t, err)
	s.requireFacts(t)
}

func applied(c evaluation.Command) func(*evaluation.Situation) (evaluation.Outcome, error) {
	return func(s *evaluation.Situation) (evaluation.Outcome, error) {
		events, err := evaluation.Apply(s, c)
		if err != nil {
			return evaluation.Refuse(s, c, err, "test")
		}
		return evaluation.Outcome{Events: events}, nil
	}
}

func conformUpdate(t *testing.T, s Subject) {
	t.Helper()
	r := evaluation.Request{Evaluation: s.ID, Actor: evaluation.SystemPerson, Whole: true}
	before := s.Whole()
	_, err := s.Update(t.Context(), r, func(*evaluation.Situation) (evaluation.Outcome, error) {
		return evaluation.Outcome{Events: []evaluation.Event{evaluation.EvaluationFinished{}}}, fault.New(fault.Conflict, "test", "no")
	})
	require.ErrorIs(t, err, fault.New(fault.Conflict, "test", ""))
	nothing, err := s.Update(t.Context(), r, func(*evaluation.Situation) (evaluation.Outcome, error) { return evaluation.Outcome{}, nil })
	require.NoError(t, err)
	require.Equal(t, before.Seq, nothing.Seq)
	require.Equal(t, before.Seq, s.Whole().Seq, "neither left a trace")

	s.turn(t)
	task := s.Whole().Tasks[0].ID
	seq := s.Whole().Seq
	release := evaluation.Command{Action: evaluation.Release, Task: task}
	refused, err := s.Update(t.Context(), evaluation.Request{Evaluation: s.ID, Actor: "office-clerk", Whole: true}, applied(release))
	require.ErrorIs(t, err, fault.New(fault.Conflict, "task_not_claimed", ""))
	require.Equal(t, seq+1, refused.Seq, "the attempt is kept")
	require.Equal(t, evaluation.TypeAttemptRefused, refused.Events[0].Type())
	require.Equal(t, seq+1, s.Whole().Seq)
}

func conformKeys(t *testing.T, s Subject) {
	t.Helper()
	s.turn(t)
	task, seq := s.Whole().Tasks[0], s.Whole().Seq
	r := evaluation.Request{Evaluation: s.ID, Actor: evaluation.SystemPerson, Whole: true, IdempotencyKey: "conform-once", Fingerprint: "x"}
	for i := range 3 {
		done, err := s.Update(t.Context(), r, func(*evaluation.Situation) (evaluation.Outcome, error) {
			return evaluation.Outcome{Events: []evaluation.Event{evaluation.AttemptRefused{TaskRef: task.Ref(), Action: evaluation.Complete, Code: "forbidden", Reason: "test"}}}, nil
		})
		require.NoError(t, err)
		require.Equal(t, seq+1, done.Seq)
		require.Equal(t, i > 0, done.Replayed)
	}
	require.Equal(t, seq+1, s.Whole().Seq, "what has a key happens once")
}

func conformSituation(t *testing.T, s Subject) {
	t.Helper()
	s.turn(t)
	r := evaluation.Request{Evaluation: s.ID, Actor: "office-clerk", Whole: true}
	sit, err := s.Situation(t.Context(), r)
	require.NoError(t, err)
	require.Equal(t, evaluation.PersonID("office-clerk"), sit.Actor.Person)
	require.ElementsMatch(t, evaluationtest.OfficeClerk().Grants, sit.Actor.Grants)
	require.False(t, sit.Now.Before(sit.Evaluation.Tasks[0].OpenedAt), "time does not run backwards")
	sit.Evaluation.Tasks[0].State = evaluation.StateCancelled
	sit.Evaluation.Stages[0].State = evaluation.StageClosed
	require.Equal(t, evaluation.StateOpen, s.Whole().Tasks[0].State)
	require.Equal(t, evaluation.StageActive, s.Whole().Stages[0].State)
}

func conformHeld(t *testing.T, s Subject) {
	t.Helper()
	clerk := evaluationtest.OfficeClerk()
	grant := evaluation.Grant{Role: "unit_office", UnitID: evaluationtest.Unit}
	elsewhere, other := grant, grant
	elsewhere.UnitID, other.DepartmentID = evaluationtest.OtherUnit, "finance"
	for g, want := range map[evaluation.Grant]bool{grant: true, clerk.Grants[0]: true, elsewhere: false, other: false} {
		held, err := s.Held(t.Context(), clerk.Person, g, time.Now().Add(time.Second))
		require.NoError(t, err)
		require.Equal(t, want, held, "%v", g)
	}
}

// conformNotices does not ask whom the store tells, but that each is told once.
func conformNotices(t *testing.T, s Subject) {
	t.Helper()
	s.turn(t)
	waiting := s.enqueued(t)
	require.GreaterOrEqual(t, waiting, 2)
	require.Equal(t, waiting, s.enqueued(t), "asked again, it adds none")

	first, err := s.LeaseNotices(t.Context(), s.ID, 1, time.Hour)
	require.NoError(t, err)
	require.Len(t, first, 1)
	rest, err := s.LeaseNotices(t.Context(), s.ID, 100, time.Hour)
	require.NoError(t, err)
	require.Len(t, rest, waiting-1, "what is leased is not given away")
	require.Equal(t, waiting, s.enqueued(t), "leased ones still wait")

	require.NoError(t, s.MarkNotice(t.Context(), first[0].ID, nil))
	require.Equal(t, waiting-1, s.enqueued(t))
	require.NoError(t, s.MarkNotice(t.Context(), rest[0].ID, fault.New(fault.Unavailable, "mail_unavailable", "down")))
	require.Equal(t, waiting-1, s.enqueued(t), "it is to be tried again")
	require.NoError(t, s.MarkNotice(t.Context(), rest[0].ID, fault.New(fault.Invalid, "mail_refused", "no")))
	require.Equal(t, waiting-2, s.enqueued(t))
	err = s.MarkNotice(t.Context(), "nothing", nil)
	require.ErrorIs(t, err, fault.New(fault.NotFound, "notice_not_found", ""))
}

func (s Subject) enqueued(t *testing.T) int {
	t.Helper()
	n, err := s.EnqueueNotices(t.Context(), s.ID)
	require.NoError(t, err)
	return n
}

func conformMissing(t *testing.T, s Subject) {
	t.Helper()
	missing := evaluation.Request{Evaluation: "nowhere", Actor: evaluation.SystemPerson, Whole: true}
	_, facts := s.Facts(t.Context(), missing.Evaluation)
	_, situation := s.Situation(t.Context(), missing)
	_, update := s.Update(t.Context(), missing, func(*evaluation.Situation) (evaluation.Outcome, error) {
		return evaluation.Outcome{}, nil
	})
	_, notices := s.EnqueueNotices(context.WithoutCancel(t.Context()), missing.Evaluation)
	for _, err := range []error{facts, situation, update, notices} {
		require.ErrorIs(t, err, fault.New(fault.NotFound, "evaluation_not_found", ""))
	}
}
