package composition

import (
	"encoding/json"

	"jiheng/internal/evaluation"
)

// Declared is what a unit declared of itself (自评申报): the last submission
// that holds a sheet, and its total and grade.
type Declared struct {
	Total, Grade string
	Sheet        json.RawMessage

	problems, measures string
}

// DeclarationOf finds the declaration that was approved: that of the last
// completed task which handed in a sheet.
func DeclarationOf(e *evaluation.Evaluation) Declared {
	var d Declared
	for i := range e.Tasks {
		t := &e.Tasks[i]
		if t.State != evaluation.StateCompleted || len(t.Submission.Sheet) == 0 {
			continue
		}
		s := t.Submission
		d = Declared{
			Total: s.Field("total"), Grade: s.Field("grade"), Sheet: s.Sheet,
			problems: s.Field("problems"), measures: s.Field("measures"),
		}
	}
	return d
}
