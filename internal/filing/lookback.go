package filing

import (
	"context"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/review"
	"jiheng/internal/signing"
)

// LookBack is what a bureau signs when it has looked back at what a unit of
// another installation put right (回头看结果).
type LookBack struct {
	Notice       string `json:"notice"`
	Number       string `json:"number"` // of the receipt
	EvaluationID string `json:"evaluation_id"`
	UnitID       string `json:"unit_id"`
	ReceiverID   string `json:"receiver_id"`
	Version      int    `json:"version"`
	Digest       string `json:"digest"`
	Year         int    `json:"year"`
	Title        string `json:"title"`

	Outcomes     []evaluation.ProblemOutcome `json:"outcomes"`
	LookedBackAt time.Time                   `json:"looked_back_at"`
}

func (l LookBack) wrong(w *wrong) {
	w.unless(word(l.Notice) && len(l.Notice) <= 60, "notice")
	w.unless(word(l.Number), "number")
	w.unless(word(l.Title), "title")
	w.unless(l.Year >= 2000 && l.Year <= 2100, "year")
	w.unless(len(l.Outcomes) > 0 && len(l.Outcomes) <= maxProblems, "outcomes")
	for _, o := range l.Outcomes {
		w.unless(word(o.Problem) && o.Finding != "" && len(o.Finding) <= maxReason, "outcomes")
	}
	w.unless(!l.LookedBackAt.IsZero(), "looked_back_at")
}

// SignOutcome signs what was found of a notice, as the book has it.
func SignOutcome(s signing.Signer, f review.Filing, n review.Notice) (signing.Envelope, error) {
	return Sign(s, LookBack{
		Notice: n.ID, Number: f.Number, EvaluationID: f.EvaluationID, UnitID: f.UnitID, ReceiverID: f.ReceiverID, Version: f.Version,
		Digest: f.Digest, Year: f.Year, Title: n.Title, Outcomes: n.Outcomes, LookedBackAt: n.LookedBackAt,
	})
}

// CheckOutcome opens what was found and holds it against what was filed. The
// faults are those of CheckReceipt.
func (r *Receiver) CheckOutcome(e signing.Envelope, m Manifest) (LookBack, error) {
	got, err := Open[LookBack](e, r.Key)
	if err != nil {
		return got, err
	}
	return got, m.answered(got.EvaluationID, got.UnitID, got.ReceiverID, got.Version, got.Digest)
}

// outcomeOf keeps the two evaluations apart that one notice begins at the unit.
const outcomeOf = "outcome:"

// TakeOutcome gives the unit to read what was found, once however often it
// comes and by whatever way. Rule and version say what allowed it.
func TakeOutcome(ctx context.Context, s NoticeStore, e signing.Envelope, l LookBack, by evaluation.Request, rule, version string) error {
	text, err := e.Encode()
	if err != nil {
		return err
	}
	start := evaluation.Start{
		UnitID: l.UnitID, ReceiverID: l.ReceiverID, Title: outcomeTitle(l.Title), Year: l.Year, Timescale: calendar.RealTime(),
		Origin: &evaluation.Origin{
			Evaluation: evaluation.ID(l.EvaluationID), Digest: l.Digest, Number: l.Number, Notice: outcomeOf + l.Notice,
			Outcomes: l.Outcomes, Evidence: strings.TrimSuffix(string(text), "\n"),
		},
	}
	return takeOnce(ctx, s, start, evaluation.OutcomeProcess, by, rule, version)
}

// Passed lists the replies that passed and have still to be looked back at, and
// begins what they ask for.
type Passed interface {
	RepliesToLookBack(ctx context.Context, after string, limit int) ([]review.ReplyPassed, error)
	Start(ctx context.Context, r evaluation.Request, in evaluation.Opening, decide func(*evaluation.Situation) (evaluation.Outcome, error)) (evaluation.Result, error)
}

// LookBacks begins the bureau's look-back at units of other installations
// (回头看). What there is to do is read off the book, so that nothing is lost
// however often it is broken off.
type LookBacks struct {
	Store Passed
	Every time.Duration
	Log   *slog.Logger
}

// Run begins what is to be begun until ctx ends.
func (b *LookBacks) Run(ctx context.Context) {
	for {
		if err := b.Once(ctx); err != nil && ctx.Err() == nil {
			b.Log.WarnContext(ctx, "exchange: look-backs could not be listed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(b.Every):
		}
	}
}

// Once begins a look-back for every reply that passed. One that cannot be begun
// keeps no other from it.
func (b *LookBacks) Once(ctx context.Context) error {
	for after := ""; ; {
		list, err := b.Store.RepliesToLookBack(ctx, after, pollPage)
		if err != nil {
			return err
		}
		for _, p := range list {
			if err := b.begin(ctx, p); err != nil && fault.ReasonOf(err) != "look_back_begun" {
				b.Log.WarnContext(ctx, "exchange: no look-back", "filing", p.Reply.ID, "reason", fault.ReasonOf(err), "error", err)
			}
			after = p.Reply.ID
		}
		if len(list) < pollPage {
			return nil
		}
	}
}

// begin starts a process of the bureau's own on the day that is to come: its
// book notes it in the same transaction, which lets one begin.
func (b *LookBacks) begin(ctx context.Context, p review.ReplyPassed) error {
	f := p.Reply
	start := evaluation.Start{
		UnitID: f.ReceiverID, ReceiverID: f.ReceiverID, Title: lookBackTitle(p.Notice.Title), Year: f.Year, StartOn: p.Notice.LookBackDue(f.DecidedAt),
		Timescale: calendar.RealTime(),
		Origin:    &evaluation.Origin{Evaluation: evaluation.ID(f.EvaluationID), Digest: f.Digest, Filing: f.ID, Number: f.Number},
	}
	for i, problem := range p.Notice.Problems {
		start.Items = append(start.Items, evaluation.Item{ID: evaluation.ItemID("problem-" + strconv.Itoa(i+1)), Kind: evaluation.ItemProblem, Title: problem})
	}
	opening := evaluation.Opening{Process: evaluation.LookBackProcess, UnitID: f.ReceiverID, ReceiverID: f.ReceiverID}
	_, err := b.Store.Start(ctx, evaluation.Request{Actor: evaluation.SystemPerson}, opening, func(now *evaluation.Situation) (evaluation.Outcome, error) {
		events, err := evaluation.Begin(now, start)
		return evaluation.Outcome{Events: events, Rule: "system:look-back"}, err
	})
	return err
}
