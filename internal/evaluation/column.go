package evaluation

import "slices"

// SheetColumn is what a score table may have beyond group, indicator, points
// and what they rest on (表栏). A process says in the form which it asks for.
type SheetColumn string

// The columns, as the common printed form of a project has them.
const (
	ColumnSecond SheetColumn = "second" // the second level of indicators
	ColumnUnit   SheetColumn = "unit"   // what an indicator is counted in
	ColumnTarget SheetColumn = "target" // what was planned for the year
	ColumnActual SheetColumn = "actual" // what was reached
	ColumnReason SheetColumn = "reason" // why it differs, and what is done about it
	ColumnMoney  SheetColumn = "money"  // the rows about money
	ColumnAbout  SheetColumn = "about"  // the project and its yearly goal
)

// SheetColumns lists all columns.
func SheetColumns() []SheetColumn {
	return []SheetColumn{ColumnSecond, ColumnUnit, ColumnTarget, ColumnActual, ColumnReason, ColumnMoney, ColumnAbout}
}

// Printed tells that somewhere a sheet is asked for in the columns of a printed
// form.
func (d *Definition) Printed() bool {
	return slices.ContainsFunc(d.Stages, func(sd StageDefinition) bool {
		return slices.ContainsFunc(sd.Steps, func(o StepDefinition) bool {
			return slices.ContainsFunc(o.Form, func(f FormField) bool { return len(f.Columns) > 0 })
		})
	})
}
