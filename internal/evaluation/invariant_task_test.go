package evaluation_test

import (
	"fmt"
	"slices"

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
	if t.State == evaluation.StateCompleted || t.State == evaluation.StateReturned {
		for _, r := range w.c.Evaluation.Recusals {
			require.False(w.t, r.Item == t.Item && (r.Person == t.DoneBy || r.Person == t.OnBehalfOf), "%s settled %s in spite of his recusal", r.Person, t.ID)
		}
	}
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

// seat: a quorum counts each person once, whomever they act for, and only for
// the person whose seat it is.
func (w *watcher) seat(t evaluation.Task, seen map[string]bool) {
	voice := t.Assignee
	if t.Owner != "" {
		voice = t.Owner
		require.NotEqual(w.t, t.Owner, t.Assignee, "what was delegated is somebody else's to prepare")
	}
	if !w.counts(t) {
		return
	}
	round := fmt.Sprint(t.Stage, "/", t.Item, "/", t.Step, "#", t.Round, " ")
	if voice != "" {
		require.False(w.t, seen[round+string(voice)], "%s of %s counts twice", voice, round)
		seen[round+string(voice)] = true
	}
	if t.DoneBy == "" || t.DoneBy == evaluation.SystemPerson {
		return
	}
	require.False(w.t, seen[round+"by "+string(t.DoneBy)], "%s spoke twice in %s", t.DoneBy, round)
	seen[round+"by "+string(t.DoneBy)] = true
	require.Empty(w.t, t.Owner, "the owner's task was settled by its delegate")
	by := t.DoneBy
	if t.OnBehalfOf != "" {
		by = t.OnBehalfOf
	}
	require.Equal(w.t, t.Assignee, by, "it was settled by somebody else than whose it is")
}

// counts tells whether a task is one of a round that counts: it was neither
// cancelled nor withdrawn, and is not of somebody who has recused himself.
func (w *watcher) counts(t evaluation.Task) bool {
	if t.State == evaluation.StateCancelled {
		return false
	}
	for _, r := range w.c.Records {
		if v, ok := r.Event.(evaluation.TaskWithdrawn); ok && v.Task == t.ID {
			return false
		}
	}
	voice := t.Assignee
	if t.Owner != "" {
		voice = t.Owner
	}
	return !slices.ContainsFunc(w.c.Evaluation.Recusals, func(r evaluation.Recusal) bool { return r.Person == voice && r.Item == t.Item })
}

// agenda: a live task is armed for the due date that it has now: with every
// escalation of its stage, with its deadline, and with every reminder that is
// still to come; with nothing else.
func (w *watcher) agenda(t evaluation.Task) {
	if !t.State.Live() || !t.SuspendedAt.IsZero() || w.c.Evaluation.State != evaluation.Running {
		return
	}
	e := w.c.Evaluation
	sd, _ := w.c.Definition.Stage(t.Stage)
	if !t.Extended {
		require.Equal(w.t, e.Stage(t.Stage).DueOn, t.DueOn, "%s has a due date of its own", t.ID)
	}
	want := map[string]evaluation.AgendaEntry{}
	timetable := evaluation.Timetable{StartOn: e.StartOn, Calendar: w.c.Calendar, Timescale: e.Timescale}
	for _, a := range evaluation.StageAgenda(sd, evaluation.Stage{DueOn: t.DueOn}, timetable) {
		want[a.ID] = a
	}
	for _, a := range t.Agenda {
		require.True(w.t, a.At.Equal(want[a.ID].At), "%s of %s is armed for another date", a.ID, t.ID)
		require.Equal(w.t, want[a.ID].To, a.To)
		delete(want, a.ID)
		if a.At.After(w.c.Now) {
			require.True(w.t, a.DoneAt.IsZero(), "%s of %s was handled before its time", a.ID, t.ID)
		}
		if a.Kind == evaluation.AgendaOverdue {
			require.True(w.t, t.DueAt.Equal(a.At))
			require.Equal(w.t, t.OverdueAt, a.DoneAt)
		}
	}
	for id, a := range want { // what is over when a task is armed need not be told
		require.True(w.t, a.Kind == evaluation.AgendaReminder && !a.At.After(w.c.Now), "%s of %s is not armed", id, t.ID)
	}
}

// votes: a vote closes as soon as it can no longer change, and its count is
// right.
func (w *watcher) votes(events []evaluation.Event) {
	decided := map[string]bool{}
	for _, event := range events {
		v, ok := event.(evaluation.VoteDecided)
		if !ok {
			continue
		}
		t := w.c.Evaluation.Task(v.Task)
		decided[fmt.Sprint(t.Stage, t.Item, t.Step, t.Round)] = true
		agree, against, total, share := w.count(t)
		require.Equal(w.t, []int{agree, against, total}, []int{v.For, v.Against, v.Total}, t.ID)
		require.Equal(w.t, total == 0 || share.Reached(agree, total), v.Passed)
		present, required := w.meeting(t)
		require.Equal(w.t, []int{present, required}, []int{v.Present, v.Required}, t.ID)
		require.GreaterOrEqual(w.t, present, required, "%s was decided by too few", t.ID)
	}
	for i := range w.c.Evaluation.Tasks {
		t := &w.c.Evaluation.Tasks[i]
		step, _ := w.c.Definition.Step(t.Stage, t.Step)
		if !t.State.Live() || !step.Quorum.Votes() || decided[fmt.Sprint(t.Stage, t.Item, t.Step, t.Round)] {
			continue
		}
		agree, against, total, share := w.count(t)
		if w.onlySigners(t) {
			continue // the signers speak first, then the round begins anew
		}
		if present, required := w.meeting(t); present < required {
			continue // the group goes on until enough have taken part
		}
		require.False(w.t, share.Reached(agree, total), "%s could have passed", t.ID)
		require.True(w.t, share.Reached(total-against, total), "%s could have failed", t.ID)
	}
}

// onlySigners tells whether nobody is left in a round but those who were added.
func (w *watcher) onlySigners(t *evaluation.Task) bool {
	return !slices.ContainsFunc(w.c.Evaluation.Tasks, func(o evaluation.Task) bool {
		return sameRound(o, *t) && w.counts(o) && o.AddedBy == ""
	})
}

func sameRound(a, b evaluation.Task) bool {
	return a.Stage == b.Stage && a.Item == b.Item && a.Step == b.Step && a.Round == b.Round
}

// count counts a vote from the tasks of its round.
func (w *watcher) count(t *evaluation.Task) (agree, against, total int, share evaluation.Share) {
	step, _ := w.c.Definition.Step(t.Stage, t.Step)
	for _, o := range w.c.Evaluation.Tasks {
		open := o.State.Live() || o.State == evaluation.StateCancelled && o.Opinion == "decided_by_others"
		if !sameRound(o, *t) || !open && !w.counts(o) || o.State == evaluation.StateExpired {
			continue
		}
		weight := max(o.Weight, 1)
		total += weight
		switch o.State { //nolint:exhaustive // the others have not voted
		case evaluation.StateCompleted:
			agree += weight
		case evaluation.StateReturned:
			against += weight
		}
	}
	return agree, against, total, step.Rule.Share
}

// inTurn: where people act one after the other, one of them has the task.
func (w *watcher) inTurn() {
	turns := map[string]int{}
	for _, t := range w.c.Evaluation.Tasks {
		step, _ := w.c.Definition.Step(t.Stage, t.Step)
		if t.State.Live() && t.AddedBy == "" && step.Quorum == evaluation.QuorumSequence {
			key := fmt.Sprint(t.Stage, "/", t.Item, "/", t.Step)
			turns[key]++
			require.Equal(w.t, 1, turns[key], "two have the turn in %s", key)
		}
	}
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
