package evaluation_test

import (
	"encoding/json"
	"fmt"

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
func (w *watcher) check([]evaluation.Event) {
	e := w.c.Evaluation
	require.Equal(w.t, int64(len(w.c.Records)), e.Seq, "the number counts every entry")
	w.neverStuck()
	w.oneLiveRound()
	w.everyTask()
	w.finalRounds()
	w.stages()
	w.papers()
	w.sameDossier()
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
	if e.State == evaluation.Finished {
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
			late = late && (!t.State.Live() || !t.OverdueAt.IsZero())
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

// everyTask: ids are unique, one seat a person, an agenda on each live task,
// and nothing settled ever changes.
func (w *watcher) everyTask() {
	ids, seats := map[evaluation.TaskID]bool{}, map[string]bool{}
	for _, t := range w.c.Evaluation.Tasks {
		require.False(w.t, ids[t.ID], "two tasks %s", t.ID)
		ids[t.ID] = true
		w.seat(t, seats)
		w.agenda(t)
		if before, found := w.settled[t.ID]; found {
			require.Equal(w.t, before, t, "a settled task changed")
		} else if !t.State.Live() {
			w.settled[t.ID] = deepCopy(t)
			w.kept(t)
		}
	}
	for id := range w.settled {
		require.True(w.t, ids[id], "a settled task vanished")
	}
}

// kept: the duties that a step separates are in different hands, for the
// person and for whom the person stood in.
func (w *watcher) kept(t evaluation.Task) {
	step, _ := w.c.Definition.Step(t.Stage, t.Step)
	for _, x := range step.Excludes {
		if item := w.c.Evaluation.Item(t.Item); x.DepartmentOfItem && item != nil && t.DoneBy != "" {
			require.NotEqual(w.t, item.DepartmentID, departmentOf(w.c, t.DoneBy), t.ID)
		}
		for _, o := range w.c.Evaluation.Tasks {
			if x.DoerOf != nil && o.Item == t.Item && o.Stage == x.DoerOf.Stage && o.Step == x.DoerOf.Step && t.DoneBy != "" {
				require.NotContains(w.t, []evaluation.PersonID{o.DoneBy, o.OnBehalfOf}, t.DoneBy, t.ID)
			}
		}
	}
}

func departmentOf(c *evaluationtest.Case, id evaluation.PersonID) string {
	for _, p := range c.People {
		if p.Person == id {
			return p.DepartmentID
		}
	}
	return ""
}

// seat: a quorum counts each person once, and only the person whose seat it is.
func (w *watcher) seat(t evaluation.Task, seen map[string]bool) {
	if t.Seat == 0 {
		return
	}
	key := fmt.Sprint(t.Stage, "/", t.Item, "/", t.Step, "#", t.Round, " ", t.Assignee)
	require.False(w.t, seen[key], "%s counts twice", key)
	seen[key] = true
	require.NotEmpty(w.t, t.Assignee)
	if t.DoneBy != "" {
		require.Equal(w.t, t.Assignee, t.DoneBy)
	}
}

// agenda: a live task has every escalation of its stage and its deadline, in
// the agenda or found overdue.
func (w *watcher) agenda(t evaluation.Task) {
	sd, _ := w.c.Definition.Stage(t.Stage)
	count := map[evaluation.AgendaKind]int{}
	for _, a := range t.Agenda {
		count[a.Kind]++
		require.False(w.t, !a.DoneAt.IsZero() && a.DoneAt.Before(a.At), "handled before its time")
		if a.Kind == evaluation.AgendaOverdue {
			require.Equal(w.t, t.DueAt, a.At)
			require.Equal(w.t, t.OverdueAt, a.DoneAt)
		}
	}
	require.Equal(w.t, 1, count[evaluation.AgendaOverdue], t.ID)
	require.Equal(w.t, len(sd.Escalations), count[evaluation.AgendaEscalation], t.ID)
	require.LessOrEqual(w.t, count[evaluation.AgendaReminder], len(sd.Reminders), t.ID)
}

// finalRounds: once nothing of a round is live, no task joins it.
func (w *watcher) finalRounds() {
	size, live := map[string]int{}, map[string]bool{}
	for _, t := range w.c.Evaluation.Tasks {
		key := fmt.Sprint(t.Stage, "/", t.Item, "/", t.Step, "#", t.Round)
		size[key]++
		live[key] = live[key] || t.State.Live()
	}
	for key, n := range w.rounds {
		require.Equal(w.t, n, size[key], "the completed round %s grew", key)
		require.False(w.t, live[key], "the completed round %s lives again", key)
	}
	for key, n := range size {
		if !live[key] {
			w.rounds[key] = n
		}
	}
}

// stages: none opens before its time or before those it comes after are
// settled; one that is settled has nothing live and stays as it is.
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
		}
		switch s.State {
		case evaluation.StageWaiting:
			require.Zero(w.t, tasks, "a task before its stage")
			continue
		case evaluation.StageClosed:
			require.Zero(w.t, live, "a live task in a settled stage")
			w.closed[s.ID] = deepCopy(s)
			w.throughToTheLastStep(s.ID)
		case evaluation.StageActive:
		}
		require.False(w.t, s.OpenedAt.Before(s.OpensAt))
		for _, id := range s.After {
			require.Equal(w.t, evaluation.StageClosed, w.c.Evaluation.Stage(id).State, "%s opened before %s was settled", s.ID, id)
		}
	}
}

// throughToTheLastStep: in a settled stage every item's last task ended the
// last step, by a completion.
func (w *watcher) throughToTheLastStep(id evaluation.StageID) {
	sd, _ := w.c.Definition.Stage(id)
	last := map[evaluation.ItemID]evaluation.Task{}
	for _, t := range w.c.Evaluation.Tasks {
		if t.Stage == id {
			last[t.Item] = t
		}
	}
	for item, t := range last {
		require.Equal(w.t, sd.Steps[len(sd.Steps)-1].ID, t.Step, "item %q", item)
		require.Equal(w.t, evaluation.StateCompleted, t.State, "item %q", item)
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

// sameDossier: what is filed and published is what was sealed.
func (w *watcher) sameDossier() {
	e := w.c.Evaluation
	if e.Publication != nil {
		require.Equal(w.t, e.Dossier.Digest, e.Publication.Digest)
	}
	if e.Filing != nil {
		require.Equal(w.t, e.Dossier.Digest, e.Filing.Digest)
	}
}

// atRest holds when the timeline has nothing left to do now.
func (w *watcher) atRest() {
	e := w.c.Evaluation
	require.Empty(w.t, evaluation.Tick(w.c.Situation(evaluation.System())), "what was due was handled once")
	moves, wake := evaluation.Next(evaluation.FactsOf(e), w.c.Now)
	require.Empty(w.t, moves)
	require.True(w.t, wake.IsZero() || wake.After(w.c.Now))
	for _, t := range e.Tasks {
		if t.State.Live() {
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
