package document

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"time"
)

//go:embed report.html.tmpl
var reportTemplate string

// Report is the self-evaluation report (自评报告). It prints in this order,
// with numbered headings; what is empty is left out.
type Report struct {
	Title string
	Unit  string // the body that evaluates itself
	Year  int    // the budget year under evaluation
	// FiledOn is a civil date, as in DataTable.
	FiledOn  time.Time
	Sections []Section
	// LeadingGroup lists posts, never names (领导小组).
	LeadingGroup []Post
	Timeline     []Milestone
	Results      []Result
	Problems     []string
	Measures     []string
	// Statement is what the unit vouches for (声明), printed last.
	Statement string
}

// Section is a part of the report in words (章节).
type Section struct {
	Heading    string
	Paragraphs []string
	Tables     []Grid
}

// Grid is a plain table (表格). Every row has as many cells as Head; the
// first cell of a row is its heading.
type Grid struct {
	Caption string
	Head    []string
	Rows    [][]string
}

// Post is a seat in the leading group and the office that fills it (职务).
type Post struct {
	Role   string // 组长, 组员
	Office string // 办公室主任
}

// Milestone is a stage of the work with the civil dates it ran (阶段). EndsOn
// may be zero or equal StartsOn for a single day.
type Milestone struct {
	Stage    string
	StartsOn time.Time
	EndsOn   time.Time
	Remark   string
}

// Result is one declared figure beside the computed one (自评结果).
type Result struct {
	Name       string
	Measure    string // the unit of measure: 分, %, 万元
	Stated     Figure
	Computed   Figure
	Difference Figure
	Rule       string // how it was computed
}

// WriteHTML prints the report as one .html file that needs nothing else: no
// script, no picture, no font from elsewhere; it prints on A4. Equal reports
// give equal bytes. Fault: invalid form_invalid, with Fields such as
// sections[0].tables[1].rows[2] and the reasons text_not_printable,
// text_too_long, row_length_differs, number_out_of_range.
func (r Report) WriteHTML(w io.Writer) error {
	if err := r.check(); err != nil {
		return err
	}
	page, err := template.New("report").Funcs(template.FuncMap{
		"date":    dateText,
		"iso":     func(day time.Time) string { return day.Format("2006-01-02") },
		"figure":  func(f Figure) string { return f.print(nothing) },
		"numeral": numeral,
		"single":  func(m Milestone) bool { return m.EndsOn.IsZero() || m.EndsOn.Equal(m.StartsOn) },
	}).Parse(reportTemplate)
	if err != nil {
		return fmt.Errorf("parse report template: %w", err)
	}
	if err := page.Execute(w, reportView{Report: r, chapter: new(int)}); err != nil {
		return fmt.Errorf("print report: %w", err)
	}
	return nil
}

// reportView is what the template sees: the report and a count of headings.
type reportView struct {
	Report
	chapter *int
}

// Chapter gives the number of the next heading.
func (v reportView) Chapter() string {
	*v.chapter++
	return numeral(*v.chapter)
}

func (r Report) check() error {
	var bad troubles
	bad.text("title", r.Title)
	bad.text("unit", r.Unit)
	bad.text("statement", r.Statement)
	bad.paragraphs("problems", r.Problems)
	bad.paragraphs("measures", r.Measures)
	for i, section := range r.Sections {
		bad.section(fmt.Sprintf("sections[%d].", i), section)
	}
	for i, post := range r.LeadingGroup {
		bad.list(fmt.Sprintf("leading_group[%d]", i), []string{post.Role, post.Office})
	}
	for i, m := range r.Timeline {
		bad.list(fmt.Sprintf("timeline[%d]", i), []string{m.Stage, m.Remark})
	}
	for i, result := range r.Results {
		bad.result(fmt.Sprintf("results[%d].", i), result)
	}
	return bad.fault()
}

func (t *troubles) section(at string, s Section) {
	t.text(at+"heading", s.Heading)
	t.list(at+"paragraphs", s.Paragraphs)
	for i, grid := range s.Tables {
		name := fmt.Sprintf("%stables[%d]", at, i)
		t.text(name+".caption", grid.Caption)
		t.list(name+".head", grid.Head)
		for j, row := range grid.Rows {
			t.list(fmt.Sprintf("%s.rows[%d]", name, j), row)
			if len(row) != len(grid.Head) {
				t.add(fmt.Sprintf("%s.rows[%d]", name, j), "row_length_differs")
			}
		}
	}
}

func (t *troubles) result(at string, r Result) {
	t.text(at+"name", r.Name)
	t.text(at+"measure", r.Measure)
	t.text(at+"rule", r.Rule)
	t.figure(at+"stated", r.Stated)
	t.figure(at+"computed", r.Computed)
	t.figure(at+"difference", r.Difference)
}
