package document

import (
	"slices"
	"strings"
	"time"

	"jiheng/internal/typeset"
)

// Report is the self-evaluation report (自评报告). It prints in this order,
// with numbered headings; what is empty is left out.
type Report struct {
	Title string
	Unit  string // the body that evaluates itself
	Year  int    // the budget year under evaluation
	// FiledOn is a civil date, as in DataTable.
	FiledOn time.Time
	// Parts are what the rules ask a report to hold, in the unit's own words.
	Parts    []Part
	Sections []Section
	// LeadingGroup lists posts, never names (领导小组).
	LeadingGroup []Post
	Timeline     []Milestone
	Results      []Result
	Problems     []string
	Measures     []string
	// Statement is what the unit vouches for (声明), printed last; behind a report
	// that is written in parts.
	Statement string
	// Signature is who answers for the content, nil where nobody signed yet.
	Signature *Signature
}

// Signature is a statement that was signed (声明签署).
type Signature struct {
	Wording string // the words that were signed
	Role    string // as what: 主要负责人
	Office  string // the post of who signed, never a name
	// For is the post of whom somebody signed in place of; empty for nobody.
	For string
	// SignedAt is a civil instant.
	SignedAt time.Time
	// Content and WordingDigest are digests (SHA-256, hex) of what was read and
	// of the words.
	Content, WordingDigest string
}

// Part is a part of a report that a rule asks for (报告必备部分).
type Part struct {
	Title string
	// Article is the rule that asks for it: 第二十七条第（一）项. It is not printed.
	Article string
	Text    string
}

// Section is a part of the report that the system writes (章节).
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

// Document is the report as a paper, to be printed as .docx or .pdf. A report
// that is written in parts has those that its rule asks for, in their order and
// nothing between; what the system adds is bound in behind.
func (r Report) Document() typeset.Document {
	d := typeset.Document{
		Title: r.Title, Particulars: particulars(r.Unit, r.Year, r.FiledOn), Author: r.Unit, Day: r.FiledOn,
		Signed: []string{r.Unit + sealHere, dateText(r.FiledOn)},
	}
	for _, p := range r.Parts {
		d.Blocks = append(d.Blocks, heading(p.Title), typeset.Paragraph{Text: p.Text})
	}
	if len(r.Parts) == 0 {
		d.Blocks = append(d.Blocks, r.course()...)
		d.Blocks = append(d.Blocks, r.results(headResults)...)
	}
	d.Blocks = append(d.Blocks, numbered(headProblems, r.Problems)...)
	d.Blocks = append(d.Blocks, numbered(headMeasures, r.Measures)...)
	if len(r.Parts) == 0 {
		d.Blocks = append(d.Blocks, r.vouched()...)
	} else {
		d.Annexes = annexes(typeset.Annex{Title: headCourse, Blocks: append(r.course(), r.vouched()...)}, typeset.Annex{Title: headResults, Blocks: r.results("")})
	}
	if r.Signature != nil {
		d.Annexes = append(d.Annexes, r.Signature.annex())
	}
	return d
}

// annexes keeps those that say something.
func annexes(all ...typeset.Annex) []typeset.Annex {
	return slices.DeleteFunc(all, func(a typeset.Annex) bool { return len(a.Blocks) == 0 })
}

// vouched is what the unit answers for, apart from what it wrote in parts.
func (r Report) vouched() []typeset.Block {
	if r.Statement == "" {
		return nil
	}
	return []typeset.Block{heading(headStatement), typeset.Paragraph{Text: r.Statement}}
}

// course is how the evaluation went.
func (r Report) course() []typeset.Block {
	var out []typeset.Block
	for _, s := range r.Sections {
		out = append(out, s.blocks()...)
	}
	return append(append(out, r.group()...), r.timeline()...)
}

func heading(text string) typeset.Heading { return typeset.Heading{Level: 1, Text: text} }

func (s Section) blocks() []typeset.Block {
	out := []typeset.Block{heading(s.Heading)}
	for _, p := range s.Paragraphs {
		out = append(out, typeset.Paragraph{Text: p})
	}
	for _, g := range s.Tables {
		out = append(out, g.table())
	}
	return out
}

func (g Grid) table() typeset.Table {
	t := typeset.Table{Caption: g.Caption, Head: [][]typeset.Cell{typeset.Cells(g.Head...)}, Columns: make([]typeset.Column, len(g.Head))}
	for i := range t.Columns {
		if g.numbers(i) {
			t.Columns[i].Align = typeset.AlignRight
		}
	}
	for _, row := range g.Rows {
		t.Rows = append(t.Rows, typeset.Cells(row...))
	}
	return t
}

// numbers says whether a column holds nothing but figures.
func (g Grid) numbers(column int) bool {
	for _, row := range g.Rows {
		if column >= len(row) || strings.Trim(row[column], "0123456789.,-") != "" || row[column] == "" {
			return false
		}
	}
	return len(g.Rows) > 0
}

func (r Report) group() []typeset.Block {
	if len(r.LeadingGroup) == 0 {
		return nil
	}
	g := Grid{Caption: captionGroup, Head: groupCaptions()}
	for _, p := range r.LeadingGroup {
		g.Rows = append(g.Rows, []string{p.Role, p.Office})
	}
	return []typeset.Block{heading(headGroup), g.table()}
}

func (r Report) timeline() []typeset.Block {
	if len(r.Timeline) == 0 {
		return nil
	}
	g := Grid{Caption: captionStages, Head: stageCaptions()}
	for _, m := range r.Timeline {
		g.Rows = append(g.Rows, []string{m.Stage, spanText(m.StartsOn, m.EndsOn), m.Remark})
	}
	return []typeset.Block{heading(headTimeline), g.table()}
}

func (r Report) results(head string) []typeset.Block {
	if len(r.Results) == 0 {
		return nil
	}
	t := typeset.Table{Caption: captionResults, Head: [][]typeset.Cell{typeset.Cells(resultCaptions()...)}, Columns: []typeset.Column{
		{Share: 26},
		{Share: 9, Align: typeset.AlignCenter},
		{Share: 13, Align: typeset.AlignRight},
		{Share: 13, Align: typeset.AlignRight},
		{Share: 12, Align: typeset.AlignRight},
		{Share: 27},
	}}
	for _, x := range r.Results {
		t.Rows = append(t.Rows, typeset.Cells(x.Name, x.Measure, x.Stated.grouped(nothing), x.Computed.grouped(nothing), x.Difference.grouped(nothing), x.Rule))
	}
	if head == "" {
		return []typeset.Block{t}
	}
	return []typeset.Block{heading(head), t}
}

// numbered is a section of texts that are counted: 1. 2. 3.
func numbered(head string, texts []string) []typeset.Block {
	if len(texts) == 0 {
		return nil
	}
	out := []typeset.Block{heading(head)}
	for i, text := range texts {
		out = append(out, typeset.Paragraph{Text: countedText(i+1, text)})
	}
	return out
}
