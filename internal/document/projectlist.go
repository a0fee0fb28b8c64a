package document

import (
	"fmt"
	"io"
	"strconv"

	"github.com/shopspring/decimal"

	"jiheng/internal/typeset"
)

// ProjectList is the list of what is evaluated (评价项目清单), with amounts in
// yuan and their sum.
type ProjectList struct {
	Head
	Rows []ProjectRow
}

// ProjectRow is one project (项目).
type ProjectRow struct {
	Name       string
	Department string
	Amount     decimal.Decimal // yuan
	Remark     string
}

// WriteXLSX prints the list as .xlsx. Equal lists give equal bytes. Fault:
// invalid form_invalid, as for DataTable.
func (l ProjectList) WriteXLSX(w io.Writer) error {
	if err := l.check(); err != nil {
		return err
	}
	return l.workbook(w, projectListName, projectCaptions(), []float64{8, 48, 26, 22, 36}, nil, func(s *sheet) {
		for i, row := range l.Rows {
			s.next()
			s.ordinal(1, i+1)
			s.text(2, row.Name, s.style.label)
			s.text(3, row.Department, s.style.label)
			s.figure(4, Number(row.Amount, 2), nothing)
			s.text(5, row.Remark, s.style.label)
		}
		s.next()
		s.text(1, captionSum, s.style.head)
		s.merge(1, s.row, 3, s.row)
		s.figure(4, Number(l.sum(), 2), nothing)
		s.text(5, "", s.style.label)
	})
}

func (l ProjectList) sum() decimal.Decimal {
	sum := decimal.Zero
	for _, row := range l.Rows {
		sum = sum.Add(row.Amount)
	}
	return sum
}

// Document is the list as a paper.
func (l ProjectList) Document() typeset.Document {
	table := typeset.Table{Unit: unitYuan, Head: [][]typeset.Cell{typeset.Cells(projectCaptions()...)}, Columns: []typeset.Column{
		{Share: 8, Align: typeset.AlignCenter}, {Share: 48}, {Share: 26}, {Share: 22, Align: typeset.AlignRight}, {Share: 36},
	}}
	for i, row := range l.Rows {
		table.Rows = append(table.Rows, typeset.Cells(strconv.Itoa(i+1), row.Name, row.Department, Number(row.Amount, 2).grouped(nothing), row.Remark))
	}
	table.Rows = append(table.Rows, []typeset.Cell{
		{Text: captionSum, Across: 3, Align: typeset.AlignCenter, Bold: true}, {Text: Number(l.sum(), 2).grouped(nothing)}, {},
	})
	return l.paper(table, nil)
}

func (l ProjectList) check() error {
	var bad troubles
	l.Head.check(&bad)
	if len(l.Rows) > maxRows {
		bad.add("rows", "too_many_rows")
	}
	for i, row := range l.Rows {
		at := fmt.Sprintf("rows[%d].", i)
		bad.text(at+"name", row.Name)
		bad.text(at+"department", row.Department)
		bad.text(at+"remark", row.Remark)
		bad.figure(at+"amount", Number(row.Amount, 2))
	}
	return bad.fault()
}
