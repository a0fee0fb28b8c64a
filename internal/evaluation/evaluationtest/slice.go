package evaluationtest

import "jiheng/internal/evaluation"

// Slice is an evaluation as a command on one item sees it: the tasks and
// materials of that item only, everything else whole.
func Slice(e *evaluation.Evaluation, item evaluation.ItemID) *evaluation.Evaluation {
	out := *e
	out.Tasks, out.Materials = nil, nil
	for _, t := range e.Tasks {
		if t.Item == item {
			out.Tasks = append(out.Tasks, t)
		}
	}
	for _, m := range e.Materials {
		if m.Item == item {
			out.Materials = append(out.Materials, m)
		}
	}
	return &out
}
