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

// rectificationNotice has no number: it is given by people and never made up.
func (c Composition) rectificationNotice() document.RectificationNotice {
	e := c.evaluation
	n := document.RectificationNotice{
		Bureau: c.names.Receiver, Unit: c.names.Unit, Subject: e.Title, IssuedOn: e.StartOn.Start(), Days: c.days("reply_days"),
	}
	if reply := e.Stage("reply"); reply != nil {
		n.DueOn = reply.DueOn.Start()
	}
	for _, it := range e.Items {
		n.Faults = append(n.Faults, document.Fault{Problem: it.Title})
	}
	return n
}

func (c Composition) rectificationReply() document.RectificationReply {
	e := c.evaluation
	r := document.RectificationReply{
		Unit: c.names.Unit, Bureau: c.names.Receiver, Subject: e.Title, NoticeOn: e.StartOn.Start(), RepliedOn: c.day,
	}
	for _, found := range evaluation.Rectifications(e, c.now) {
		reply := lastReply(e, found.Item)
		r.Remedies = append(r.Remedies, document.Remedy{
			Problem: e.Item(found.Item).Title, Action: reply.Field("measures"), State: found.State.Label(),
			DoneOn: dateOf(reply.Field("done_on")), Responsible: reply.Field("responsible_post"),
		})
	}
	return r
}

// lastReply is what was handed in last for a problem.
func lastReply(e *evaluation.Evaluation, item evaluation.ItemID) evaluation.Submission {
	var last evaluation.Submission
	for i := range e.Tasks {
		if t := &e.Tasks[i]; t.Item == item && t.Stage == "reply" && t.Step == "fill" && t.State == evaluation.StateCompleted {
			last = t.Submission
		}
	}
	return last
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
