package evaluation_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
)

func rectifying(tasks ...evaluation.Task) *evaluation.Evaluation {
	due := time.Date(2026, 4, 2, 0, 0, 0, 0, time.UTC)
	return &evaluation.Evaluation{
		Process: evaluation.ProcessRef{Name: evaluation.RectificationProcess},
		Stages:  []evaluation.Stage{{ID: "reply", DueAt: due}, {ID: "review"}, {ID: "look_back"}},
		Items:   []evaluation.Item{{ID: "p-1", Kind: evaluation.ItemProblem, Title: "无佐证"}},
		Tasks:   tasks,
	}
}

func done(stage evaluation.StageID, step evaluation.StepID, at time.Time, outcome string) evaluation.Task {
	t := evaluation.Task{Stage: stage, Step: step, Item: "p-1", State: evaluation.StateCompleted, SettledAt: at, DueAt: rectifying().Stages[0].DueAt}
	if outcome != "" {
		t.Submission.Fields = []evaluation.FieldValue{{Name: "outcome", Value: outcome}}
	}
	return t
}

// The state of a problem follows from what was done and when; nobody types it.
func TestRectifications(t *testing.T) {
	t.Parallel()
	due := rectifying().Stages[0].DueAt
	before, after := due.Add(-time.Second), due.AddDate(0, 3, 0)
	filled := done("reply", "fill", before, "")
	signed, late := done("reply", "sign", before, ""), done("reply", "sign", due.Add(time.Hour), "")
	for name, c := range map[string]struct {
		tasks []evaluation.Task
		now   time.Time
		state evaluation.RectificationState
		late  bool
	}{
		"nothing yet":                          {nil, before, evaluation.RectificationUnderway, false},
		"the last moment":                      {nil, due.Add(-1), evaluation.RectificationUnderway, false},
		"the day is over":                      {nil, due, evaluation.RectificationUnreported, false},
		"more time was granted":                {[]evaluation.Task{{Stage: "reply", Step: "fill", Item: "p-1", State: evaluation.StateClaimed, DueAt: due.AddDate(0, 0, 5)}}, due, evaluation.RectificationUnderway, false},
		"filled in but not signed":             {[]evaluation.Task{filled}, due, evaluation.RectificationUnreported, false},
		"signed in time":                       {[]evaluation.Task{filled, signed}, after, evaluation.RectificationUnderway, false},
		"signed late":                          {[]evaluation.Task{filled, late}, after, evaluation.RectificationUnderway, true},
		"found put right":                      {[]evaluation.Task{signed, done("look_back", "verify", after, "已整改")}, after, evaluation.RectificationDone, false},
		"found not put right":                  {[]evaluation.Task{signed, done("look_back", "verify", after, "未整改")}, after, evaluation.RectificationNotDone, false},
		"never reported, yet found put right":  {[]evaluation.Task{done("look_back", "verify", after, "已整改")}, after, evaluation.RectificationDone, false},
		"looked at twice, the last one counts": {[]evaluation.Task{done("look_back", "verify", before, "未整改"), done("look_back", "verify", after, "已整改")}, after, evaluation.RectificationDone, false},
	} {
		got := evaluation.Rectifications(rectifying(c.tasks...), c.now)
		require.Len(t, got, 1, name)
		require.Equal(t, c.state, got[0].State, name)
		require.Equal(t, c.late, got[0].Late, name)
		require.Equal(t, c.state == evaluation.RectificationDone, got[0].State.Rectified(), "unreported counts as not put right")
	}
	other := rectifying()
	other.Process.Name = "overall-self-evaluation"
	require.Empty(t, evaluation.Rectifications(other, due))
}
