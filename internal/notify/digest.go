package notify

import (
	_ "embed" // for the page of a digest
	"html/template"
	"strings"

	"jiheng/internal/fault"
)

// Digest is what one person is told in one mail a day (每日汇总).
type Digest struct {
	DayText string     `json:"day_text"` // the day in words
	Overdue DigestPart `json:"overdue"`
	Today   DigestPart `json:"today"` // due today
	Soon    DigestPart `json:"soon"`  // due in the days after
	New     DigestPart `json:"new"`   // told in the application since the digest before
}

// DigestPart is one part of a digest: the first lines of it, and how many
// there are in all.
type DigestPart struct {
	Lines []DigestLine `json:"lines,omitempty"`
	Total int          `json:"total"`
}

// DigestLine is one line of a digest.
type DigestLine struct {
	Text   string `json:"text"`
	Detail string `json:"detail,omitempty"`
	Link   string `json:"link,omitempty"`
}

// MaxDigestLines bounds the lines of a part; the page has the rest.
const MaxDigestLines = 50

// Empty tells whether there is nothing to tell.
func (d *Digest) Empty() bool {
	return d.Overdue.Total == 0 && d.Today.Total == 0 && d.Soon.Total == 0 && d.New.Total == 0
}

// Add puts a line behind the others, as long as there is room for it.
func (p *DigestPart) Add(l DigestLine) {
	p.Total++
	if len(p.Lines) < MaxDigestLines {
		p.Lines = append(p.Lines, l)
	}
}

func (d *Digest) cleaned() *Digest {
	return &Digest{
		DayText: oneLine(d.DayText, maxNameRunes), Overdue: d.Overdue.cleaned(), Today: d.Today.cleaned(),
		Soon: d.Soon.cleaned(), New: d.New.cleaned(),
	}
}

func (p *DigestPart) cleaned() DigestPart {
	out := DigestPart{Total: p.Total}
	for _, l := range p.Lines[:min(len(p.Lines), MaxDigestLines)] {
		out.Lines = append(out.Lines, DigestLine{
			Text: oneLine(l.Text, maxTitleRunes), Detail: oneLine(l.Detail, maxTitleRunes), Link: webAddress(l.Link),
		})
	}
	return out
}

//go:embed digest.html.tmpl
var digestPage string

// digestLetter is what both forms of a digest are made of.
type digestLetter struct {
	Subject  string
	Greeting string
	Opening  string
	Parts    []digestSection
	Closing  []string
}

type digestSection struct {
	Title string
	Lines []DigestLine
	More  string
}

// letter puts a cleaned digest into words.
func (d *Digest) letter(addressee string) (Letter, error) {
	l := d.words(addressee)
	t, err := template.New("digest").Parse(digestPage)
	if err != nil {
		return Letter{}, fault.Wrap(err, fault.Internal, "notice_page", "read the page of a digest")
	}
	var page strings.Builder
	if err := t.Execute(&page, l); err != nil {
		return Letter{}, fault.Wrap(err, fault.Internal, "notice_page", "fill the page of a digest")
	}
	return Letter{Subject: l.Subject, Text: l.text(), HTML: page.String(), Opening: l.Opening}, nil
}

func (l digestLetter) text() string {
	var b strings.Builder
	b.WriteString(l.Greeting + "\n\n" + l.Opening + "\n")
	for _, p := range l.Parts {
		b.WriteString("\n" + p.Title + "\n")
		for _, line := range p.Lines {
			b.WriteString("  - " + line.Text)
			if line.Detail != "" {
				b.WriteString(bracketed(line.Detail))
			}
			b.WriteString("\n")
			if line.Link != "" {
				b.WriteString("    " + line.Link + "\n")
			}
		}
		if p.More != "" {
			b.WriteString("  " + p.More + "\n")
		}
	}
	b.WriteString("\n--\n" + strings.Join(l.Closing, "\n") + "\n")
	return b.String()
}
