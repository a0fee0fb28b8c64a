package activities

import (
	"strconv"
	"strings"
	"time"

	"jiheng/internal/declaration"
	"jiheng/internal/document"
	"jiheng/internal/evaluation"
	"jiheng/internal/scoring"
)

const (
	mediaXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	mediaHTML = "text/html"
)

// compose writes the three papers that are filed and published: data table,
// score table and report. They show what was declared beside what computes.
func compose(s *evaluation.Situation, names evaluation.Names, now time.Time) ([]paper, error) {
	declared := declarationOf(s.Evaluation)
	content, err := parseDeclared(declared)
	if err != nil {
		return nil, err
	}
	c := composition{s.Evaluation, s.Definition, names, declared, content, now, civil(s.Evaluation, now)}
	return []paper{
		{"data-table.xlsx", titleDataTable, mediaXLSX, c.dataTable().WriteXLSX},
		{"score-table.xlsx", titleScoreTable, mediaXLSX, c.scoreTable().WriteXLSX},
		{"report.html", titleReport, mediaHTML, c.report().WriteHTML},
	}, nil
}

// parseDeclared reads the sheet; a process that asks for none has empty tables.
func parseDeclared(d declared) (declaration.Declaration, error) {
	if len(d.sheet) == 0 {
		return declaration.Declaration{}, nil
	}
	return declaration.Parse(d.sheet)
}

// composition is what papers are made from.
type composition struct {
	evaluation *evaluation.Evaluation
	definition *evaluation.Definition
	names      evaluation.Names
	declared   declared
	content    declaration.Declaration
	now        time.Time // the moment of sealing
	day        time.Time // its civil day
}

func (c composition) dataTable() document.DataTable {
	t := document.DataTable{
		Title: dataTitle(c.evaluation), Unit: c.names.Unit, Year: c.evaluation.Year, FiledOn: c.day, Notes: []string{noteStated},
	}
	for _, f := range c.content.Figures {
		t.Rows = append(t.Rows, document.DataRow{
			Name: f.Name, Formula: formula(f.Result), Measure: f.Unit, Stated: number(f.Result.Stated),
			Computed: number(&f.Result.Computed), Difference: number(f.Result.Difference), Source: f.Source,
		})
	}
	return t
}

func (c composition) scoreTable() document.ScoreTable {
	t := document.ScoreTable{
		Title: scoreTitle(c.evaluation), Unit: c.names.Unit, Year: c.evaluation.Year, FiledOn: c.day,
		Total: written(c.declared.total), Grade: c.declared.grade,
	}
	for _, it := range c.content.Items {
		if n := len(t.Groups); n == 0 || t.Groups[n-1].Name != it.Group {
			t.Groups = append(t.Groups, document.ScoreGroup{Name: it.Group})
		}
		last := &t.Groups[len(t.Groups)-1]
		last.Items = append(last.Items, document.ScoreItem{Name: it.Name, Weight: number(it.Weight), Score: number(it.Score), Basis: it.Stated})
	}
	c.computed(&t)
	return t
}

// computed sets what the scores add up to beside what was declared, if every
// score is published, and says so if not.
func (c composition) computed(t *document.ScoreTable) {
	total, err := scoring.ParseNumber(c.declared.total)
	if err != nil {
		return
	}
	report, err := scoring.Check(c.content.ScoreSheet(&total, ""), scoring.National())
	if err != nil {
		return
	}
	if report.Sum == nil {
		t.Notes = append(t.Notes, noteUnpublished)
		return
	}
	t.Computed, t.ComputedGrade, t.Rule = number(report.Sum), report.Grade.Label(), wordByBands
}

