package evaluation_test

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

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
		by := t.DoneBy
		if t.OnBehalfOf != "" {
			by = t.OnBehalfOf
		}
		require.Equal(w.t, t.Assignee, by)
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
