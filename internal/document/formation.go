package document

import (
	"time"

	"jiheng/internal/typeset"
)

// FormationNotice makes known that a leading group was formed (成立领导小组的通知).
type FormationNotice struct {
	Number    string // the number of the paper (文号), given and never made up
	NumberDue bool   // whether room is left to write the number in where none is given
	Unit      string // who issues it
	Addressee string // whom it is to; may be empty
	Subject   string // what is to be evaluated
	Basis     string // the notice or rule it rests on; empty leaves the clause out
	IssuedOn  time.Time
	Until     time.Time // the end of the term, zero for none
	Tasks     string    // of the group (职责), may have several lines; may be empty
	Office    string    // where its office is, and what it does (领导小组办公室); may be empty
	// Posts are the seats and the offices that fill them, never names; those of
	// a role stand together.
	Posts []Post
}

// Document is the notice as a paper.
func (n FormationNotice) Document() typeset.Document {
	d := typeset.Document{
		Title: formationTitle(n.Subject), Number: n.number(), Addressee: n.Addressee, Author: n.Unit, Day: n.IssuedOn,
		Blocks: []typeset.Block{typeset.Paragraph{Text: formationOpening(n.Basis, n.Subject)}},
		Signed: []string{n.Unit + sealHere, dateText(n.IssuedOn)},
	}
	var roles []string
	offices := make(map[string][]string)
	for _, p := range n.Posts {
		if offices[p.Role] == nil {
			roles = append(roles, p.Role)
		}
		offices[p.Role] = append(offices[p.Role], p.Office)
	}
	for _, role := range roles {
		d.Blocks = append(d.Blocks, typeset.Paragraph{Text: postsText(role, offices[role])})
	}
	for _, text := range []string{tasksText(n.Tasks), officeText(n.Office)} {
		if text != "" {
			d.Blocks = append(d.Blocks, typeset.Paragraph{Text: text})
		}
	}
	if !n.Until.IsZero() {
		d.Blocks = append(d.Blocks, typeset.Paragraph{Text: termText(n.Until)})
	}
	return d
}

// number is that of the paper, or the room for it.
func (n FormationNotice) number() string {
	if n.Number == "" && n.NumberDue {
		return numberHere(n.IssuedOn)
	}
	return n.Number
}
