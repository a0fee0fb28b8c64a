package evaluationtest

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
)

// Somebody is a person about to do something in a case.
type Somebody struct {
	c  *Case
	by evaluation.Actor
}

// As lets somebody act.
func (c *Case) As(by evaluation.Actor) Somebody { return Somebody{c, by} }

// Worker is a person at a task.
type Worker struct {
	c    *Case
	by   evaluation.Actor
	task evaluation.TaskID
}

// On turns to the live task of a step: the person's own, else the one that
// people claim.
func (s Somebody) On(stage evaluation.StageID, item evaluation.ItemID, step evaluation.StepID) Worker {
	s.c.T.Helper()
	found := Worker{s.c, s.by, ""}
	for i := range s.c.Evaluation.Tasks {
		t := &s.c.Evaluation.Tasks[i]
		switch {
		case t.Stage != stage || t.Item != item || t.Step != step || !t.State.Live():
		case t.Assignee == s.by.Principal():
			return Worker{s.c, s.by, t.ID}
		case t.Seat == 0:
			found.task = t.ID
		}
	}
	require.NotEmpty(s.c.T, found.task, "no live task %s %s %s of %s", stage, item, step, s.by.Person)
	return found
}

// Task gives the task as it stands.
func (w Worker) Task() *evaluation.Task { return w.c.Evaluation.Task(w.task) }

// Tries takes any action and gives the refusal.
func (w Worker) Tries(command evaluation.Command) error {
	w.c.T.Helper()
	command.Task = w.task
	_, err := w.c.Try(w.by, command)
	return err
}

func (w Worker) does(command evaluation.Command) Worker {
	w.c.T.Helper()
	require.NoError(w.c.T, w.Tries(command))
	return w
}

// Does takes any action.
func (w Worker) Does(command evaluation.Command) Worker {
	w.c.T.Helper()
	return w.does(command)
}

// Claims takes the task.
func (w Worker) Claims() Worker {
	w.c.T.Helper()
	return w.does(evaluation.Command{Action: evaluation.Claim})
}

// Releases gives it back.
func (w Worker) Releases() Worker {
	w.c.T.Helper()
	return w.does(evaluation.Command{Action: evaluation.Release})
}

// Comments leaves a remark.
func (w Worker) Comments(text string) Worker {
	w.c.T.Helper()
	return w.does(evaluation.Command{Action: evaluation.Comment, Text: text})
}

// Supplies hands in papers, or every paper of the checklist when none is named.
func (w Worker) Supplies(kinds ...string) Worker {
	w.c.T.Helper()
	if len(kinds) == 0 {
		return w.suppliesAll()
	}
	for _, kind := range kinds {
		w.does(evaluation.Command{Action: evaluation.Supply, Material: Paper(kind)})
	}
	return w
}

// suppliesAll hands in every paper, with all that its cover must bear.
func (w Worker) suppliesAll() Worker {
	t := w.Task()
	step, _ := w.c.Definition.Step(t.Stage, t.Step)
	for _, k := range step.Materials {
		paper := Paper(k.ID)
		for _, mark := range k.Marks {
			paper.Marks = append(paper.Marks, evaluation.MaterialMark{Mark: mark})
		}
		w.does(evaluation.Command{Action: evaluation.Supply, Material: paper})
	}
	return w
}

// Inspects finds on every cover under review what it must bear.
func (w Worker) Inspects() Worker {
	w.c.T.Helper()
	for _, entry := range w.c.Situation(w.by).Inspected(w.Task()) {
		for _, m := range entry.Current {
			if len(entry.Kind.Marks) == 0 {
				continue
			}
			found := evaluation.Command{Action: evaluation.CheckMarks, Material: evaluation.Material{ID: m.ID}}
			for _, mark := range entry.Kind.Marks {
				found.Marks = append(found.Marks, evaluation.MarkCheck{Mark: mark, Confirmed: true})
			}
			w.does(found)
		}
	}
	return w
}

// Completes hands the task in.
func (w Worker) Completes(sub evaluation.Submission) Worker {
	w.c.T.Helper()
	return w.does(evaluation.Command{Action: evaluation.Complete, Submission: sub})
}

// Approves approves.
func (w Worker) Approves() Worker {
	w.c.T.Helper()
	return w.does(evaluation.Command{Action: evaluation.Approve})
}

// Returns sends the matter back.
func (w Worker) Returns(reason string) Worker {
	w.c.T.Helper()
	return w.does(evaluation.Command{Action: evaluation.Return, Reason: reason})
}

// Paper is a file of a kind.
func Paper(kind string) evaluation.Material {
	sum := sha256.Sum256([]byte(kind))
	digest := hex.EncodeToString(sum[:])
	return evaluation.Material{
		Kind: kind, FileName: kind + ".pdf", SHA256: digest, SM3: digest, Size: 1024, MediaType: "application/pdf",
	}
}

// Fields is a submission of form fields given as name, value, name, value.
func Fields(pairs ...string) evaluation.Submission {
	var sub evaluation.Submission
	for i := 0; i+1 < len(pairs); i += 2 {
		sub.Fields = append(sub.Fields, evaluation.FieldValue{Name: pairs[i], Value: pairs[i+1]})
	}
	return sub
}
