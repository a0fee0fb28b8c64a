package evaluation_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

// watcher holds an evaluation against what must always be true, whatever
// people and time did.
type watcher struct {
	t *rapid.T
	c *evaluationtest.Case
	// settled and rounds remember what must never change again.
	settled map[evaluation.TaskID]evaluation.Task
	rounds  map[string]int
	closed  map[evaluation.StageID]evaluation.Stage
}

func newWatcher(t *rapid.T, c *evaluationtest.Case) *watcher {
	return &watcher{
		t: t, c: c, settled: map[evaluation.TaskID]evaluation.Task{}, rounds: map[string]int{},
		closed: map[evaluation.StageID]evaluation.Stage{},
	}
}

// check holds after every decision.
func (w *watcher) check(events []evaluation.Event) {
	e := w.c.Evaluation
	require.Equal(w.t, int64(len(w.c.Records)), e.Seq, "the number counts every entry")
	w.neverStuck()
	w.oneLiveRound()
	w.everyTask()
	w.finalRounds()
	w.reopened(events)
	w.stages()
	w.papers()
	w.sameDossier()
	w.onTheirWay()
	w.votes(events)
	w.meetings(events)
	w.inTurn()
	require.Equal(w.t, replayed(w.c.Records, e.ID), e, "the state is the fold of the journal")
}

func replayed(records []evaluation.Record, id evaluation.ID) *evaluation.Evaluation {
	e := &evaluation.Evaluation{ID: id}
	for _, r := range records {
		e.Fold(r)
	}
	return e
}

// neverStuck: a running evaluation has an open task, a due move or a stage to
// come.
func (w *watcher) neverStuck() {
	e := w.c.Evaluation
	if e.State != evaluation.Running {
		moves, wake := evaluation.Next(evaluation.FactsOf(e), w.c.Now)
		require.Empty(w.t, moves)
		require.True(w.t, wake.IsZero())
		return
	}
	moves, wake := evaluation.Next(evaluation.FactsOf(e), w.c.Now)
	forPeople := false
	for _, t := range e.Tasks {
		forPeople = forPeople || t.State.Live() && t.Effect == evaluation.EffectNone
	}
	require.True(w.t, forPeople || len(moves) > 0 || wake.After(w.c.Now), "nothing will ever happen again")
	if forPeople && len(moves) == 0 {
		late := true
		for _, t := range e.Tasks {
			late = late && (!t.State.Live() || !t.OverdueAt.IsZero() || !t.SuspendedAt.IsZero())
		}
		require.True(w.t, late || wake.After(w.c.Now), "nobody would be told of the deadline")
	}
}

// oneLiveRound: no step has two live rounds for one item, and no item has two
// live steps in one stage.
func (w *watcher) oneLiveRound() {
	live := map[string]string{}
	for _, t := range w.c.Evaluation.Tasks {
		if !t.State.Live() {
			continue
		}
		key, round := fmt.Sprint(t.Stage, "/", t.Item), fmt.Sprint(t.Step, "#", t.Round)
		if other, found := live[key]; found {
			require.Equal(w.t, other, round, "two live rounds in %s", key)
		}
		live[key] = round
	}
}

// reopened: only a reopening changes a stage that was settled.
func (w *watcher) reopened(events []evaluation.Event) {
	for _, event := range events {
		if v, ok := event.(evaluation.StageReopened); ok {
			for _, a := range v.Stages {
				delete(w.closed, a.Stage)
			}
		}
	}
}

// onTheirWay: an item that a stage waits for is under way in a stage before it.
func (w *watcher) onTheirWay() {
	for _, s := range w.c.Evaluation.Stages {
		if s.Reopened == nil || s.State == evaluation.StageWaiting || w.c.Evaluation.State.Over() {
			continue
		}
		for _, item := range s.Reopened.Awaits {
			coming := slices.ContainsFunc(w.c.Evaluation.Tasks, func(t evaluation.Task) bool {
				return t.Item == item && t.State.Live() && w.before(t.Stage, s.ID)
			})
			require.True(w.t, coming, "%s waits for %q, which is nowhere", s.ID, item)
		}
	}
}

// before tells whether one stage must be settled before another opens.
func (w *watcher) before(one, other evaluation.StageID) bool {
	return slices.ContainsFunc(w.c.Evaluation.Stage(other).After, func(id evaluation.StageID) bool {
		return id == one || w.before(one, id)
	})
}

// stages: none opens before its time or before those it comes after are
// settled; one that is settled has nothing live and stays as it is, unless one
// before it is opened again.
func (w *watcher) stages() {
	for _, s := range w.c.Evaluation.Stages {
		tasks, live := 0, 0
		for _, t := range w.c.Evaluation.Tasks {
			if t.Stage == s.ID {
				tasks++
			}
			if t.Stage == s.ID && t.State.Live() {
				live++
			}
		}
		if before, found := w.closed[s.ID]; found {
			require.Equal(w.t, before, s)
		} else if s.State == evaluation.StageClosed {
			w.throughToTheLastStep(s.ID)
		}
		switch s.State {
		case evaluation.StageWaiting:
			require.Zero(w.t, live, "a live task before its stage")
			require.True(w.t, tasks == 0 || s.Reopened != nil, "a task before its stage")
			continue
		case evaluation.StageClosed:
			require.Zero(w.t, live, "a live task in a settled stage")
			w.closed[s.ID] = deepCopy(s)
		case evaluation.StageActive:
		}
		require.False(w.t, s.OpenedAt.Before(s.OpensAt))
		for _, id := range s.After {
			settled := w.c.Evaluation.Stage(id).State == evaluation.StageClosed
			require.True(w.t, settled || s.Reopened != nil && s.State == evaluation.StageActive, "%s is %s before %s is settled", s.ID, s.State, id)
		}
	}
}

