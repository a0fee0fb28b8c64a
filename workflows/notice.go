package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"

	"jiheng/activities"
)

const (
	// writeAgain is when to write notices again after that failed.
	writeAgain = time.Minute
	// lastPostWithin is how long a finished evaluation waits for its notices
	// to be sent. Unsent ones can still be read in the application.
	lastPostWithin = 24 * time.Hour
)

// post is the sending of notices. It happens beside the timeline: a mail
// server that is down must not hold up a deadline.
type post struct {
	told     int64           // the journal entry up to which notices were written
	unsure   bool            // whether notices wait has to be asked again
	waiting  bool            // notices wait to be sent
	delivery workflow.Future // of the delivery under way, else nil
	vain     int             // deliveries in a row that sent nothing
	next     time.Time       // no delivery is begun before
}

// settled tells that everything up to a journal entry was written and sent.
func (p *post) settled(seq int64) bool {
	return p.told == seq && !p.unsure && !p.waiting && p.delivery == nil
}

// notify writes the notices that the journal calls for, and begins to send
// them. It gives when to come back to it; zero is not before something happens.
func (t *timeline) notify(seq int64) time.Time {
	p := &t.post
	if seq != p.told || p.unsure {
		var written activities.NotifyResult
		err := workflow.ExecuteLocalActivity(short(t.ctx), a.Notify, t.in.Evaluation).Get(t.ctx, &written)
		if err != nil {
			t.log().Error("timeline: notices could not be written", "evaluation", t.in.Evaluation, "error", err)
			return t.now().Add(writeAgain)
		}
		if seq != p.told {
			p.next = time.Time{} // new ones need not rest
		}
		p.told, p.unsure, p.waiting = seq, false, written.ToSend > 0
	}
	if !p.waiting || p.delivery != nil {
		return time.Time{}
	}
	if p.next.After(t.now()) {
		return p.next
	}
	p.delivery = workflow.ExecuteActivity(outside(t.ctx), a.Deliver, t.in.Evaluation)
	return time.Time{}
}

// delivered ends a delivery. One that sent nothing is not repeated at once,
// since somebody else may have the notices, or the mail server be down.
func (t *timeline) delivered() {
	p := &t.post
	var done activities.DeliverResult
	err := p.delivery.Get(t.ctx, &done)
	p.delivery = nil
	p.unsure = true // more may have been written meanwhile
	if err == nil && done.Sent+done.Refused > 0 {
		p.vain, p.next = 0, time.Time{}
		return
	}
	p.vain++
	p.next = t.now().Add(pause(p.vain))
	if err != nil {
		t.log().Error("timeline: notices could not be sent", "evaluation", t.in.Evaluation, "again", p.next, "error", err)
	}
}

// finish sees the last notices off before the run ends, and tells whether it is
// to end. Who is called meanwhile looks again: what was finished may have been
// opened again, and whoever called believes that it was heard.
func (t *timeline) finish(seq int64) (over bool) {
	until := t.now().Add(lastPostWithin)
	for t.ctx.Err() == nil {
		wake := t.notify(seq)
		if t.post.settled(seq) {
			return t.calls.Len() == 0 || !t.looksAgain()
		}
		if !t.now().Before(until) {
			t.log().Warn("timeline: finished with notices unsent", "evaluation", t.in.Evaluation)
			return true
		}
		heard := t.signals
		t.wait(earliest(wake, until))
		t.drain()
		if t.signals > heard && t.looksAgain() {
			return false
		}
	}
	return true
}

// looksAgain is false for runs recorded before a finished evaluation could be
// opened again: they went on seeing their notices off (reason 1).
func (t *timeline) looksAgain() bool {
	return workflow.GetVersion(t.ctx, "look-again-when-finished", workflow.DefaultVersion, 1) >= 1
}
