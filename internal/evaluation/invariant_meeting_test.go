package evaluation_test

import (
	"slices"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
)

// meeting counts who of the group has a voice in a round and has used it, and
// how many must; nobody must where the group does not decide.
func (w *watcher) meeting(t *evaluation.Task) (present, required int) {
	step, _ := w.c.Definition.Step(t.Stage, t.Step)
	if w.c.Definition.Group == nil || !w.c.Definition.DecidedByGroup(step) {
		return 0, 0
	}
	used := map[evaluation.PersonID]bool{}
	for _, o := range w.c.Evaluation.Tasks {
		voice := o.Assignee
		if o.Owner != "" {
			voice = o.Owner
		}
		there := slices.ContainsFunc(w.c.Evaluation.Members, func(m evaluation.Member) bool { return m.Person == voice && m.Until.IsZero() })
		seated := w.counts(o) || o.State == evaluation.StateCancelled && o.Opinion == "decided_by_others"
		if sameRound(o, *t) && o.AddedBy == "" && there && seated {
			used[voice] = used[voice] || o.State == evaluation.StateCompleted || o.State == evaluation.StateReturned
		}
	}
	for _, yes := range used {
		if yes {
			present++
		}
	}
	for !w.c.Definition.Group.Quorum.Reached(required, len(used)) {
		required++
	}
	return present, required
}

// meetings: a round of the group never closes as passed below its quorum.
func (w *watcher) meetings(events []evaluation.Event) {
	for _, event := range events {
		var of evaluation.TaskID
		switch v := event.(type) {
		case evaluation.TaskReturned:
			return // the matter goes back
		case evaluation.TaskApproved:
			of = v.Task
		case evaluation.TaskCancelled:
			if v.Reason == "decided_by_others" {
				of = v.Task
			}
		}
		t := w.c.Evaluation.Task(of)
		if t == nil || slices.ContainsFunc(w.c.Evaluation.Tasks, func(o evaluation.Task) bool { return sameRound(o, *t) && o.State.Live() }) {
			continue
		}
		present, required := w.meeting(t)
		require.GreaterOrEqual(w.t, present, required, "%s was passed by too few", t.ID)
	}
}
