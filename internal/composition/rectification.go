package composition

import (
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/document"
	"jiheng/internal/evaluation"
)

// rectificationPapers are the papers of a rectification (整改): what the bureau
// asked for, and how the unit replied, problem by problem.
func (c Composition) rectificationPapers() []Paper {
	return []Paper{
		{"rectification-notice", titleRectificationNotice, []Format{DOCX, PDF}, c.rectificationNotice().Document, nil},
		{"rectification-reply", titleRectificationReply, []Format{DOCX, PDF}, c.rectificationReply().Document, nil},
	}
}

// ForReceiver withholds from whoever is not of the unit what nobody has signed
// for yet.
func (c Composition) ForReceiver() Composition {
	c.outside = true
	return c
}

// rectificationNotice has no number of its own: it is given by people and never
// made up.
func (c Composition) rectificationNotice() document.RectificationNotice {
	e := c.evaluation
	n := document.RectificationNotice{
		Title: c.noticeTitle(), Bureau: c.names.Receiver, Unit: c.names.Unit, Subject: c.reviewed(), IssuedOn: e.StartOn.Start(), Days: c.days("reply_days"),
	}
	if e.Origin != nil {
		n.FilingNumber = e.Origin.Number
	}
	if reply := e.Stage("reply"); reply != nil {
		n.DueOn = reply.DueOn.Start()
	}
	for _, it := range e.Items {
		n.Faults = append(n.Faults, document.Fault{Problem: it.Title})
	}
	return n
}

// rectificationReply bears no day before the head has signed for the last
// problem, and says in its title that it is a draft.
func (c Composition) rectificationReply() document.RectificationReply {
	e := c.evaluation
	r := document.RectificationReply{Unit: c.names.Unit, Bureau: c.names.Receiver, Subject: c.reviewed(), NoticeOn: e.StartOn.Start()}
	for _, found := range evaluation.Rectifications(e, c.now) {
		last, signed := replies(e, found.Item)
		state := found.State.Label()
		if !last.at.Equal(signed.at) || signed.at.IsZero() {
			r.Mark = c.mark
		}
		switch {
		case last.at.Equal(signed.at):
		case c.outside:
			last = signed
		default:
			state = stateUnsigned
		}
		if day := c.signedOn(signed); day.After(r.RepliedOn) {
			r.RepliedOn = day
		}
		r.Remedies = append(r.Remedies, document.Remedy{
			Problem: e.Item(found.Item).Title, Action: last.said.Field("measures"), State: state,
			DoneOn: dateOf(last.said.Field("done_on")), Responsible: last.said.Field("responsible_post"),
		})
	}
	if r.Mark != "" {
		r.RepliedOn = time.Time{}
	}
	return r
}

// reply is what was handed in for a problem, and when the head signed it.
type reply struct {
	said         evaluation.Submission
	at, signedAt time.Time
}

// signedOn is the civil day of a signature, zero without one.
func (c Composition) signedOn(r reply) time.Time {
	if r.signedAt.IsZero() {
		return time.Time{}
	}
	return c.evaluation.Timescale.Civil(r.signedAt)
}

// replies are what was handed in last for a problem, and what of that the head
// signed last.
func replies(e *evaluation.Evaluation, item evaluation.ItemID) (last, signed reply) {
	for i := range e.Tasks {
		t := &e.Tasks[i]
		if t.Item != item || t.Stage != "reply" || t.State != evaluation.StateCompleted {
			continue
		}
		if t.Step == "fill" {
			last = reply{said: t.Submission, at: t.SettledAt}
		}
		if t.Step == "sign" {
			signed = reply{last.said, last.at, t.SettledAt}
		}
	}
	return last, signed
}

// days is the value of a parameter that counts days, 0 without it.
func (c Composition) days(name string) int {
	for _, p := range c.evaluation.Parameters {
		if p.Name == name {
			return int(p.Value.IntPart())
		}
	}
	return 0
}

// dateOf reads the day of a form; zero leaves room to write one.
func dateOf(text string) time.Time {
	d, err := calendar.ParseDate(text)
	if err != nil {
		return time.Time{}
	}
	return d.Start()
}
