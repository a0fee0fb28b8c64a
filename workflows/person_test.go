package workflows_test

import (
	"encoding/json"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

// act is what somebody does at a task at an instant.
type act struct {
	at    string
	by    evaluation.Actor
	stage evaluation.StageID
	item  evaluation.ItemID
	step  evaluation.StepID
	what  []evaluation.Command
}

// alone plays acts on the core alone, without Temporal.
func alone(t evaluationtest.T, acts []act) *evaluationtest.Case {
	t.Helper()
	c := evaluationtest.New(t).Running()
	for _, a := range acts {
		w := c.At(a.at).As(a.by).On(a.stage, a.item, a.step)
		for _, command := range a.what {
			require.NoError(t, w.Tries(command), "%s %s %s", a.at, a.by.Person, a.step)
		}
	}
	return c
}

// play has people act at their instants.
func (r *rig) play(acts []act) {
	r.t.Helper()
	for _, a := range acts {
		r.at(a.at, func() { require.True(r.t, r.do(a), "no live task: %s %s %s %s", a.at, a.stage, a.item, a.step) })
	}
}

// playPatiently has people come back every hour until the task is there.
func (r *rig) playPatiently(acts []act) {
	r.t.Helper()
	for _, a := range acts {
		var come func()
		come = func() {
			if !r.do(a) {
				r.after(time.Hour, come)
			}
		}
		r.at(a.at, come)
	}
}

// do does what somebody does, unless the task is not there.
func (r *rig) do(a act) bool {
	for _, t := range r.evaluation().Tasks {
		here := t.Stage == a.stage && t.Item == a.item && t.Step == a.step && t.State.Live()
		if !here || t.Seat > 0 && t.Assignee != a.by.Person {
			continue
		}
		for _, command := range a.what {
			command.Task = t.ID
			_, err := r.store.Apply(r.id(), a.by.Person, command)
			require.NoError(r.t, err, "%s %s %s", a.at, a.by.Person, a.step)
		}
		return true
	}
	return false
}

func claim() evaluation.Command { return evaluation.Command{Action: evaluation.Claim} }

func approve() evaluation.Command { return evaluation.Command{Action: evaluation.Approve} }

func sendBack(reason string) evaluation.Command {
	return evaluation.Command{Action: evaluation.Return, Reason: reason}
}

func complete(sub evaluation.Submission) evaluation.Command {
	return evaluation.Command{Action: evaluation.Complete, Submission: sub}
}

func supply(kinds ...string) []evaluation.Command {
	var out []evaluation.Command
	for _, k := range kinds {
		out = append(out, evaluation.Command{Action: evaluation.Supply, Material: evaluationtest.Paper(k)})
	}
	return out
}

func group(members []evaluation.Appointment) evaluation.Submission {
	return evaluation.Submission{Members: members}
}

func conclusion() evaluation.Submission {
	return evaluationtest.Fields("conclusion", "the goal was met")
}

// compiled is the published result: 97 points, completion 98.24 percent.
func compiled() evaluation.Submission {
	sub := evaluationtest.Fields("total", "97", "grade", evaluationtest.Grade)
	sub.Sheet = json.RawMessage(`{"figures":[{"name":"completion","kind":"ratio","unit":"%","stated":"98.24",` +
		`"operands":["19528200.00","19877600.00"],"digits":2}],"items":[{"group":"budget","name":"execution","stated":"as planned"}]}`)
	return sub
}
