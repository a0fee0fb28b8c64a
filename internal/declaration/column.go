package declaration

import (
	"slices"
	"strconv"
	"strings"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/table"
)

// ReasonNotAsked is a column that a process has no place for.
const ReasonNotAsked = "column_not_asked"

// CheckColumns holds a sheet against the columns that a process asks for:
// there is something in it and nothing that it has no place for; and where any are
// asked for, there are rows, targets and results are filled in, and whatever lost
// points says why.
//
// Fault: invalid sheet_incomplete, with a field for each cell.
func (d Declaration) CheckColumns(asked []evaluation.SheetColumn, total, grade string) error {
	var wrong []fault.Field
	for _, c := range d.Columns() {
		if !slices.Contains(asked, c) {
			wrong = append(wrong, fault.Field{Name: "sheet", Reason: ReasonNotAsked, Params: map[string]string{"column": c.Label()}})
		}
	}
	switch {
	case len(asked) == 0 && d.Empty():
		wrong = append(wrong, fault.Field{Name: "sheet", Reason: "sheet_empty"})
	case len(asked) > 0 && len(d.Items) == 0 && d.Scores == nil:
		wrong = append(wrong, fault.Field{Name: "sheet.items", Reason: "rows_missing"})
	}
	if len(asked) > 0 {
		for _, f := range d.Table(total, grade).Locate() {
			if column, demanded := demands(f.Code); demanded && slices.Contains(asked, column) {
				wrong = append(wrong, fault.Field{Name: strings.TrimSuffix("sheet."+cellOf(f), "."), Reason: string(f.Code), Params: map[string]string{
					"row": textOf(f.Row), "message": f.Message,
				}})
			}
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "sheet_incomplete", "%d cells of the sheet are wanting", len(wrong)).WithFields(wrong...)
}

// demands tells what a finding wants to be filled in, and so by which column a
// process asks for it. All else is told and may stand.
func demands(c table.Code) (evaluation.SheetColumn, bool) {
	switch c {
	case table.MissingTarget:
		return evaluation.ColumnTarget, true
	case table.MissingActual, table.MissingScore:
		return evaluation.ColumnActual, true
	case table.MissingReason, table.PlaceholderReason, table.DeductedThoughMet:
		return evaluation.ColumnReason, true
	case table.TotalMismatch, table.WeightMismatch, table.RateMismatch, table.SummaryRowMismatch, table.ScoreOutOfRange,
		table.ActualCopiesTarget, table.Overachieved, table.FactScoredTwice, table.UnitMismatch, table.GradeMismatch,
		table.LowExecutionFullOutput, table.BandAsValue, table.YearMismatch, table.CountInconsistent, table.DateOrder:
	}
	return "", false
}

// cellOf names the cell of a finding as the sheet does: items.3.reason.
func cellOf(f table.Located) string {
	if f.Code == table.DeductedThoughMet {
		f.Field = reasonField
	}
	at := strconv.Itoa(f.Index) + "." + fieldOf(f.Field)
	switch f.Part {
	case table.BudgetRow:
		return "money." + at
	case table.IndicatorRow:
		return "items." + at
	case table.Whole:
		if f.Field == "goal_expected" || f.Field == "goal_actual" {
			return "about." + fieldOf(f.Field)
		}
	}
	return ""
}

const reasonField = "deviation_reason"

// fieldOf is what a sheet calls a field of a published table.
func fieldOf(field string) string {
	switch field {
	case reasonField:
		return "reason"
	case "goal_expected":
		return "expected"
	case "goal_actual":
		return "reached"
	case "l1":
		return "group"
	}
	return field
}

// Finding is what the checker of tables finds in a sheet, with its cell: ""
// for the sheet as a whole.
type Finding struct {
	table.Finding
	Cell string
	// Demanded tells that a process which asks for the column refuses it.
	Demanded bool
}

// Findings are what the checker of published tables finds, at their cells.
func (d Declaration) Findings(total, grade string, asked []evaluation.SheetColumn) []Finding {
	var out []Finding
	for _, f := range d.Table(total, grade).Locate() {
		column, demanded := demands(f.Code)
		out = append(out, Finding{f.Finding, cellOf(f), demanded && slices.Contains(asked, column)})
	}
	return out
}
