package workbook

import (
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

const (
	// version is the version of the templates. A form that was filled in on an
	// older one is refused, once its columns mean something else.
	version = 1
	// hidden is the sheet on which a template says what it is.
	hidden = "_jiheng"
)

// WriteTemplate gives out an empty form. Equal forms are equal bytes.
//
// Fault: not_found form_unknown.
func WriteTemplate(kind Kind, w io.Writer) error {
	f, ok := formOf(kind)
	if !ok {
		return unknownForm(kind)
	}
	t := &template{file: excelize.NewFile(), form: f.usual()}
	t.write()
	if t.err == nil {
		t.err = t.file.Write(w)
	}
	t.do(t.file.Close())
	if t.err != nil {
		return fmt.Errorf("write template %s: %w", kind, t.err)
	}
	return nil
}

// WriteScores gives out a score table of points that is filled in, as Read
// reads it. One with more columns is printed by package document.
func WriteScores(s Sheet, w io.Writer) error {
	f, _ := formOf(KindScores)
	f = f.usual()
	f.rows = len(s.Items) + 1
	t := &template{file: excelize.NewFile(), form: f}
	t.write()
	for i, item := range s.Items {
		t.fill(rowHead+1+i, map[string]string{"group": item.Group, "name": item.Name, "weight": item.Weight, "score": item.Score, "stated": item.Stated})
	}
	t.fill(rowHead+f.rows, map[string]string{"group": totalWord, "score": s.Total, "stated": gradeLine(s.Grade)})
	if t.err == nil {
		t.err = t.file.Write(w)
	}
	t.do(t.file.Close())
	if t.err != nil {
		return fmt.Errorf("write score table: %w", t.err)
	}
	return nil
}

// usual is the form without the columns that only some processes ask for.
func (f form) usual() form {
	f.columns = slices.DeleteFunc(slices.Clone(f.columns), func(c column) bool { return c.asked != "" })
	return f
}

// fill writes a row; numbers are written as they stand, digit by digit.
func (t *template) fill(row int, texts map[string]string) {
	for i, c := range t.form.columns {
		text := texts[c.key]
		if text == "" {
			continue
		}
		cell, err := excelize.CoordinatesToCellName(i+1, row)
		t.do(err)
		if _, err := decimal.NewFromString(text); err == nil && c.value == valuePoints {
			t.do(t.file.SetCellDefault(t.form.title, cell, text))
		} else {
			t.do(t.file.SetCellStr(t.form.title, cell, text))
		}
	}
}

// Title is what a form is called.
func Title(kind Kind) string {
	f, _ := formOf(kind)
	return f.title
}

// template is a form being written; the first error sticks.
type template struct {
	file *excelize.File
	form form
	err  error

	title, note, right, head, cell, number int
}

// The rows of a template.
const (
	rowTitle = iota + 1
	rowNote
	rowHead
)

func (t *template) write() {
	f := t.form
	t.do(t.file.SetSheetName("Sheet1", f.title))
	t.styles()
	last := len(f.columns)
	t.band(rowTitle, 1, last, f.title, t.title, 34)
	if at := f.money(); at > 0 {
		t.band(rowNote, 1, last-1, f.note, t.note, 22)
		t.band(rowNote, last, last, unitLine, t.right, 22)
	} else {
		t.band(rowNote, 1, last, f.note, t.note, 22)
	}
	for i, c := range f.columns {
		t.column(i+1, c)
	}
	t.do(t.file.SetRowHeight(f.title, rowHead, 28))
	t.band(rowHead+f.rows+1, 1, last, signatures, t.note, 30)
	t.layOut()
	t.mark()
}

func (f form) money() int {
	for i, c := range f.columns {
		if c.value == valueMoney {
			return i + 1
		}
	}
	return 0
}

// column writes the heading of a column and prepares its empty cells.
func (t *template) column(at int, c column) {
	name, err := excelize.ColumnNumberToName(at)
	t.do(err)
	t.do(t.file.SetColWidth(t.form.title, name, name, c.width))
	heading := name + strconv.Itoa(rowHead)
	t.do(t.file.SetCellStr(t.form.title, heading, c.names[0]))
	t.do(t.file.SetCellStyle(t.form.title, heading, heading, t.head))
	first, last := name+strconv.Itoa(rowHead+1), name+strconv.Itoa(rowHead+t.form.rows)
	style := t.cell
	if c.value == valueMoney || c.value == valuePoints {
		style = t.number
		t.validate(first + ":" + last)
	}
	t.do(t.file.SetCellStyle(t.form.title, first, last, style))
	if c.value == valueIndex {
		for i := range t.form.rows {
			t.do(t.file.SetCellInt(t.form.title, name+strconv.Itoa(rowHead+1+i), int64(i+1)))
		}
	}
}

// validate lets cells take numbers of zero and more.
func (t *template) validate(cells string) {
	v := excelize.NewDataValidation(true)
	v.SetSqref(cells)
	t.do(v.SetRange(0, 999999999999999, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween))
	v.SetError(excelize.DataValidationErrorStyleStop, numberTitle, numberHelp)
	t.do(t.file.AddDataValidation(t.form.title, v))
}

func (t *template) band(row, from, to int, text string, style int, height float64) {
	first, err := excelize.CoordinatesToCellName(from, row)
	t.do(err)
	last, err := excelize.CoordinatesToCellName(to, row)
	t.do(err)
	t.do(t.file.SetCellStr(t.form.title, first, text))
	t.do(t.file.SetCellStyle(t.form.title, first, last, style))
	if from != to {
		t.do(t.file.MergeCell(t.form.title, first, last))
	}
	t.do(t.file.SetRowHeight(t.form.title, row, height))
}

// mark writes on a hidden sheet which form this is, in which version.
func (t *template) mark() {
	_, err := t.file.NewSheet(hidden)
	t.do(err)
	t.do(t.file.SetCellStr(hidden, "A1", string(t.form.kind)))
	t.do(t.file.SetCellInt(hidden, "A2", version))
	t.do(t.file.SetSheetVisible(hidden, false, true))
	// Fixed properties: the library would put in its own name and date.
	const epoch = "1980-01-01T00:00:00Z"
	t.do(t.file.SetDocProps(&excelize.DocProperties{Title: t.form.title, Creator: "Jiheng", LastModifiedBy: "Jiheng", Created: epoch, Modified: epoch, Language: "zh-CN"}))
	t.do(t.file.SetAppProps(&excelize.AppProperties{Application: "Jiheng"}))
}

// templateFits looks whether a workbook says of itself that it is another form
// or an older one. Workbooks that say nothing are read by their headings.
func (f form) templateFits(file *excelize.File, wrong *problems) bool {
	kind, err := file.GetCellValue(hidden, "A1")
	if err != nil || kind == "" {
		return true
	}
	if Kind(kind) != f.kind {
		wrong.add("", ReasonOtherForm, "form", Title(Kind(kind)))
		return false
	}
	if v, err := file.GetCellValue(hidden, "A2"); err != nil || v != strconv.Itoa(version) {
		wrong.add("", ReasonOldTemplate)
		return false
	}
	return true
}

func (t *template) do(err error) {
	if t.err == nil && err != nil {
		t.err = err
	}
}
