package policy_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/policy"
)

// met is a situation that people meet: who looks at which task.
type met struct {
	title string
	as    evaluation.Actor
	at    func(w *world) evaluation.TaskID
}

func claimedBy(a evaluation.Actor) func(w *world) evaluation.TaskID {
	return func(w *world) evaluation.TaskID {
		task := w.task("water", "submit")
		w.do(a, evaluation.Claim, task)
		return task
	}
}

func unclaimed(w *world) evaluation.TaskID { return w.task("water", "submit") }

func handedIn(w *world) evaluation.TaskID {
	task := w.task("water", "submit")
	w.take(ann, evaluation.Complete, task)
	return task
}

func underReview(w *world) evaluation.TaskID {
	handedIn(w)
	task := w.task("water", "review")
	w.do(bob, evaluation.Claim, task)
	return task
}

// changed is a task that ann has, put into another condition.
func changed(change func(w *world, t *evaluation.Task)) func(w *world) evaluation.TaskID {
	return func(w *world) evaluation.TaskID {
		task := claimedBy(ann)(w)
		change(w, w.state.Task(task))
		return task
	}
}

func everyMeeting() []met {
	auditor := holding(someone("aud"), policy.Auditor, unit)
	office := holding(someone("off"), policy.UnitOffice, unit)
	delegated := changed(func(_ *world, t *evaluation.Task) { t.Owner, t.Assignee = "ann", "abe" })
	suspended := changed(func(_ *world, t *evaluation.Task) { t.SuspendedAt = noon })
	finished := changed(func(w *world, _ *evaluation.Task) { w.state.State = evaluation.Finished })
	halted := changed(func(w *world, _ *evaluation.Task) { w.state.State = evaluation.Suspended })
	seat := changed(func(_ *world, t *evaluation.Task) { t.Seat = 1 })
	waiting := changed(func(w *world, t *evaluation.Task) {
		w.state.Tasks = append(w.state.Tasks, evaluation.Task{
			ID: "asked", Stage: t.Stage, Item: t.Item, Step: t.Step, Round: 1, Seat: 9, State: evaluation.StateClaimed,
			Assignee: "elder", AddedBy: "ann", Anchor: t.ID, Place: evaluation.PlaceBefore,
		})
	})
	return []met{
		{"待签收，本人是候选办理人", ann, unclaimed},
		{"待签收，本人是其他科室的人员", rob, unclaimed},
		{"本人已签收", ann, claimedBy(ann)},
		{"他人已签收，本人也是候选办理人", abe, claimedBy(ann)},
		{"他人已签收，本人是其他科室的人员", rob, claimedBy(ann)},
		{"他人已签收，本人是办公室人员", office, claimedBy(ann)},
		{"他人已签收，本人是审计人员", auditor, claimedBy(ann)},
		{"本人已办结", ann, handedIn},
		{"他人已办结，本人也是候选办理人", abe, handedIn},
		{"审核环节，本人已签收", bob, underReview},
		{"本人已委派他人", ann, delegated},
		{"他人委派本人", abe, delegated},
		{"会签任务，本人的一份", ann, seat},
		{"会签任务，他人的一份", abe, seat},
		{"等前加签的人员", ann, waiting},
		{"任务已挂起", ann, suspended},
		{"自评已挂起", ann, halted},
		{"自评已办结", ann, finished},
	}
}

// TestWhatEverybodyIsToldOfEveryAction writes down each sentence that somebody
// reads who cannot do something, to be read by people.
func TestWhatEverybodyIsToldOfEveryAction(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	text.WriteString("# 不能进行的操作及原因\n")
	for _, m := range everyMeeting() {
		w := newWorld(t)
		w.open("self_check")
		task := m.at(w)
		s := w.seenBy(m.as)
		fmt.Fprintf(&text, "\n## %s\n\n", m.title)
		var sentences []string
		actions := make(map[string][]string)
		for _, p := range w.policy.Explain(s, task) {
			if p.Allowed {
				continue
			}
			told := w.policy.Told(s, task, p)
			require.Regexp(t, `\p{Han}.*。$`, told, "%s: %s", m.title, p.Action)
			if actions[told] == nil {
				sentences = append(sentences, told)
			}
			actions[told] = append(actions[told], string(p.Action))
		}
		for _, told := range sentences {
			fmt.Fprintf(&text, "- %s\n  %s\n", told, strings.Join(actions[told], ", "))
		}
	}
	golden(t, "testdata/told.md", text.String())
}

func TestWhoLooksAfterAnEvaluationIsNamedToTheOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open("self_check")
	s := w.seenBy(ann)
	for _, p := range w.policy.ExplainEvaluation(s) {
		if p.Action == evaluation.Terminate {
			require.Equal(t, "这项操作由主要负责人进行，您现有的岗位不在其中。", w.policy.Told(s, "", p))
		}
	}
	require.Equal(t, policy.ReasonWording("role_missing"), w.policy.Told(s, "", evaluation.Permission{Reason: policy.ReasonRoleMissing}))
}

func golden(t *testing.T, file, text string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	}
	want, err := os.ReadFile(file) //nolint:gosec // A file of this package.
	require.NoError(t, err)
	require.Equal(t, string(want), text)
}
