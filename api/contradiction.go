package api

import (
	"context"
	"slices"
	"strings"

	"jiheng/internal/declaration"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// checkSheet holds a sheet that is handed in against the form that asks for it:
// its columns, and the reason of every contradiction where the process wants
// those.
func checkSheet(now *evaluation.Situation, cmd evaluation.Command) error {
	t := now.Evaluation.Task(cmd.Task)
	if t == nil || len(cmd.Submission.Sheet) == 0 {
		return nil
	}
	step, _ := now.Definition.Step(t.Stage, t.Step)
	i := slices.IndexFunc(step.Form, func(f evaluation.FormField) bool { return f.Kind == evaluation.FieldSheet })
	if i < 0 {
		return nil
	}
	d, err := declaration.Parse(cmd.Submission.Sheet)
	if err != nil {
		return withinSheet(err)
	}
	field := step.Form[i]
	if d.Empty() && !field.Required {
		return nil
	}
	total, grade := cmd.Submission.Field(fieldTotal), cmd.Submission.Field(fieldGrade)
	if err := d.CheckColumns(field.Columns, total, grade); err != nil {
		return err
	}
	if !field.Answered {
		return nil
	}
	return d.CheckAnswers(total, grade)
}

// ListContradictions tells what contradicts itself in a sheet as it is being
// filled in. It is neither kept nor written to any journal.
func (*server) ListContradictions(_ context.Context, r ListContradictionsRequestObject) (ListContradictionsResponseObject, error) {
	d, err := declaration.Parse(r.Body.Sheet)
	if err != nil {
		return nil, withinSheet(err)
	}
	return ListContradictions200JSONResponse{
		Contradictions: contradictionViews(d, r.Body.Total, r.Body.Grade), Findings: sheetFindings(d, *r.Body),
	}, nil
}

func sheetFindings(d declaration.Declaration, in ListContradictionsJSONRequestBody) []SheetFinding {
	out := []SheetFinding{}
	for _, f := range d.Findings(in.Total, in.Grade, columnsOf(in.Columns)) {
		out = append(out, SheetFinding{
			Cell: f.Cell, Code: string(f.Code), Row: textOf(f.Row), Message: f.Message, Stated: textOf(f.Stated), Computed: textOf(f.Computed), Demanded: f.Demanded,
		})
	}
	return out
}

// columnsIn are the columns of a list with commas.
func columnsIn(list string) []evaluation.SheetColumn {
	var out []evaluation.SheetColumn
	for name := range strings.SplitSeq(list, ",") {
		out = append(out, evaluation.SheetColumn(name))
	}
	return out
}

// columnsOf are the columns as the evaluation names them.
func columnsOf(asked []SheetColumn) []evaluation.SheetColumn {
	out := make([]evaluation.SheetColumn, len(asked))
	for i, c := range asked {
		out[i] = evaluation.SheetColumn(c)
	}
	return out
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
