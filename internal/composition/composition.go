package composition

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/declaration"
	"jiheng/internal/document"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/scoring"
)

// Composition is the papers of an evaluation, as they are at a moment (编制的材料).
type Composition struct {
	evaluation *evaluation.Evaluation
	definition *evaluation.Definition
	names      evaluation.Names
	declared   Declared
	content    declaration.Declaration
	now        time.Time // the moment
	day        time.Time // its civil day
	running    bool      // it goes on after that moment
	mark       string    // what titles end with when it is not the sealed paper
	scored     scored
	outside    bool // for somebody who is not of the unit
}

// scored is what a scheme makes of the evaluation.
type scored struct {
	scheme scoring.Scheme
	scores scoring.Scores
}

// Under names the scheme by which indicators have their titles.
func (c Composition) Under(s scoring.Scheme) Composition {
	c.scored.scheme = s
	return c
}

// Scored adds the appraisal table: what the scheme makes of the sheet, beside
// what was declared.
func (c Composition) Scored(s scoring.Scheme, scores scoring.Scores) Composition {
	c.scored = scored{s, scores}
	return c
}

// Compose reads what was handed in, at the moment of sealing. Papers show what
// was declared beside what computes.
//
// Fault: invalid sheet_invalid.
func Compose(s *evaluation.Situation, names evaluation.Names, now time.Time) (Composition, error) {
	declared := DeclarationOf(s.Evaluation)
	content, err := parseDeclared(declared)
	if err != nil {
		return Composition{}, err
	}
	day := s.Evaluation.Timescale.Civil(now)
	return Composition{
		evaluation: s.Evaluation, definition: s.Definition, names: names, declared: declared, content: content, now: now, day: day,
	}, nil
}

// Draft gives the papers as they are beside the sealed ones or before there are
// any, which their titles say. Their moment is the evaluation's own, so that the
// same state gives the same papers on whatever day they are asked for.
//
// Fault: invalid sheet_invalid.
func Draft(s *evaluation.Situation, names evaluation.Names) (Composition, error) {
	at, running := s.ToldOf()
	c, err := Compose(s, names, at)
	c.running, c.mark = running, markDraft
	if s.Evaluation.Dossier != nil {
		c.mark = markBeside
	}
	return c, err
}

// parseDeclared reads the sheet; a process that asks for none has empty tables.
func parseDeclared(d Declared) (declaration.Declaration, error) {
	if len(d.Sheet) == 0 {
		return declaration.Declaration{}, nil
	}
	return declaration.Parse(d.Sheet)
}

// head is what a table of the evaluation says above itself.
func (c Composition) head(paper string) document.Head {
	return document.Head{Title: titled(c.evaluation, paper), Unit: c.names.Unit, Year: c.evaluation.Year, FiledOn: c.day, Running: c.running}
}

func (c Composition) dataTable() document.DataTable {
	t := document.DataTable{Head: c.head(titleDataTable + c.mark), Notes: append([]string{noteStated}, c.contradictions(true)...)}
	for _, f := range c.content.Figures {
		t.Rows = append(t.Rows, document.DataRow{
			Name: f.Name, Formula: formula(f.Result), Measure: f.Unit, Stated: number(f.Result.Stated),
			Computed: number(&f.Result.Computed), Difference: number(f.Result.Difference), Source: f.Source,
		})
	}
	return t
}

func (c Composition) scoreTable() document.ScoreTable {
	t := document.ScoreTable{Head: c.head(titleScoreTable + c.mark), Total: written(c.declared.Total), Grade: c.declared.Grade}
	for _, it := range c.items() {
		if n := len(t.Groups); n == 0 || t.Groups[n-1].Name != it.Group {
			t.Groups = append(t.Groups, document.ScoreGroup{Name: it.Group})
		}
		last := &t.Groups[len(t.Groups)-1]
		last.Items = append(last.Items, document.ScoreItem{Name: it.Name, Weight: number(it.Weight), Score: number(it.Score), Basis: it.Stated})
	}
	c.computed(&t)
	t.Notes = append(t.Notes, c.contradictions(false)...)
	return t
}

// items are the lines of the score table; where all was filled in by the
// indicators of a scheme, what was declared of those.
func (c Composition) items() []declaration.Item {
	if len(c.content.Items) > 0 || c.content.Scores == nil {
		return c.content.Items
	}
	var items []declaration.Item
	for _, subject := range c.content.Scores.Subjects {
		for _, e := range subject.Entries {
			items = append(items, declaration.Item{
				Group: cmp.Or(c.scored.scheme.TitleOf(e.Group), e.Group), Name: c.entryName(e), Weight: e.Full, Score: e.Declared, Stated: e.Reason,
			})
		}
	}
	return items
}

// entryName is what an entry of the scores is called: as the unit called its
// row, or as the scheme calls its indicator.
func (c Composition) entryName(e scoring.Entry) string {
	if e.Group != "" || e.Title != "" {
		return numbered(e.ID, e.Title)
	}
	return numbered(e.ID, c.scored.scheme.TitleOf(e.ID))
}

