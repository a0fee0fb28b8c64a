package workbook

import (
	"cmp"
	"slices"

	"github.com/xuri/excelize/v2"

	"jiheng/internal/fault"
)

// Problem is one thing that is wrong with a filled form (问题). Cell is where,
// such as B7; empty for what is wrong with the whole.
type Problem struct {
	Cell   string
	Reason string
	Params map[string]string
	// Text is the sentence of a problem that another package found.
	Text string
}

// maxProblems bounds what is told at once.
const maxProblems = 200

// The reasons of problems.
const (
	ReasonEmpty       = "workbook_empty"
	ReasonEncrypted   = "workbook_encrypted"
	ReasonOldFormat   = "workbook_of_old_format"
	ReasonNotWorkbook = "workbook_of_another_kind"
	ReasonTooBig      = "workbook_too_large"
	// ReasonTooManyCells means the sheets unfold to more than any form.
	ReasonTooManyCells = "workbook_cells_too_many"
	// ReasonMacro and those below are what an upload is refused for as well.
	ReasonMacro       = "workbook_with_macro"
	ReasonExternal    = "workbook_with_external_link"
	ReasonObject      = "workbook_with_object"
	ReasonUnsafe      = "workbook_unsafe"
	ReasonNoSheet     = "workbook_without_sheet"
	ReasonDamaged     = "workbook_damaged"
	ReasonNoTable     = "table_not_found"
	ReasonAmbiguous   = "sheet_ambiguous"
	ReasonOldTemplate = "template_outdated"
	ReasonOtherForm   = "template_of_another_form"
	ReasonTooManyRows = "rows_too_many"
	ReasonNoRows      = "rows_missing"
	ReasonFormula     = "cell_formula"
	ReasonCellError   = "cell_error"
	ReasonMissing     = "cell_required"
	ReasonNumber      = "cell_number_invalid"
	ReasonNegative    = "cell_number_negative"
	ReasonTooLarge    = "cell_number_too_large"
	ReasonTooExact    = "cell_number_too_exact"
	ReasonText        = "cell_text_not_printable"
	ReasonTooLong     = "cell_text_too_long"
	ReasonTwice       = "cell_value_twice"
	ReasonUnit        = "column_unit_unclear"
	ReasonAboveWeight = "cell_score_above_weight"
	ReasonDepartment  = "cell_department_unknown"
	ReasonMore        = "problems_more"
	ReasonColumn      = "column_not_read"
	ReasonNotAsked    = "column_not_asked"
	ReasonTotal       = "cell_total_differs"
	ReasonGroupPoints = "cell_group_points_differ"
	ReasonTotalByRule = "cell_total_formula"
	ReasonKind        = "cell_computation_unknown"
	ReasonOperands    = "cell_operands_invalid"
)

// Reasons lists all reasons, so that a test can ask for the words of each.
func Reasons() []string {
	return []string{
		ReasonEmpty, ReasonEncrypted, ReasonOldFormat, ReasonNotWorkbook, ReasonTooBig, ReasonTooManyCells, ReasonMacro, ReasonExternal, ReasonObject, ReasonUnsafe, ReasonNoSheet, ReasonDamaged, ReasonNoTable, ReasonAmbiguous, ReasonOldTemplate, ReasonOtherForm,
		ReasonTooManyRows, ReasonNoRows, ReasonFormula, ReasonCellError, ReasonMissing, ReasonNumber, ReasonNegative, ReasonTooLarge,
		ReasonTooExact, ReasonText, ReasonTooLong, ReasonTwice, ReasonUnit, ReasonAboveWeight, ReasonDepartment, ReasonMore,
		ReasonColumn, ReasonNotAsked, ReasonTotal, ReasonGroupPoints, ReasonTotalByRule, ReasonKind, ReasonOperands,
	}
}

// ReasonUnknownForm means there is no form of this kind.
const ReasonUnknownForm = "form_unknown"

// NoList is the fault for a form that is no list of departments or people.
func NoList(k Kind) error { return unknownForm(k) }

func unknownForm(k Kind) error {
	return fault.New(fault.NotFound, ReasonUnknownForm, "no form %q", k)
}

// problems gathers what is wrong, in whatever order it is found.
type problems []Problem

func (p *problems) add(cell, reason string, params ...string) {
	problem := Problem{Cell: cell, Reason: reason}
	if len(params) > 0 {
		problem.Params = make(map[string]string, len(params)/2)
		for i := 0; i+1 < len(params); i += 2 {
			problem.Params[params[i]] = clipped(params[i+1])
		}
	}
	*p = append(*p, problem)
}

// inOrder gives the first of the problems as somebody goes through the sheet.
func (p *problems) inOrder() []Problem {
	sorted := InOrder(*p)
	if len(sorted) > maxProblems {
		sorted = append(sorted[:maxProblems:maxProblems], Problem{Reason: ReasonMore})
	}
	return sorted
}

// InOrder sorts problems by their cells: row, then column; what is of the
// whole comes first.
func InOrder(list []Problem) []Problem {
	slices.SortStableFunc(list, func(a, b Problem) int {
		aColumn, aRow := placeOf(a.Cell)
		bColumn, bRow := placeOf(b.Cell)
		return cmp.Or(cmp.Compare(aRow, bRow), cmp.Compare(aColumn, bColumn))
	})
	return list
}

// placeOf is where a cell is; 0 and 0 for what is no cell.
func placeOf(cell string) (column, row int) {
	column, row, err := excelize.CellNameToCoordinates(cell)
	if err != nil {
		return 0, 0
	}
	return column, row
}

// clipped keeps what is quoted short.
func clipped(text string) string {
	const most = 40
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
