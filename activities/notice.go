package activities

import (
	"context"
	"errors"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/notify"
)

// NotifyResult counts the notices that wait to be sent.
type NotifyResult struct {
	ToSend int `json:"to_send"`
}

// DeliverResult counts what a delivery did.
type DeliverResult struct {
	Sent    int `json:"sent"`
	Refused int `json:"refused"`
}

const (
	// noticeBatch notices are leased together, so few that all are sent within
	// the lease even if the mail server lets each wait.
	noticeBatch = 4
	// noticeLease is how long a worker that died keeps a notice from being
	// sent by another.
	noticeLease = 5 * time.Minute
	// sendWithin bounds the sending of one notice, markWithin the note of it.
	sendWithin = time.Minute
	markWithin = 10 * time.Second
)

// Notify writes the notices that new journal entries call for. People see
// them in the application at once; Deliver sends them elsewhere.
func (a *Activities) Notify(ctx context.Context, id evaluation.ID) (NotifyResult, error) {
	n, err := a.Store.EnqueueNotices(ctx, id)
	return NotifyResult{ToSend: n}, toTemporal(err)
}

// Deliver sends the notices of an evaluation that wait. Each is leased before
// it is sent and marked after, so two workers never send the same one; if a
// worker dies between the mail server's answer and the mark, the notice goes
// out again under the same Message-ID.
//
// When the channel is out of order, the batch is tried to its end, since it
// may be one addressee's fault, and the rest is left for the next attempt.
func (a *Activities) Deliver(ctx context.Context, id evaluation.ID) (DeliverResult, error) {
	defer alive(ctx)()
	var done DeliverResult
	for {
		batch, err := a.Store.LeaseNotices(ctx, id, noticeBatch, noticeLease)
		if err != nil || len(batch) == 0 {
			return done, toTemporal(err)
		}
		var later error
		for _, n := range batch {
			if err := ctx.Err(); err != nil {
				return done, err
			}
			sent, err := a.send(ctx, n)
			if err != nil {
				return done, toTemporal(err)
			}
			later = errors.Join(later, done.count(sent))
		}
		if later != nil {
			return done, toTemporal(later)
		}
	}
}

// send sends a notice and notes how it went. What was sent is noted even if
// the activity was cancelled meanwhile.
func (a *Activities) send(ctx context.Context, n notify.Notice) (sent, err error) {
	sending, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	sent = a.Channel.Send(sending, n)
	switch {
	case sent != nil && sending.Err() != nil:
		sent = fault.Wrap(sent, fault.Unavailable, "sending_cut_short", "notice %s took too long", n.ID)
	case ends(sent):
		sent = fault.Wrap(sent, fault.Invalid, fault.ReasonOf(sent), "notice %s is refused", n.ID)
		a.Log.WarnContext(ctx, "notice refused", "notice", n.ID, "error", sent)
	}
	marking, cancel := context.WithTimeout(context.WithoutCancel(ctx), markWithin)
	defer cancel()
	return sent, a.Store.MarkNotice(marking, n.ID, sent)
}

// ends tells a refusal that is final; see notify.Channel.
func ends(sent error) bool {
	return sent != nil && fault.CodeOf(sent) != fault.Unavailable
}

// count counts how sending went and gives what is to be tried again.
func (r *DeliverResult) count(sent error) error {
	switch {
	case sent == nil:
		r.Sent++
	case ends(sent):
		r.Refused++
	default:
		return sent
	}
	return nil
}
