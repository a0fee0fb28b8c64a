package composition

import (
	"slices"
	"strings"

	"jiheng/internal/document"
	"jiheng/internal/scheme"
	"jiheng/internal/scoring"
)

// AppraisalForm is the empty form on which units are appraised under a scheme
// (考评表): its indicators with their marks and what the rules look at, and
// room for both scores. What the scheme leaves open or does not publish is not
// filled in.
func AppraisalForm(s scoring.Scheme) document.AppraisalTable {
	t := document.AppraisalTable{Head: document.Head{Title: s.Title}, Notes: []string{appraisalSource(s.Source)}}
	t.Groups = appraisalGroups(s, func(it document.AppraisalItem, _ scoring.Indicator) []document.AppraisalItem {
		return []document.AppraisalItem{it}
	})
	return t
}

// Appraisal is the form with what was declared, what the scheme makes of it,
// what it took and why, of one subject of the scores. The rows that a unit
// wrote itself stand in the group that the scheme leaves open. The column of
// the bureau stays empty, and nothing is added up that the scores do not say.
func Appraisal(s scoring.Scheme, scores scoring.Scores, subject int, h document.Head) document.AppraisalTable {
	f := filling{s, scores, scores.Subjects[subject]}
	card := f.card
	t := document.AppraisalTable{Head: h, Filled: true, Own: number(card.DeclaredTotal), Computed: number(card.Total)}
	t.Groups = append(appraisalGroups(s, f.items), f.strays()...)
	t.Notes = []string{appraisalSource(scores.Source), gradesText(card.DeclaredGrade, card.Grade)}
	if card.State != scoring.Scored {
		t.Notes = append(t.Notes, stateText(card.State))
	}
	t.Notes = append(t.Notes, scheme.Taken(scores, card)...)
	return t
}

// filling fills the form of a scheme from the scores of one subject.
type filling struct {
	scheme scoring.Scheme
	scores scoring.Scores
	card   scoring.Scorecard
}

// items are the line of an indicator, and below it the rows that the unit wrote
// in an open group or that explain the line.
func (f filling) items(it document.AppraisalItem, i scoring.Indicator) []document.AppraisalItem {
	at := slices.IndexFunc(f.card.Lines, func(l scoring.Line) bool { return l.ID == i.ID })
	if at < 0 {
		return []document.AppraisalItem{it}
	}
	own := f.card.Lines[at]
	out := []document.AppraisalItem{f.filled(it, own)}
	for _, l := range f.card.Lines[at+1:] {
		if l.Level <= own.Level {
			break
		}
		out = append(out, f.filled(document.AppraisalItem{Second: it.Second, Content: rowTitle(l), Standard: f.nature(l.Nature)}, l))
	}
	return out
}

// strays are the rows that no group of the scheme has a place for: they stand at
// the end, so that nothing of what was handed in is left out.
func (f filling) strays() []document.AppraisalGroup {
	g := document.AppraisalGroup{Name: strayGroup}
	for _, l := range f.card.Lines {
		known := func(i scoring.Indicator) bool { return i.ID == l.ID }
		if l.Level == 0 && !slices.ContainsFunc(f.scheme.Indicators, known) {
			g.Items = append(g.Items, f.filled(document.AppraisalItem{Second: rowTitle(l)}, l))
		}
	}
	if len(g.Items) == 0 {
		return nil
	}
	return []document.AppraisalGroup{g}
}

func (f filling) filled(it document.AppraisalItem, l scoring.Line) document.AppraisalItem {
	it.Full, it.Own, it.Computed, it.Lost = number(l.Full), number(l.Declared), number(l.Points), number(l.Lost)
	it.Reason = scheme.Why(l, f.scores)
	return it
}

func (f filling) nature(id string) string {
	for _, n := range f.scheme.Natures {
		if n.ID == id {
			return n.Title
		}
	}
	return id
}

// appraisalGroups lays the indicators out by their levels; lines says what
// stands in the place of each.
func appraisalGroups(s scoring.Scheme, lines func(document.AppraisalItem, scoring.Indicator) []document.AppraisalItem) []document.AppraisalGroup {
	var groups []document.AppraisalGroup
	for _, first := range s.Indicators {
		g := document.AppraisalGroup{Name: numberedTitle(first)}
		if len(first.Children) == 0 {
			g.Items = append(g.Items, lines(appraisalItem(s, "", first), first)...)
		}
		for _, second := range first.Children {
			if len(second.Children) == 0 {
				g.Items = append(g.Items, lines(appraisalItem(s, "", second), second)...)
			}
			for _, third := range second.Children {
				g.Items = append(g.Items, lines(appraisalItem(s, numberedTitle(second), third), third)...)
			}
		}
		groups = append(groups, g)
	}
	return groups
}

func appraisalItem(s scoring.Scheme, second string, i scoring.Indicator) document.AppraisalItem {
	item := document.AppraisalItem{Second: second, Content: numberedTitle(i)}
	if n, err := scoring.ParseNumber(string(i.Full)); err == nil {
		item.Full = number(&n)
	}
	if second == "" { // a form of two levels has one column for both
		item.Second, item.Content = item.Content, ""
	}
	if item.Content == "" {
		item.Content = scheme.Looked(i)
	}
	item.Standard = scheme.Standard(s, i)
	return item
}

func numberedTitle(i scoring.Indicator) string { return numbered(i.ID, i.Title) }

// numbered sets the number before a title. An id with letters is a name for
// programs and stands in no paper, unless there is nothing else to print.
func numbered(id, title string) string {
	if title != "" && strings.ContainsFunc(id, func(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' }) {
		return title
	}
	return strings.TrimSpace(id + " " + title)
}
