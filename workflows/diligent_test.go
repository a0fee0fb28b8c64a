package workflows_test

import (
	"context"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

// everyone has people come back at intervals, and each time do one thing at
// every task that is theirs, until the evaluation is finished.
func (r *rig) everyone(interval time.Duration) {
	var come func()
	come = func() {
		e := r.evaluation()
		for i := range e.Tasks {
			if t := &e.Tasks[i]; t.State.Live() && t.Effect == evaluation.EffectNone {
				r.serve(t)
			}
		}
		if e.State == evaluation.Running {
			r.after(interval, come)
		}
	}
	r.after(interval, come)
}

// serve takes a task one action further, by the first person who may.
func (r *rig) serve(t *evaluation.Task) {
	for _, p := range r.c.People {
		s, err := r.store.Situation(context.Background(), evaluation.Request{Evaluation: r.id(), Actor: p.Person, Whole: true})
		require.NoError(r.t, err)
		if t = s.Evaluation.Task(t.ID); !t.State.Live() {
			return // somebody else's deed ended it meanwhile
		}
		_, holds := s.Holds(t)
		if free := t.State == evaluation.StateOpen || t.Assignee == p.Person; !holds || !free || s.Excluded(t) != "" {
			continue
		}
		step, _ := s.Definition.Step(t.Stage, t.Step)
		for _, c := range handIn(t, step) {
			c.Task = t.ID
			_, err := r.store.Apply(r.id(), p.Person, c)
			require.NoError(r.t, err, "%s by %s", t.ID, p.Person)
		}
		return
	}
	require.FailNow(r.t, "nobody can do the task", "%s", t.ID)
}

func handIn(t *evaluation.Task, step evaluation.StepDefinition) []evaluation.Command {
	if t.State == evaluation.StateOpen {
		return []evaluation.Command{claim()}
	}
	var out []evaluation.Command
	for _, k := range step.Materials {
		out = append(out, supply(k.ID)...)
	}
	if step.Decides {
		return append(out, approve())
	}
	return append(out, complete(evaluationtest.Filled(step)))
}
