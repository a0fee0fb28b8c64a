package document

import (
	"cmp"
	"time"

	"jiheng/internal/typeset"
)

// RectificationNotice tells a unit in writing what a bureau found and asks for
// a written reply (整改通知). The days are civil dates; zero leaves room to
// write one.
type RectificationNotice struct {
	Title   string // as its author wrote it; empty names the subject
	Number  string // the number of the paper (文号), given and never made up
	Bureau  string // who issues it
	Unit    string // whom it is to
	Subject string // what was evaluated: 2019年度整体支出绩效自评
	Basis   string // the rule or plan it rests on; empty leaves the clause out
	Opinion string // what the review found as a whole; may be empty
	Faults  []Fault
	// FilingNumber is under which the bureau received what it reviewed (收件编号).
	FilingNumber string
	// Days is how many days after receipt the reply is due, 0 when only DueOn counts.
	Days     int
	DueOn    time.Time
	IssuedOn time.Time
	// Contact is a post or an office, never a name.
	Contact, Telephone string
}

// Fault is a fault that was found (问题).
type Fault struct {
	Problem string
	Basis   string // the clause it offends against
	Demand  string // what is asked for (整改要求)
}

// RectificationReply says how the faults were put right (整改报告).
type RectificationReply struct {
	Number       string // of this paper
	Mark         string // what the title ends with while it is a draft
	Unit         string // who replies
	Bureau       string // whom it is to
	Subject      string // what was evaluated
	NoticeNumber string // of the notice it answers
	NoticeOn     time.Time
	Overview     string // how the work was organised; may be empty
	Remedies     []Remedy
	Further      string // what is still to come; may be empty
	RepliedOn    time.Time
	Enclosures   []string
}

// Remedy is what was done about a fault (整改情况).
type Remedy struct {
	Problem     string
	Action      string
	State       string // 已完成, 整改中, in the unit's words
	DoneOn      time.Time
	Responsible string // a post or a department
}

// FilingLetter is the letter with which a unit hands its papers in (报送函).
type FilingLetter struct {
	Number   string
	Unit     string // who files
	Receiver string // whom it is to
	Subject  string // what was evaluated
	Basis    string // the notice that asks for it; may be empty
	FiledOn  time.Time
	// Enclosures are the titles of what is handed in.
	Enclosures []string
	// Digest is the SHA-256 of the sealed dossier, lower-case hexadecimal.
	Digest string
	// Statement is what the unit vouches for.
	Statement          string
	Contact, Telephone string
}

// Document is the notice as a paper.
func (n RectificationNotice) Document() typeset.Document {
	d := typeset.Document{
		Title: cmp.Or(n.Title, rectificationTitle(n.Subject)), Number: n.Number, Addressee: n.Unit, Author: n.Bureau, Day: n.IssuedOn,
		Blocks: []typeset.Block{typeset.Paragraph{Text: noticeOpening(n.Basis, withoutUnit(n.Subject, n.Unit), n.FilingNumber)}},
		Signed: []string{n.Bureau + sealHere, dateText(n.IssuedOn)},
	}
	if n.Opinion != "" {
		d.Blocks = append(d.Blocks, heading(headOpinion), typeset.Paragraph{Text: n.Opinion})
	}
	d.Blocks = append(d.Blocks, heading(headFaults))
	for _, f := range n.Faults {
		d.Blocks = append(d.Blocks, typeset.Heading{Level: 2, Text: f.Problem})
		d.Blocks = append(d.Blocks, labelled(labelBasis, f.Basis)...)
		d.Blocks = append(d.Blocks, labelled(labelDemand, f.Demand)...)
	}
	d.Blocks = append(d.Blocks, heading(headReply), typeset.Paragraph{Text: replyText(n.Days, n.DueOn, n.Bureau)})
	return withContact(d, n.Contact, n.Telephone)
}

// Document is the reply as a paper.
func (r RectificationReply) Document() typeset.Document {
	d := typeset.Document{
		Title: replyTitle(r.Subject) + r.Mark, Number: r.Number, Addressee: r.Bureau, Author: r.Unit, Day: r.RepliedOn, Enclosures: r.Enclosures,
		Blocks: []typeset.Block{typeset.Paragraph{Text: replyOpening(r.NoticeNumber, r.NoticeOn, withoutUnit(r.Subject, r.Unit))}},
		Signed: []string{r.Unit + sealHere, dateText(r.RepliedOn)},
	}
	if r.Overview != "" {
		d.Blocks = append(d.Blocks, heading(headOverview), typeset.Paragraph{Text: r.Overview})
	}
	table := typeset.Table{
		Caption: captionRemedies, Head: [][]typeset.Cell{typeset.Cells(remedyCaptions()...)},
		Columns: []typeset.Column{{Share: 6, Align: typeset.AlignCenter}, {Share: 26}, {Share: 34}, {Share: 12}, {Share: 12}, {Share: 14}},
	}
	for i, m := range r.Remedies {
		table.Rows = append(table.Rows, typeset.Cells(decimalCount(i+1), m.Problem, m.Action, m.State, dayOrNothing(m.DoneOn), m.Responsible))
	}
	d.Blocks = append(d.Blocks, heading(headRemedies), table)
	if r.Further != "" {
		d.Blocks = append(d.Blocks, heading(headFurther), typeset.Paragraph{Text: r.Further})
	}
	return d
}

// Document is the letter as a paper.
func (l FilingLetter) Document() typeset.Document {
	d := typeset.Document{
		Title: filingTitle(l.Subject), Number: l.Number, Addressee: l.Receiver, Author: l.Unit, Day: l.FiledOn, Enclosures: l.Enclosures,
		Blocks: []typeset.Block{typeset.Paragraph{Text: filingText(l.Basis, l.Subject)}},
		Signed: []string{l.Unit + sealHere, dateText(l.FiledOn)},
	}
	if l.Statement != "" {
		d.Blocks = append(d.Blocks, typeset.Paragraph{Text: l.Statement})
	}
	if l.Digest != "" {
		d.Blocks = append(d.Blocks, typeset.Paragraph{Text: digestText(l.Digest)})
	}
	return withContact(d, l.Contact, l.Telephone)
}

// labelled is a paragraph that begins with what it is, nothing for no text.
func labelled(label, text string) []typeset.Block {
	if text == "" {
		return nil
	}
	return []typeset.Block{typeset.Paragraph{Text: label + text}}
}

// withContact adds whom to ask, if anybody.
func withContact(d typeset.Document, contact, telephone string) typeset.Document {
	if contact != "" || telephone != "" {
		d.Blocks = append(d.Blocks, typeset.Paragraph{Text: contactText(contact, telephone)})
	}
	return d
}
