package postman

import (
	"context"
	"sync"
	"time"

	"jiheng/internal/fault"
	"jiheng/internal/notify"
)

// Result counts what a round of sending did (投递结果).
type Result struct {
	Sent    int
	Refused int
	Failed  int // to be tried again
}

// outOfOrder failures in a row are a channel's fault and no longer the
// addressees'; the rest of the round leaves it alone.
const outOfOrder = 8

// markWithin bounds the note of how sending went.
const markWithin = 10 * time.Second

// Deliver sends until nothing waits. What cannot be sent now rests, as the
// store decides. When ctx ends it stops taking, and notes what is known.
func (p *Postman) Deliver(ctx context.Context) (Result, error) {
	r := &round{Postman: p, inARow: map[line]int{}}
	for ctx.Err() == nil {
		leased := time.Now()
		notices, err := p.store.LeaseNotices(ctx, "", batch, p.config.Lease)
		if err != nil || len(notices) == 0 {
			return r.result, err
		}
		if err := r.send(ctx, notices, leased.Add(p.config.Lease-p.config.Within)); err != nil {
			return r.result, err
		}
	}
	return r.result, fault.Wrap(ctx.Err(), fault.Unavailable, "delivery_cut_short", "deliver notices")
}

// line is one channel: a medium of a unit.
type line struct {
	medium notify.Medium
	unit   string
}

func lineOf(n notify.Notice) line {
	if n.Medium == notify.Mail || n.Medium == "" {
		return line{medium: notify.Mail} // all units share the server
	}
	return line{n.Medium, n.UnitID}
}

// round is what one call of Deliver knows.
type round struct {
	*Postman

	mu     sync.Mutex
	result Result
	inARow map[line]int
}

// outcome is how sending a notice went.
type outcome struct {
	id  string
	err error
}

// send sends some notices side by side and marks them. None is begun after
// until: its lease could end while it is on its way, and somebody else begin.
func (r *round) send(ctx context.Context, notices []notify.Notice, until time.Time) error {
	queue := make(chan notify.Notice)
	done := make(chan outcome, len(notices))
	var senders sync.WaitGroup
	for range min(r.config.AtOnce, len(notices)) {
		senders.Go(func() {
			for n := range queue {
				done <- outcome{n.ID, r.one(ctx, n)}
			}
		})
	}
	var marker sync.WaitGroup
	var failed error
	marker.Go(func() { failed = r.mark(ctx, done) })
	for _, n := range notices {
		switch {
		case ctx.Err() != nil: // whoever comes next need not wait for the lease to end
			done <- outcome{n.ID, fault.New(fault.Unavailable, "delivery_cut_short", "notice %s was not begun", n.ID)}
		case time.Now().Before(until):
			queue <- n
		}
	}
	close(queue)
	senders.Wait()
	close(done)
	marker.Wait()
	return failed
}

// one sends a notice, unless its channel is out of order.
func (r *round) one(ctx context.Context, n notify.Notice) error {
	l := lineOf(n)
	r.mu.Lock()
	broken := r.inARow[l] >= outOfOrder
	r.mu.Unlock()
	if broken {
		err := fault.New(fault.Unavailable, "channel_out_of_order", "%s of %q fails", l.medium, l.unit)
		r.count(l, err, false)
		return err
	}
	err := r.try(ctx, n)
	r.count(l, err, true)
	if err != nil && fault.CodeOf(err) != fault.Unavailable {
		r.log.WarnContext(ctx, "notice refused", "notice", n.ID, "medium", n.Medium, "error", err)
	}
	return err
}

// try sends a notice. What a channel refuses is invalid here, or unavailable
// when it may be tried again; see notify.Channel.
//
// A postman who is told to go finishes what is on its way: a mail that broke
// off would have to be sent twice.
func (r *round) try(ctx context.Context, n notify.Notice) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.config.Within)
	defer cancel()
	err := r.channel.Send(ctx, n)
	switch {
	case err == nil || fault.CodeOf(err) == fault.Unavailable:
		return err
	case ctx.Err() != nil:
		return fault.Wrap(err, fault.Unavailable, "sending_cut_short", "notice %s took too long", n.ID)
	}
	return fault.Wrap(err, fault.Invalid, fault.ReasonOf(err), "notice %s is refused", n.ID)
}

func (r *round) count(l line, err error, tried bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case err == nil:
		r.result.Sent++
	case fault.CodeOf(err) == fault.Unavailable:
		r.result.Failed++
		if tried {
			r.inARow[l]++
		}
		return
	default:
		r.result.Refused++
	}
	r.inARow[l] = 0
}

// mark notes outcomes as they come: all that came while the note before was
// written make one note, so that a death costs few double sendings and a storm
// few round trips. What cannot be noted is tried again with the next.
func (r *round) mark(ctx context.Context, done <-chan outcome) error {
	outcomes := map[string]error{}
	for first := range done {
		outcomes[first.id] = first.err
		for more := true; more; {
			select {
			case o, open := <-done:
				if more = open; open {
					outcomes[o.id] = o.err
				}
			default:
				more = false
			}
		}
		if r.note(ctx, outcomes) == nil {
			clear(outcomes)
		}
	}
	if len(outcomes) == 0 {
		return nil
	}
	return r.note(ctx, outcomes)
}

// note marks although the postman may have been told to go.
func (r *round) note(ctx context.Context, outcomes map[string]error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), markWithin)
	defer cancel()
	return r.store.MarkNotices(ctx, outcomes)
}
