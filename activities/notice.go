package activities

import (
	"context"
	"time"

	"go.temporal.io/sdk/activity"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
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
	noticeBatch = 50
	// noticeLease is how long a worker that died keeps a notice from being
	// sent by another. It is longer than sending one batch takes.
	noticeLease = 5 * time.Minute
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
func (a *Activities) Deliver(ctx context.Context, id evaluation.ID) (DeliverResult, error) {
	var done DeliverResult
	for {
		batch, err := a.Store.LeaseNotices(ctx, id, noticeBatch, noticeLease)
		if err != nil {
			return done, toTemporal(err)
		}
		if len(batch) == 0 {
			return done, nil
		}
		var later error
		for _, n := range batch {
			sent := a.Channel.Send(ctx, n)
			if err := a.Store.MarkNotice(ctx, n.ID, sent); err != nil {
				return done, toTemporal(err)
			}
			switch {
			case sent == nil:
				done.Sent++
			case fault.CodeOf(sent) == fault.Invalid:
				done.Refused++
			default:
				later = sent
			}
			activity.RecordHeartbeat(ctx, done)
		}
		if later != nil {
			return done, toTemporal(later)
		}
	}
}
