package notify

import (
	_ "embed" // for the page of a letter
	"html/template"
	"strings"

	"jiheng/internal/fault"
)

// Letter is a notice in words (通知文稿), the same in plain text and as a page.
type Letter struct {
	Subject string // one line
	Text    string
	HTML    string
	Opening string // what happened and what is asked, in one line

	rows   []row
	button string // what the link is called
}

//go:embed letter.html.tmpl
var letterPage string

// letter is what both forms are made of.
type letter struct {
	Subject    string
	Greeting   string
	Paragraphs []string
	Rows       []row
	Link       string
	Button     string
	Closing    []string
}

type row struct{ Label, Value string }

// Render puts a notice into words: what happened, what is asked, by when, and
// where to click. Facts are cleaned and escaped.
// Fault: invalid notice_kind_unknown.
func Render(kind Kind, facts Facts) (Letter, error) {
	facts = facts.cleaned()
	if kind == DailyDigest && facts.Digest != nil {
		return facts.Digest.letter(facts.Addressee)
	}
	words, ok := wordingOf(kind, facts)
	if !ok {
		return Letter{}, fault.New(fault.Invalid, "notice_kind_unknown", "no wording for kind %q", kind)
	}
	l := letter{
		Subject: words.subjectLine(facts), Greeting: greeting(facts), Paragraphs: []string{words.opening},
		Rows: rows(kind, facts), Link: facts.Link, Button: words.button, Closing: closing(words),
	}
	if words.ask != "" {
		l.Paragraphs = append(l.Paragraphs, words.ask)
	}
	page, err := l.html()
	if err != nil {
		return Letter{}, fault.Wrap(err, fault.Internal, "notice_page", "fill the page of %s", kind)
	}
	return Letter{
		Subject: l.Subject, Text: l.text(), HTML: page, Opening: strings.Join(l.Paragraphs, ""), rows: l.Rows, button: l.Button,
	}, nil
}

func (l letter) text() string {
	var b strings.Builder
	b.WriteString(l.Greeting + "\n\n")
	for _, p := range l.Paragraphs {
		b.WriteString(p + "\n")
	}
	b.WriteString("\n")
	for _, r := range l.Rows {
		// Further lines stand indented, so that no line of a reason can pass
		// for a line of the letter.
		b.WriteString(r.Label + colon() + strings.ReplaceAll(r.Value, "\n", "\n    ") + "\n")
	}
	if l.Link != "" {
		b.WriteString("\n" + l.Button + colon() + l.Link + "\n")
	}
	b.WriteString("\n--\n" + strings.Join(l.Closing, "\n") + "\n")
	return b.String()
}

func (l letter) html() (string, error) {
	page, err := template.New("letter").Parse(letterPage)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = page.Execute(&b, l)
	return b.String(), err
}
