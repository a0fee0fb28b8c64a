package declaration

import (
	"slices"
	"strconv"

	"jiheng/internal/scoring"
	"jiheng/internal/table"
)

// fill adds what the rows of the common form say to what the scores do not: the
// row about the money for the indicator that is scored by it, and every row of
// indicators in the group that the scheme leaves to the unit. A row of which
// nothing can be computed keeps nothing else from being computed.
func (d Declaration) fill(c *Cohort, s scoring.Scheme) {
	f := form{Declaration: d, scheme: s, subject: &c.Subjects[0]}
	assumed, err := s.Assumed()
	if err == nil { // otherwise scoring says what has to be decided first
		f.scheme = assumed
	}
	f.given = slices.Clone(f.subject.Entries)
	t := d.Table("", "")
	f.open = openGroups(f.scheme.Indicators)
	f.rows = t.Readings()
	f.indicators()
	f.money(t, f.scheme.Indicators)
	if d.Scores == nil {
		c.Decisions = f.decisions(s)
	}
}

// form is a filled form on the way into a scheme.
type form struct {
	Declaration
	scheme scoring.Scheme
	open   []scoring.Indicator
	rows   []table.Reading
	// given are the entries that the scores have themselves.
	given   []scoring.Entry
	subject *scoring.Subject
}

// said tells that the scores say something of an indicator, or have rows of a
// group themselves.
func (f *form) said(id string) bool {
	return slices.ContainsFunc(f.given, func(e scoring.Entry) bool { return e.ID == id && e.Group == "" || e.Group == id })
}

func openGroups(list []scoring.Indicator) []scoring.Indicator {
	var open []scoring.Indicator
	for _, i := range list {
		if i.Open {
			open = append(open, i)
		}
		open = append(open, openGroups(i.Children)...)
	}
	return open
}

// indicators gives every row that counts, with the rows that are part of it.
func (f *form) indicators() {
	for i, r := range f.rows {
		if r.Parent >= 0 || r.Sum || r.Money {
			continue
		}
		if leaf := leafNamed(f.scheme.Indicators, f.Items[i].Name); leaf != nil && !sectioned(r) {
			f.declare(leaf.ID, f.Items[i].Score, f.Items[i].Reason)
			continue
		}
		if len(f.open) == 0 { // the scheme has its own indicators and no place for others
			continue
		}
		if group := f.groupOf(r); !f.said(group) {
			e := f.entry(i)
			e.Group = group
			f.subject.Entries = append(f.subject.Entries, e)
		}
	}
}

// sectioned tells that a row stands in a part of the common form, so that it is
// one of the unit's own whatever it is called.
func sectioned(r table.Reading) bool {
	return table.SectionOf(r.Group) != table.NoSection || table.SectionOf(r.Second) != table.NoSection
}

// declare keeps the points that a unit gave itself for an indicator of the
// scheme; the first row that names it stands.
func (f *form) declare(id string, points *scoring.Number, reason string) {
	if !slices.ContainsFunc(f.subject.Entries, func(e scoring.Entry) bool { return e.ID == id }) {
		f.subject.Entries = append(f.subject.Entries, scoring.Entry{ID: id, Declared: points, Reason: reason, Tolerant: true})
	}
}

// leafNamed finds the only indicator of its own that bears a name.
func leafNamed(list []scoring.Indicator, name string) *scoring.Indicator {
	var found []scoring.Indicator
	for _, i := range leaves(list) {
		if table.SameGroup(i.Title, name) {
			found = append(found, i)
		}
	}
	if len(found) != 1 {
		return nil
	}
	return &found[0]
}

func leaves(list []scoring.Indicator) []scoring.Indicator {
	var out []scoring.Indicator
	for _, i := range list {
		if i.Leaf() {
			out = append(out, i)
		}
		out = append(out, leaves(i.Children)...)
	}
	return out
}

// groupOf is the group that the scheme leaves open for a row: the one of its
// name, of the part of the form that the name belongs to, or the only one. A
// group that the scheme does not have keeps its name, for scoring to refuse.
func (f *form) groupOf(r table.Reading) string {
	for _, name := range []string{r.Second, r.Group} {
		if i := only(f.open, func(g scoring.Indicator) bool { return table.SameGroup(g.Title, name) }); i != nil {
			return i.ID
		}
	}
	for _, name := range []string{r.Group, r.Second} {
		section := table.SectionOf(name)
		i := only(f.open, func(g scoring.Indicator) bool { return table.SectionOf(g.Title) == section })
		if section != table.NoSection && i != nil {
			return i.ID
		}
	}
	if len(f.open) == 1 {
		return f.open[0].ID
	}
	if r.Group == "" {
		return noGroupWord
	}
	return r.Group
}

func only(list []scoring.Indicator, is func(scoring.Indicator) bool) *scoring.Indicator {
	var found *scoring.Indicator
	for i := range list {
		if is(list[i]) {
			if found != nil {
				return nil
			}
			found = &list[i]
		}
	}
	return found
}

// rowID is a name for a row that neither an indicator of the scheme nor an entry
// of the scores has. Its letter keeps it out of papers.
func (f *form) rowID(i int) string {
	id := "r" + strconv.Itoa(i+1)
	for f.scheme.TitleOf(id) != "" || slices.ContainsFunc(f.given, func(e scoring.Entry) bool { return e.ID == id }) {
		id = "r" + id
	}
	return id
}
