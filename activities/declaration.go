package activities

import (
	"encoding/json"

	"jiheng/internal/evaluation"
)

// declared is what a unit declared of itself: the last submission that holds
// a sheet, and its total and grade.
type declared struct {
	total, grade       string
	sheet              json.RawMessage
	problems, measures string
}

// declarationOf finds the declaration that was approved: that of the last
// completed task which handed in a sheet.
func declarationOf(e *evaluation.Evaluation) declared {
	var d declared
	for i := range e.Tasks {
		t := &e.Tasks[i]
		if t.State != evaluation.StateCompleted || len(t.Submission.Sheet) == 0 {
			continue
		}
		s := t.Submission
		d = declared{
			total: s.Field("total"), grade: s.Field("grade"), sheet: s.Sheet,
			problems: s.Field("problems"), measures: s.Field("measures"),
		}
	}
	return d
}
