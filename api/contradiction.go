package api

import (
	"context"
	"slices"

	"jiheng/internal/declaration"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// checkAnswers asks for the reason of every contradiction in a sheet that is
// handed in, where the process does.
func checkAnswers(now *evaluation.Situation, cmd evaluation.Command) error {
	t := now.Evaluation.Task(cmd.Task)
	if t == nil || len(cmd.Submission.Sheet) == 0 {
		return nil
	}
	step, _ := now.Definition.Step(t.Stage, t.Step)
	if !slices.ContainsFunc(step.Form, func(f evaluation.FormField) bool { return f.Answered }) {
		return nil
	}
	d, err := declaration.Parse(cmd.Submission.Sheet)
	if err != nil {
		return withinSheet(err)
	}
	return d.CheckAnswers(cmd.Submission.Field(fieldTotal), cmd.Submission.Field(fieldGrade))
}

// ListContradictions tells what contradicts itself in a sheet as it is being
// filled in. It is neither kept nor written to any journal.
func (*server) ListContradictions(_ context.Context, r ListContradictionsRequestObject) (ListContradictionsResponseObject, error) {
	d, err := declaration.Parse(r.Body.Sheet)
	if err != nil {
		return nil, withinSheet(err)
	}
	return ListContradictions200JSONResponse{Contradictions: contradictionViews(d, r.Body.Total, r.Body.Grade)}, nil
}

func contradictionViews(d declaration.Declaration, total, grade string) []Contradiction {
	out := []Contradiction{}
	for _, c := range d.Contradictions(total, grade) {
		out = append(out, Contradiction{
			Code: c.Code, Row: c.Row, Field: c.Field, Stated: c.Stated, Computed: c.Computed, Message: c.Message, Reason: d.ReasonFor(c),
		})
	}
	return out
}

// contradictionsOf are those of the sheet that counts.
func contradictionsOf(t *evaluation.Task) ([]Contradiction, error) {
	d, err := declaration.Parse(t.Submission.Sheet)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "sheet_unreadable", "sheet of task %s", t.ID)
	}
	return contradictionViews(d, t.Submission.Field(fieldTotal), t.Submission.Field(fieldGrade)), nil
}
