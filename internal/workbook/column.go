package workbook

import "jiheng/internal/evaluation"

// Kind is a kind of form (表单种类).
type Kind string

// The forms.
const (
	KindProjects    Kind = "project-list"
	KindScores      Kind = "score-table"
	KindDepartments Kind = "department-list"
	KindPeople      Kind = "person-list"
	KindFigures     Kind = "data-table"
)

// KindChecklist is given out and not read back: which papers a process asks for
// is in its published definition, and what counts of them are the files.
const KindChecklist Kind = "material-checklist"

// Templates lists the forms that are given out empty.
func Templates() []Kind { return append(Kinds(), KindChecklist) }

// Kinds lists all kinds of form that are read.
func Kinds() []Kind {
	return []Kind{KindProjects, KindScores, KindDepartments, KindPeople, KindFigures}
}

// value is what a column holds.
type value int

const (
	valueText value = iota
	valueProse
	valueMoney  // yuan; the heading may say 万元
	valuePoints // a number of zero or more
	valueIndex  // a running number, not read
	valueShown  // a text as the sheet shows it: 98% and days are kept as numbers
)

// column is a column of a form.
type column struct {
	key string
	// names are what the heading may be called, the first being ours.
	names    []string
	value    value
	required bool
	width    float64
	// down takes the value of the row above where the cell is empty: a group
	// that is written once.
	down bool
	// headed lets rows leave a required text out that only head others.
	headed  bool
	longest int
	// asked is set for a column that only some processes ask for.
	asked evaluation.SheetColumn
	// bytes bounds a text that is kept where bytes count, 0 for none.
	bytes int
}

// bytesOfSign is how many bytes a Chinese character takes.
const bytesOfSign = 3

// form is a form with its columns.
type form struct {
	kind    Kind
	title   string
	columns []column
	note    string
	// rows are the empty rows of the template.
	rows int
}

func formOf(k Kind) (form, bool) {
	for _, f := range forms() {
		if f.kind == k {
			return f, true
		}
	}
	return form{}, false
}
