package composition

import (
	"strings"

	"jiheng/internal/document"
	"jiheng/internal/scoring"
)

// AppraisalForm is the empty form on which units are appraised under a scheme
// (考评表): its indicators with their marks and what the rules look at, and
// room for both scores. What the scheme leaves open or does not publish is not
// filled in.
func AppraisalForm(s scoring.Scheme) document.AppraisalTable {
	t := document.AppraisalTable{Title: s.Title, Notes: []string{appraisalSource(s.Source)}}
	for _, first := range s.Indicators {
		g := document.AppraisalGroup{Name: numberedTitle(first)}
		if first.Leaf() {
			g.Items = append(g.Items, appraisalItem("", first))
		}
		for _, second := range first.Children {
			g.Items = append(g.Items, appraisalItems(second)...)
		}
		t.Groups = append(t.Groups, g)
	}
	return t
}

// appraisalItems are the lines of an indicator of the second level.
func appraisalItems(second scoring.Indicator) []document.AppraisalItem {
	if len(second.Children) == 0 {
		return []document.AppraisalItem{appraisalItem("", second)}
	}
	var items []document.AppraisalItem
	for _, third := range second.Children {
		items = append(items, appraisalItem(numberedTitle(second), third))
	}
	return items
}

func appraisalItem(second string, i scoring.Indicator) document.AppraisalItem {
	item := document.AppraisalItem{Second: second, Content: numberedTitle(i)}
	if n, err := scoring.ParseNumber(string(i.Full)); err == nil {
		item.Full = number(&n)
	}
	if second == "" { // a form of two levels has one column for both
		item.Second, item.Content = item.Content, ""
	}
	var looked []string
	for _, r := range i.Rules {
		text := r.Kind.Label()
		if r.Title != "" {
			text += aside(r.Title)
		}
		looked = append(looked, text)
	}
	item.Standard = strings.Join(looked, "\n")
	return item
}

func numberedTitle(i scoring.Indicator) string { return strings.TrimSpace(i.ID + " " + i.Title) }