// throughToTheLastStep: every item left a settled stage by its last step: the
// latest that began for it is that step, and somebody did it, let its deadline
// pass, or it was skipped. What comes straight back to a later stage leaves by
// the step that was done again.
func (w *watcher) throughToTheLastStep(id evaluation.StageID) {
	sd, _ := w.c.Definition.Stage(id)
	end := sd.Steps[len(sd.Steps)-1].ID
	latest, skipped := map[evaluation.ItemID]evaluation.Task{}, map[evaluation.ItemID]bool{}
	for _, r := range w.c.Records {
		switch v := r.Event.(type) {
		case evaluation.StageOpened:
			for _, item := range v.Items {
				if v.Stage == id {
					latest[item] = evaluation.Task{}
				}
			}
		case evaluation.TaskOpened:
			if v.Task.Stage == id {
				latest[v.Task.Item], skipped[v.Task.Item] = v.Task, false
			}
		case evaluation.StepSkipped:
			if v.Stage == id {
				skipped[v.Item] = v.Step == end
			}
		}
	}
	for item, t := range latest {
		done := slices.ContainsFunc(w.c.Evaluation.Tasks, func(o evaluation.Task) bool {
			through := o.State == evaluation.StateCompleted || o.State == evaluation.StateExpired
			leaves := t.Step == end || strings.Contains(string(t.Back), ".")
			return leaves && sameRound(o, t) && o.AddedBy == "" && through
		})
		require.True(w.t, done || skipped[item], "item %q left the stage before its end", item)
	}
}

// papers: versions of a kind count up from 1 within a step of an item, and
// ids are unique.
func (w *watcher) papers() {
	ids, versions := map[string]bool{}, map[string]int{}
	for _, m := range w.c.Evaluation.Materials {
		require.False(w.t, ids[m.ID], "two papers %s", m.ID)
		ids[m.ID] = true
		t := w.c.Evaluation.Task(m.Task)
		key := fmt.Sprint(t.Stage, "/", t.Item, "/", t.Step, " ", m.Kind)
		versions[key]++
		require.Equal(w.t, versions[key], m.Version, key)
	}
}

// sameDossier: what is filed and published is what was sealed, and at the end
// what was sealed last.
func (w *watcher) sameDossier() {
	e := w.c.Evaluation
	var sealed []string
	for _, r := range w.c.Records {
		if v, ok := r.Event.(evaluation.DossierSealed); ok {
			sealed = append(sealed, v.Dossier.Digest)
		}
	}
	if e.Dossier != nil {
		require.Equal(w.t, len(sealed), e.Dossier.Version)
		require.Equal(w.t, sealed[len(sealed)-1], e.Dossier.Digest)
	}
	if e.State == evaluation.Finished {
		sealed = sealed[max(len(sealed)-1, 0):]
	}
	if e.Publication != nil {
		require.Contains(w.t, sealed, e.Publication.Digest)
	}
	if e.Filing != nil {
		require.Contains(w.t, sealed, e.Filing.Digest)
	}
}

// atRest holds when the timeline has nothing left to do now.
func (w *watcher) atRest() {
	e := w.c.Evaluation
	due, err := evaluation.Tick(w.c.Situation(evaluation.System()))
	require.NoError(w.t, err)
	require.Empty(w.t, due, "what was due was handled once")
	moves, wake := evaluation.Next(evaluation.FactsOf(e), w.c.Now)
	require.Empty(w.t, moves)
	require.True(w.t, wake.IsZero() || wake.After(w.c.Now))
	for _, t := range e.Tasks {
		if t.State.Live() && t.SuspendedAt.IsZero() && e.State == evaluation.Running {
			require.Equal(w.t, evaluation.EffectNone, t.Effect, "the system left its own step undone")
			require.Equal(w.t, !t.DueAt.After(w.c.Now), !t.OverdueAt.IsZero(), "late is found late")
		}
	}
	requireSurvivesTheJournal(w.t, w.c)
}

// requireSurvivesTheJournal: events written down and read again fold to the
// same state.
func requireSurvivesTheJournal(t *rapid.T, c *evaluationtest.Case) {
	again := make([]evaluation.Record, 0, len(c.Records))
	for _, r := range c.Records {
		r.Event = readAgain(t, r.Event)
		again = append(again, r)
	}
	want, err := json.Marshal(c.Evaluation)
	require.NoError(t, err)
	got, err := json.Marshal(replayed(again, c.Evaluation.ID))
	require.NoError(t, err)
	require.JSONEq(t, string(want), string(got))
}
