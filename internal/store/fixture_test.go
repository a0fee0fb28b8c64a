package store_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
	"jiheng/policy"
)

// bench is one running evaluation of the case on a database of its own.
type bench struct {
	t  testing.TB
	s  *store.Store
	id evaluation.ID
	// policy says who may read what.
	policy *policy.Policy
	// owner is a connection as the owner of the schema, for tests that need one.
	owner *pgx.Conn
	// at is when boxes are looked at, if not now.
	at time.Time
}

// running starts the case; its whole plan lies in the past, so every stage
// opens as soon as those before it are settled.
func running(t testing.TB) *bench {
	t.Helper()
	return runningAt(t, storetest.DSN(t))
}

func runningAt(t testing.TB, dsn string) *bench {
	t.Helper()
	s := storetest.OpenAt(t, dsn)
	rules, err := policy.New()
	require.NoError(t, err)
	b := &bench{t: t, s: s, id: storetest.Start(t, s).Evaluation.ID, policy: rules}
	b.turn()
	return b
}

func (b *bench) turn() {
	b.t.Helper()
	require.NoError(b.t, storetest.Turn(b.t.Context(), b.s, b.id))
}

func (b *bench) whole() *evaluation.Evaluation {
	b.t.Helper()
	e, err := b.s.Whole(b.t.Context(), b.id)
	require.NoError(b.t, err)
	return e
}

// live gives the live task of a step; it must be there.
func (b *bench) live(stage evaluation.StageID, item evaluation.ItemID, step evaluation.StepID) *evaluation.Task {
	b.t.Helper()
	e := b.whole()
	for i := range e.Tasks {
		t := &e.Tasks[i]
		if t.Stage == stage && t.Item == item && t.Step == step && t.State.Live() {
			return t
		}
	}
	require.FailNow(b.t, "no live task", "%s %s %s", stage, item, step)
	return nil
}

// does takes an action as somebody.
func (b *bench) does(by evaluation.PersonID, c evaluation.Command) (evaluation.Result, error) {
	if c.Action == evaluation.Supply && c.Material.SHA256 != "" {
		b.keep(c.Material)
	}
	return b.s.Update(b.t.Context(), evaluation.Request{Task: c.Task, Actor: by, People: c.Named()}, storetest.Apply(c))
}

// must takes an action that is allowed.
func (b *bench) must(by evaluation.PersonID, c evaluation.Command) evaluation.Result {
	b.t.Helper()
	r, err := b.does(by, c)
	require.NoError(b.t, err)
	return r
}

// keep puts a file where materials may refer to it.
func (b *bench) keep(m evaluation.Material) {
	err := b.s.SaveFile(b.t.Context(), store.File{SHA256: m.SHA256, SM3: m.SM3, Size: m.Size, MediaType: m.MediaType})
	require.NoError(b.t, err)
}

// formed goes on until the leading group is formed.
func (b *bench) formed() *bench {
	b.t.Helper()
	draft := b.live("formation", "", "draft_notice")
	b.must("office-head", evaluation.Command{Action: evaluation.Claim, Task: draft.ID})
	step, _ := evaluationtest.Overall().Step("formation", "draft_notice")
	b.must("office-head", evaluation.Command{Action: evaluation.Complete, Task: draft.ID, Submission: evaluationtest.Filled(step)})
	issue := b.live("formation", "", "issue_notice")
	b.must("director", evaluation.Command{Action: evaluation.Claim, Task: issue.ID})
	b.must("director", evaluation.Command{Action: evaluation.Approve, Task: issue.ID})
	b.turn()
	return b
}

// finished lets everybody do what is asked of them until the end.
func (b *bench) finished() *bench {
	b.t.Helper()
	for range 200 {
		b.turn()
		e := b.whole()
		if e.State == evaluation.Finished {
			return b
		}
		b.serve(e)
	}
	require.FailNow(b.t, "it never ends")
	return b
}

// serve takes the first live task one action further.
func (b *bench) serve(e *evaluation.Evaluation) {
	b.t.Helper()
	def := evaluationtest.Overall()
	for i := range e.Tasks {
		t := &e.Tasks[i]
		if !t.State.Live() || t.Effect != evaluation.EffectNone {
			continue
		}
		by := b.worker(e, def, t)
		if t.State == evaluation.StateOpen {
			b.must(by, evaluation.Command{Action: evaluation.Claim, Task: t.ID})
			return
		}
		step, _ := def.Step(t.Stage, t.Step)
		for _, k := range step.Materials {
			b.must(by, evaluation.Command{Action: evaluation.Supply, Task: t.ID, Material: evaluationtest.Paper(k.ID)})
		}
		if step.Decides {
			b.must(by, evaluation.Command{Action: evaluation.Approve, Task: t.ID})
			return
		}
		b.must(by, evaluation.Command{Action: evaluation.Complete, Task: t.ID, Submission: evaluationtest.Filled(step)})
		return
	}
	require.FailNow(b.t, "nobody has anything to do")
}

// worker finds somebody who holds the task's role and is not kept away.
func (b *bench) worker(e *evaluation.Evaluation, def *evaluation.Definition, t *evaluation.Task) evaluation.PersonID {
	b.t.Helper()
	for _, a := range evaluationtest.Everybody() {
		s := &evaluation.Situation{Evaluation: e, Definition: def, Actor: a}
		_, holds := s.Holds(t)
		if holds && s.Excluded(t) == "" && (t.Assignee == "" || t.Assignee == a.Person) {
			return a.Person
		}
	}
	require.FailNow(b.t, "nobody may", "%s", t.ID)
	return ""
}

// form fills in the form of a step.
func (b *bench) form(stage evaluation.StageID, step evaluation.StepID) evaluation.Submission {
	b.t.Helper()
	def, ok := evaluationtest.Overall().Step(stage, step)
	require.True(b.t, ok)
	return evaluationtest.Filled(def)
}

func rules(t testing.TB) *policy.Policy {
	t.Helper()
	out, err := policy.New()
	require.NoError(t, err)
	return out
}
