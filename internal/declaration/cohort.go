package declaration

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"jiheng/internal/fault"
	"jiheng/internal/scoring"
)

// MaxCohortBytes bounds a sheet of a cohort.
const MaxCohortBytes = 16 << 20

// Cohort is a score sheet of one unit or of several (评分数据), read and not yet
// scored.
type Cohort struct {
	Subjects  []scoring.Subject
	Decisions []scoring.Decision
	// Year is the evaluated year, 0 where the sheet does not say.
	Year int
	// single tells that the sheet is of one unit and has no list of them.
	single bool
}

// ParseCohort reads a score sheet; docs/scoring.md has its format.
//
// Fault: invalid sheet_invalid, with a JSON pointer for every wrong field.
func ParseCohort(raw []byte) (Cohort, error) {
	if len(raw) > MaxCohortBytes {
		return Cohort{}, unreadable("sheet_too_large")
	}
	p := &pen{}
	whole, err := p.read(raw)
	if err != nil {
		return Cohort{}, fault.Wrap(err, fault.Invalid, "sheet_invalid", "read score sheet").
			WithFields(fault.Field{Name: "", Reason: "sheet_unreadable"})
	}
	if isTable(whole) {
		return Cohort{}, unreadable("table_given")
	}
	c := p.cohort(whole)
	if len(p.wrong) > 0 {
		return Cohort{}, fault.New(fault.Invalid, "sheet_invalid", "%s %s", p.wrong[0].Name, p.wrong[0].Reason).WithFields(p.wrong...)
	}
	return c, nil
}

// parseScores reads the inputs per indicator of a sheet, which is of one unit.
// Wrong fields are told as those of the rest of the sheet: scores.items.0.id.
func parseScores(raw json.RawMessage) (*Cohort, []fault.Field) {
	if len(raw) == 0 {
		return nil, nil
	}
	c, err := ParseCohort(raw)
	if err == nil && !c.single {
		return nil, []fault.Field{{Name: "scores.units", Reason: "one_unit_only"}}
	}
	if err == nil {
		return &c, nil
	}
	fields := fault.As(err).Fields
	wrong := make([]fault.Field, len(fields))
	for i, f := range fields {
		f.Name = "scores" + strings.ReplaceAll(f.Name, "/", ".")
		wrong[i] = f
	}
	return nil, wrong
}

// Score scores the cohort under a scheme. Wrong fields are pointed at as they
// stand in the sheet.
//
// Faults: those of scoring.Scheme.Score.
func (c Cohort) Score(s scoring.Scheme) (scoring.Scores, error) {
	scores, err := s.Score(c.Subjects, c.Decisions)
	scores.OutOfForce = c.Year != 0 && !s.InForce(c.Year)
	if f, ok := errors.AsType[*fault.Error](err); ok && c.single {
		moved := *f
		moved.Fields = make([]fault.Field, len(f.Fields))
		for i, field := range f.Fields {
			field.Name = strings.TrimPrefix(field.Name, "/units/0")
			moved.Fields[i] = field
		}
		return scores, &moved
	}
	return scores, err
}

// Tolerant is the cohort with every row that a unit named itself kept apart:
// what is wrong with one is told in its line, and the rest is computed.
func (c Cohort) Tolerant() Cohort {
	c.Subjects = slices.Clone(c.Subjects)
	for i := range c.Subjects {
		c.Subjects[i].Entries = tolerant(c.Subjects[i].Entries)
	}
	return c
}

func tolerant(list []scoring.Entry) []scoring.Entry {
	out := slices.Clone(list)
	for i, e := range out {
		out[i].Tolerant = e.Tolerant || e.Group != "" || len(e.Inputs) > 0
		out[i].Parts = tolerant(e.Parts)
	}
	return out
}

func (p *pen) cohort(m member) Cohort {
	var c Cohort
	object := m.object("year", "choices", "units", "id", "title", "gates", "items", "total", "grade")
	c.Year = object.get("year").year()
	for _, choice := range object.get("choices").members() {
		c.Decisions = append(c.Decisions, scoring.Decision{Name: choice.name(), Value: choice.scalar()})
	}
	if units := object.get("units"); units.value != nil {
		for _, other := range []string{"id", "title", "gates", "items", "total", "grade"} {
			if one := object.get(other); one.value != nil {
				one.refuse("beside_units")
			}
		}
		for _, unit := range units.list(scoring.MaxSubjects) {
			c.Subjects = append(c.Subjects, p.subject(unit.object("id", "title", "gates", "items", "total", "grade")))
		}
		return c
	}
	c.single = true
	c.Subjects = []scoring.Subject{p.subject(object)}
	return c
}

func (p *pen) subject(o object) scoring.Subject {
	s := scoring.Subject{
		ID: o.get("id").line(), Title: o.get("title").line(), Gates: p.inputs(o.get("gates")), Total: o.get("total").number(),
	}
	if grade := o.get("grade").line(); grade != "" {
		s.Grade = scoring.Grade(grade)
		if known, ok := scoring.GradeNamed(grade); ok {
			s.Grade = known
		}
	}
	for _, item := range o.get("items").list(scoring.MaxEntries) {
		s.Entries = append(s.Entries, p.entry(item, 1))
	}
	return s
}

// maxDepth bounds how deep rows have parts.
const maxDepth = 4

func (p *pen) entry(m member, depth int) scoring.Entry {
	o := m.object("id", "group", "title", "nature", "full", "merged", "absent", "declared", "reason", "inputs", "parts")
	e := scoring.Entry{
		ID: o.get("id").line(), Group: o.get("group").line(), Title: o.get("title").line(), Nature: o.get("nature").line(),
		Full: o.get("full").number(), Merged: o.get("merged").flag(), Absent: o.get("absent").prose(),
		Declared: o.get("declared").number(), Reason: o.get("reason").prose(), Inputs: p.inputs(o.get("inputs")),
	}
	if e.ID == "" {
		o.at("id").refuse("field_required")
	}
	parts := o.get("parts").list(scoring.MaxEntries)
	if len(parts) > 0 && depth >= maxDepth {
		o.get("parts").refuse("parts_too_deep")
		return e
	}
	for _, part := range parts {
		e.Parts = append(e.Parts, p.entry(part, depth+1))
	}
	return e
}

// inputs reads values by name: a scalar, or an object with a reason or reports.
func (p *pen) inputs(m member) []scoring.Given {
	var list []scoring.Given
	for _, in := range m.members() {
		g := scoring.Given{Name: in.name()}
		if _, composed := in.value.(map[string]any); !composed {
			g.Value = in.scalar()
			list = append(list, g)
			continue
		}
		o := in.object("value", "reason", "reports", "relative")
		g.Value, g.Reason, g.Relative = o.get("value").scalar(), o.get("reason").prose(), o.get("relative").flag()
		for _, report := range o.get("reports").list(scoring.MaxEntries) {
			g.Reports = append(g.Reports, p.report(report))
		}
		list = append(list, g)
	}
	return p.settle(m, list)
}

func (p *pen) report(m member) scoring.BodyReport {
	o := m.object("by", "value", "money")
	r := scoring.BodyReport{By: o.get("by").line(), Money: o.get("money").number()}
	if value := o.get("value").number(); value != nil {
		r.Value = *value
	} else {
		o.at("value").refuse("field_required")
	}
	return r
}
