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
	// Failed ones are to be tried again.
	Failed int `json:"failed"`
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
	// outOfOrder failures in a row are the channel's fault and no longer the
	// addressees'.
	outOfOrder = 8
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
// One that fails keeps its lease to the end, so that all others have their
// turn before it is tried again.
func (a *Activities) Deliver(ctx context.Context, id evaluation.ID) (DeliverResult, error) {
	defer alive(ctx)()
	d := delivery{Activities: a}
	err := d.run(ctx, id)
	for _, f := range d.failed {
		err = errors.Join(err, a.mark(ctx, f.notice, f.why))
	}
	return d.done, toTemporal(err)
}

// delivery is one round of sending.
type delivery struct {
	*Activities
	done   DeliverResult
	failed []failure
	inARow int
}

// failure is a notice that is to be tried again.
type failure struct {
	notice string
	why    error
}

// run sends until nothing waits, or the channel is out of order.
func (d *delivery) run(ctx context.Context, id evaluation.ID) error {
	for d.inARow < outOfOrder {
		batch, err := d.Store.LeaseNotices(ctx, id, noticeBatch, noticeLease)
		if err != nil || len(batch) == 0 {
			return err
		}
		for _, n := range batch {
			if err := ctx.Err(); err != nil {
				return fault.Wrap(err, fault.Unavailable, "delivery_cut_short", "deliver notices of %s", id)
			}
			if err := d.one(ctx, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// one sends a notice and marks how that went, unless it failed.
func (d *delivery) one(ctx context.Context, n notify.Notice) error {
	why := d.send(ctx, n)
	switch {
	case why == nil:
		d.done.Sent++
	case fault.CodeOf(why) == fault.Unavailable:
		d.done.Failed++
		d.inARow++
		d.failed = append(d.failed, failure{n.ID, why})
		return nil
	default:
		d.done.Refused++
		d.Log.WarnContext(ctx, "notice refused", "notice", n.ID, "error", why)
	}
	d.inARow = 0
	return d.mark(ctx, n.ID, why)
}

// send sends a notice. What the channel refuses is invalid here, or
// unavailable when it may be tried again; see notify.Channel.
func (a *Activities) send(ctx context.Context, n notify.Notice) error {
	ctx, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	err := a.Channel.Send(ctx, n)
	switch {
	case err == nil || fault.CodeOf(err) == fault.Unavailable:
		return err
	case ctx.Err() != nil:
		return fault.Wrap(err, fault.Unavailable, "sending_cut_short", "notice %s took too long", n.ID)
	}
	return fault.Wrap(err, fault.Invalid, fault.ReasonOf(err), "notice %s is refused", n.ID)
}

// mark records how sending went, even if the activity was cancelled meanwhile.
func (a *Activities) mark(ctx context.Context, notice string, outcome error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), markWithin)
	defer cancel()
	return a.Store.MarkNotice(ctx, notice, outcome)
}
