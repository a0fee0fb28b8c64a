package filing

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/signing"
)

// PollStore is what a poller needs of the database.
type PollStore interface {
	NoticeStore
	// FiledWith lists evaluations whose last filing went to one of the
	// receivers and was not sent back, by id after one.
	FiledWith(ctx context.Context, receivers []string, after evaluation.ID, limit int) ([]evaluation.ID, error)
	Situation(ctx context.Context, r evaluation.Request) (*evaluation.Situation, error)
	Update(ctx context.Context, r evaluation.Request, decide func(*evaluation.Situation) (evaluation.Outcome, error)) (evaluation.Result, error)
}

// Poller asks receivers in other systems what has become of filings (查询报送结果):
// a unit's system can call its bureau's, seldom the other way round. What comes
// back is signed, so it matters to nobody how often it is asked or who asks.
type Poller struct {
	Store     PollStore
	Receivers Receivers
	Signer    signing.Signer
	Every     time.Duration
	// Within bounds the asking about one filing; 0 is a minute.
	Within time.Duration
	Now    func() time.Time
	Log    *slog.Logger
}

const (
	pollPage  = 100
	askWithin = time.Minute
)

// Run asks until ctx ends. Without receivers that can be called there is
// nothing to do.
func (p *Poller) Run(ctx context.Context) {
	if len(p.online()) == 0 || p.Signer == nil {
		return
	}
	for {
		if err := p.Once(ctx); err != nil && ctx.Err() == nil {
			p.Log.WarnContext(ctx, "exchange: filings could not be asked about", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(p.Every):
		}
	}
}

func (p *Poller) online() []string {
	var units []string
	for unit, r := range p.Receivers {
		if r.Online() {
			units = append(units, unit)
		}
	}
	return units
}

// Once asks about every filing once. One that cannot be asked about keeps no
// other from being.
func (p *Poller) Once(ctx context.Context) error {
	for after := evaluation.ID(""); ; {
		ids, err := p.Store.FiledWith(ctx, p.online(), after, pollPage)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := p.ask(ctx, id); err != nil {
				p.Log.WarnContext(ctx, "exchange: no answer", "evaluation", id, "reason", fault.ReasonOf(err), "error", err)
			}
			after = id
		}
		if len(ids) < pollPage {
			return nil
		}
	}
}

// ask brings home what a receiver says of one filing.
func (p *Poller) ask(ctx context.Context, id evaluation.ID) error {
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(p.Within, askWithin))
	defer cancel()
	request := evaluation.Request{Evaluation: id, Actor: evaluation.SystemPerson, Whole: true}
	s, err := p.Store.Situation(ctx, request)
	if err != nil {
		return err
	}
	to := p.Receivers[s.Evaluation.ReceiverID]
	m, err := Of(s.Evaluation, "-", 1)
	if err != nil || to == nil {
		return err
	}
	query, err := p.query(ctx, m)
	if err != nil {
		return err
	}
	status, err := to.Ask(ctx, query)
	if err != nil {
		return err
	}
	return (&homecoming{p.Store, to, m, request}).bring(ctx, status)
}

// query asks about a filing, and says which notices are here already.
func (p *Poller) query(ctx context.Context, m Manifest) (signing.Envelope, error) {
	taken, err := p.Store.Taken(ctx, evaluation.ID(m.EvaluationID))
	if err != nil {
		return signing.Envelope{}, err
	}
	return Sign(p.Signer, Query{
		EvaluationID: m.EvaluationID, UnitID: m.UnitID, ReceiverID: m.ReceiverID, Version: m.Version, Digest: m.Digest, AskedAt: p.Now(),
		Taken: taken[:min(len(taken), maxNotices)],
	})
}

// homecoming takes what a receiver says of one filing into its evaluation. What
// was taken before changes nothing.
type homecoming struct {
	store   PollStore
	from    *Receiver
	about   Manifest
	request evaluation.Request
}

// bySigned is the rule by which it is taken: whoever it is that brings it, the
// receiver's signature counts.
const bySigned = "exchange:signed"

func (h *homecoming) bring(ctx context.Context, status Status) error {
	for _, e := range status.Rectifications {
		n, err := h.from.CheckNotice(e, h.about)
		if err != nil {
			return err
		}
		if err := Take(ctx, h.store, n, h.request, bySigned, ""); err != nil {
			return err
		}
	}
	for _, e := range status.LookBacks {
		l, err := h.from.CheckOutcome(e, h.about)
		if err != nil {
			return err
		}
		if err := TakeOutcome(ctx, h.store, e, l, h.request, bySigned, ""); err != nil {
			return err
		}
	}
	for _, e := range []*signing.Envelope{status.Receipt, status.Return} {
		if err := h.answer(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// answer takes a receipt or a return, if there is one.
func (h *homecoming) answer(ctx context.Context, e *signing.Envelope) error {
	if e == nil {
		return nil
	}
	answer, err := h.from.Answer(*e, h.about)
	if err != nil {
		return err
	}
	_, err = h.store.Update(ctx, h.request, func(now *evaluation.Situation) (evaluation.Outcome, error) {
		events, err := evaluation.Answered(now, answer)
		return evaluation.Outcome{Events: events, Rule: bySigned}, err
	})
	return err
}