// computed sets what the scores add up to beside what was declared, if every
// score is published, and says so if not.
func (c Composition) computed(t *document.ScoreTable) {
	total, err := scoring.ParseNumber(c.declared.Total)
	if err != nil || len(c.content.Items) == 0 && c.content.Scores != nil {
		return // a scheme's indicators are computed in the appraisal table
	}
	report, err := scoring.Check(c.content.ScoreSheet(&total, ""), scoring.National())
	if err != nil {
		return
	}
	if report.Sum == nil {
		t.Notes = append(t.Notes, noteUnpublished)
		return
	}
	t.Computed, t.Rule = number(report.Sum), wordByBands
	if grade, err := scoring.National().GradeOf(*report.Sum); err == nil { // more than full marks have none
		t.ComputedGrade = grade.Label()
	}
}

// contradictions says of what contradicts itself why it stands: of the figures,
// or of the scores.
func (c Composition) contradictions(figures bool) []string {
	var notes []string
	for _, found := range c.content.Contradictions(c.declared.Total, c.declared.Grade) {
		if (found.Code == declaration.FigureMismatch) == figures {
			notes = append(notes, contradictionText(found, c.content.ReasonFor(found)))
		}
	}
	return notes
}

// Answered asks that every contradiction has its reason, where the process does.
//
// Fault: conflict contradictions_unanswered.
func (c Composition) Answered() error {
	if !c.definition.Answered() {
		return nil
	}
	wrong := fault.As(c.content.CheckAnswers(c.declared.Total, c.declared.Grade))
	if wrong == nil {
		return nil
	}
	return fault.New(fault.Conflict, wrong.Reason, "%s", wrong.Message).WithFields(wrong.Fields...)
}

func (c Composition) report() document.Report {
	r := document.Report{
		Title: titled(c.evaluation, titleReport) + c.mark, Unit: c.names.Unit, Year: c.evaluation.Year, FiledOn: c.day,
		Problems: paragraphs(c.declared.problems), Measures: paragraphs(c.declared.measures), Statement: statement,
	}
	r.Parts = c.parts(evaluation.WholeItem)
	r.Signature = c.signature()
	r.Sections = append(r.Sections, c.process())
	r.LeadingGroup = c.posts()
	for _, s := range c.evaluation.Stages {
		if !s.OpenedAt.IsZero() {
			r.Timeline = append(r.Timeline, c.milestone(s))
		}
	}
	r.Results = append(r.Results,
		document.Result{Name: wordTotal, Measure: wordPoints, Stated: written(c.declared.Total)},
		document.Result{Name: wordGrade, Stated: document.Words(c.declared.Grade)})
	for _, f := range c.content.Figures {
		r.Results = append(r.Results, document.Result{
			Name: f.Name, Measure: f.Unit, Stated: number(f.Result.Stated), Computed: number(&f.Result.Computed),
			Difference: number(f.Result.Difference), Rule: formula(f.Result),
		})
	}
	return r
}

// process is the section on how the evaluation went.
func (c Composition) process() document.Section {
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
	text := processText(c.names.Unit, c.evaluation.Group != nil, len(c.evaluation.Stages), completed, returned, overdue)
	items := document.Grid{Caption: wordItems, Head: []string{wordItem, wordDepartment, wordAmount}}
	for _, it := range c.evaluation.Items {
		items.Rows = append(items.Rows, []string{it.Title, c.names.Department(it.DepartmentID), document.Grouped(it.Amount)})
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

// papers says what evidence was looked at: of each kind how many papers. The
// report is for everybody, so it names no file; names and digests
// stay in the journal, for those who may see the papers.
func (c Composition) papers() document.Grid {
	type kind struct {
		title string
		count int
	}
	var kinds []kind
	for _, m := range evaluation.CurrentMaterials(c.evaluation) {
		title := c.kindTitle(&m)
		at := slices.IndexFunc(kinds, func(k kind) bool { return k.title == title })
		if at < 0 {
			at, kinds = len(kinds), append(kinds, kind{title: title})
		}
		kinds[at].count++
	}
	g := document.Grid{Caption: titleMaterials, Head: []string{wordMaterial, wordCount}}
	for _, k := range kinds {
		g.Rows = append(g.Rows, []string{k.title, strconv.Itoa(k.count)})
	}
	return g
}

// kindTitle is what the process calls a kind of paper.
func (c Composition) kindTitle(m *evaluation.Material) string {
	if t := c.evaluation.Task(m.Task); t != nil {
		step, _ := c.definition.Step(t.Stage, t.Step)
		for _, k := range step.Materials {
			if k.ID == m.Kind {
				return k.Title
			}
		}
	}
	return m.Kind
}

func (c Composition) milestone(s evaluation.Stage) document.Milestone {
	until, kept, late := s.SettledAt, wordOnTime, wordLate
	if until.IsZero() { // the stage goes on: the moment of sealing judges it
		until, kept, late = c.now, wordUnderWay, wordOverdue
	}
	ends := c.evaluation.Timescale.Civil(until)
	switch day := s.DueOn.End(); {
	case c.evaluation.Overran(s, until):
		kept = late
	case ends.After(day): // 24:00 is of the day that ends
		ends = s.DueOn.Start()
	}
	return document.Milestone{
		Stage: s.Title, StartsOn: c.evaluation.Timescale.Civil(s.OpenedAt), EndsOn: ends, Remark: remarkText(s.DueOn, kept),
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
	steps := make([]string, len(r.Steps))
	for i, step := range r.Steps {
		steps[i] = step.Text()
	}
	return strings.Join(steps, "; ")
}