func (c composition) report() document.Report {
	r := document.Report{
		Title: c.evaluation.Title + titleReport, Unit: c.names.Unit, Year: c.evaluation.Year, FiledOn: c.day,
		Problems: paragraphs(c.declared.problems), Measures: paragraphs(c.declared.measures), Statement: statement,
	}
	r.Sections = append(r.Sections, c.process())
	for _, m := range c.evaluation.Members {
		role, _ := c.definition.Role(m.Role)
		r.LeadingGroup = append(r.LeadingGroup, document.Post{Role: role.Title, Office: c.names.Person(m.Person).Post})
	}
	for _, s := range c.evaluation.Stages {
		if !s.OpenedAt.IsZero() {
			r.Timeline = append(r.Timeline, c.milestone(s))
		}
	}
	r.Results = append(r.Results,
		document.Result{Name: wordTotal, Measure: wordPoints, Stated: written(c.declared.total)},
		document.Result{Name: wordGrade, Stated: document.Words(c.declared.grade)})
	for _, f := range c.content.Figures {
		r.Results = append(r.Results, document.Result{
			Name: f.Name, Measure: f.Unit, Stated: number(f.Result.Stated), Computed: number(&f.Result.Computed),
			Difference: number(f.Result.Difference), Rule: formula(f.Result),
		})
	}
	return r
}

// process is the section on how the evaluation went.
func (c composition) process() document.Section {
	completed, returned, overdue := 0, 0, 0
	for i := range c.evaluation.Tasks {
		t := &c.evaluation.Tasks[i]
		if t.State == evaluation.StateCompleted {
			completed++
		}
		if t.State == evaluation.StateReturned {
			returned++
		}
		if !t.OverdueAt.IsZero() {
			overdue++
		}
	}
	text := processText(c.names.Unit, len(c.evaluation.Stages), completed, returned, overdue)
	items := document.Grid{Caption: wordItems, Head: []string{wordItem, wordDepartment, wordAmount}}
	for _, it := range c.evaluation.Items {
		items.Rows = append(items.Rows, []string{it.Title, c.names.Department(it.DepartmentID), it.Amount.StringFixed(2)})
	}
	s := document.Section{Heading: wordProcess, Paragraphs: []string{text}}
	if len(items.Rows) > 0 {
		s.Tables = append(s.Tables, items)
	}
	if papers := c.papers(); len(papers.Rows) > 0 {
		s.Tables = append(s.Tables, papers)
	}
	return s
}

// papers lists the evidence by digest, so that each paper that was looked at
// can be told from any other.
func (c composition) papers() document.Grid {
	g := document.Grid{Caption: titleMaterials, Head: []string{wordMaterial, wordFile, wordVersion, wordSHA256}}
	for _, m := range c.evaluation.Materials {
		title := m.Kind
		if t := c.evaluation.Task(m.Task); t != nil {
			step, _ := c.definition.Step(t.Stage, t.Step)
			for _, k := range step.Materials {
				if k.ID == m.Kind {
					title = k.Title
				}
			}
		}
		g.Rows = append(g.Rows, []string{title, m.FileName, strconv.Itoa(m.Version), m.SHA256})
	}
	return g
}

func (c composition) milestone(s evaluation.Stage) document.Milestone {
	until, kept, late := s.SettledAt, wordOnTime, wordLate
	if until.IsZero() { // the stage goes on: the moment of sealing judges it
		until, kept, late = c.now, wordUnderWay, wordOverdue
	}
	if until.After(s.DueAt) {
		kept = late
	}
	return document.Milestone{
		Stage: s.Title, StartsOn: c.evaluation.Timescale.Civil(s.OpenedAt), EndsOn: c.evaluation.Timescale.Civil(until), Remark: remarkText(s.DueOn.String(), kept),
	}
}

// number prints a number as it was written or computed, nothing for nil.
func number(n *scoring.Number) document.Figure {
	if n == nil {
		return document.Figure{}
	}
	return document.Number(n.Decimal(), n.Digits())
}

// written prints what somebody typed: as a number if it is one.
func written(text string) document.Figure {
	n, err := scoring.ParseNumber(text)
	if err != nil {
		return document.Words(text)
	}
	return number(&n)
}

// formula writes the arithmetic of a figure in one line.
func formula(r scoring.Result) string {
	var out strings.Builder
	for i, step := range r.Steps {
		if i > 0 {
			out.WriteString("; ")
		}
		for j, o := range step.Operands {
			if j > 0 {
				out.WriteString(sign(step.Op))
			}
			out.WriteString(o.Value)
		}
		out.WriteString(equals(step))
	}
	return out.String()
}
