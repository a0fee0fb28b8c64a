package workflows_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/workflows"
)

func (r *rig) signal(after time.Duration) {
	r.after(after, func() { r.env.SignalWorkflow(workflows.LookAgain, nil) })
}

// lived runs the published case with signals treated in some way.
func lived(t evaluationtest.T, treat func(r *rig, seq int64)) *rig {
	t.Helper()
	r := newRig(t)
	r.tell = func(seq int64) { treat(r, seq) }
	r.begin()
	r.playPatiently(zhanjiang())
	require.NoError(t, r.run())
	return r
}

func TestEvaluation_ends_the_same_whatever_becomes_of_signals(t *testing.T) {
	t.Parallel()
	want := lived(t, func(r *rig, _ int64) { r.signal(0) })
	rapid.Check(t, func(t *rapid.T) {
		anything := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) time.Duration {
			return time.Duration(rapid.IntRange(0, 24*60).Draw(t, "minutes")) * time.Minute
		}), 0, 3)
		plans := rapid.SliceOfN(anything, 30, 30).Draw(t, "delays")
		got := lived(t, func(r *rig, seq int64) {
			for _, d := range plans[seq%30] {
				r.signal(d)
			}
		})
		requireSameEnd(t, want, got)
	})
}

func TestEvaluation_comes_through_without_any_signal(t *testing.T) {
	t.Parallel()
	want := lived(t, func(r *rig, _ int64) { r.signal(0) })
	got := lived(t, func(*rig, int64) {})
	requireSameEnd(t, want, got)
	opened := func(r *rig) time.Time { return r.evaluation().Stage("self_check").OpenedAt }
	require.Equal(t, 12*time.Hour, opened(got).Sub(got.began), "found when the timeline woke by itself")
	require.True(t, opened(want).Before(opened(got)))
}

func requireSameEnd(t evaluationtest.T, want, got *rig) {
	t.Helper()
	require.Equal(t, timeless(want.evaluation()), timeless(got.evaluation()))
	require.Equal(t, happenings(want), happenings(got))
	require.Zero(t, got.store.Unsent(got.id()))
}

// happenings gives what happened to what, in a fixed order: signals may change
// which of two independent things was first.
func happenings(r *rig) []string {
	var out []string
	for _, rec := range r.store.Journal(r.id()) {
		about := rec.Event.Subject()
		out = append(out, string(about.Stage)+" "+string(about.Task)+" "+string(rec.Event.Type())+" "+string(rec.Actor))
	}
	slices.Sort(out)
	return out
}

// timeless gives an evaluation without the instants at which the timeline and
// the people got to things; those that are promised stay.
func timeless(e *evaluation.Evaluation) *evaluation.Evaluation {
	var never time.Time
	e.FinishedAt, e.Dossier.SealedAt = never, never
	e.Filing.FiledAt, e.Filing.ReceivedAt, e.Publication.PublishedAt = never, never, never
	for i := range e.Dossiers {
		e.Dossiers[i].SealedAt = never
	}
	for i := range e.Publications {
		e.Publications[i].PublishedAt = never
	}
	if e.RollUp != nil {
		made := *e.RollUp
		made.At, made.Seq = never, 0
		e.RollUp = &made
	}
	for i := range e.Stages {
		e.Stages[i].OpenedAt, e.Stages[i].SettledAt = never, never
	}
	for i := range e.Members {
		e.Members[i].Since = never
	}
	for i := range e.Materials {
		e.Materials[i].SuppliedAt = never
	}
	for i := range e.Tasks {
		t := &e.Tasks[i]
		t.OpenedAt, t.ClaimedAt, t.SettledAt, t.OverdueAt = never, never, never, mark(t.OverdueAt)
		t.Agenda = slices.Clone(t.Agenda)
		for j := range t.Agenda {
			t.Agenda[j].DoneAt = mark(t.Agenda[j].DoneAt)
		}
	}
	slices.SortFunc(e.Tasks, func(a, b evaluation.Task) int { return cmp.Compare(a.ID, b.ID) })
	return e
}

// mark keeps whether something happened and forgets when.
func mark(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	return time.Unix(1, 0)
}
