package evaluationtest

import "jiheng/internal/evaluation"

// Slice is an evaluation as a command on one item sees it: the tasks, the
// materials, the copies and the reading of that item only, everything else
// whole.
func Slice(e *evaluation.Evaluation, item evaluation.ItemID) *evaluation.Evaluation {
	out := *e
	out.Tasks, out.Materials, out.Copies, out.Reads = nil, nil, nil, nil
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
	for _, c := range e.Copies {
		if c.Item == item {
			out.Copies = append(out.Copies, c)
		}
	}
	for _, r := range e.Reads {
		if r.Item == item {
			out.Reads = append(out.Reads, r)
		}
	}
	return &out
}
