package api

import (
	"context"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/review"
	"jiheng/policy"
)

// OrderRectification asks a unit to put right what was found (责令整改): it
// starts a process of the unit's, of which the bureau is the receiver. The two
// evaluations know of each other; the book notes it in the same transaction.
func (s *server) OrderRectification(c context.Context, r OrderRectificationRequestObject) (OrderRectificationResponseObject, error) {
	ctx, x := enter(c)
	f, _, d, err := s.filing(ctx, x, r.FilingID, policy.Rectify)
	if err != nil {
		return nil, err
	}
	if f.Channel != review.ChannelLocal {
		return nil, fault.New(fault.Conflict, "rectification_elsewhere", "%s works in another system", f.UnitID)
	}
	start, err := s.rectificationOf(f, r.Body)
	if err != nil {
		return nil, err
	}
	opening := evaluation.Opening{Process: evaluation.RectificationProcess, UnitID: f.UnitID, ReceiverID: f.ReceiverID}
	result, err := s.store.Start(ctx, x.command(r.Params.IdempotencyKey), opening, func(now *evaluation.Situation) (evaluation.Outcome, error) {
		in := start
		in.StartOn = calendar.DateOf(now.Now)
		if !in.Timescale.IsRealTime() { // a rehearsal begins with its first entry
			in.Timescale.Origin, in.Timescale.StartedAt = in.StartOn, now.Now
		}
		events, err := evaluation.Begin(now, in)
		return evaluation.Outcome{Events: events, Rule: d.Rule, PolicyVersion: d.Version}, err
	})
	s.metrics.acted("filing_"+string(policy.Rectify), err)
	if err != nil {
		return nil, inContract(err)
	}
	view, err := s.startedView(ctx, result.Evaluation)
	return OrderRectification201JSONResponse{
		Body: view, Headers: OrderRectification201ResponseHeaders{Location: "/api/v1/evaluations/" + view.ID},
	}, err
}

func (s *server) startedView(ctx context.Context, e *evaluation.Evaluation) (Evaluation, error) {
	def, err := s.store.Definition(ctx, e.Process)
	if err != nil {
		return Evaluation{}, err
	}
	in, err := s.store.CalendarInForce(ctx)
	if err != nil {
		return Evaluation{}, err
	}
	return s.evaluationView(ctx, &lens{}, e, def, in.Calendar)
}

// rectificationOf is what the unit's process starts with: a problem an item.
// Fault: invalid rehearsal_not_allowed.
func (s *server) rectificationOf(f review.Summary, in *OrderRectification) (evaluation.Start, error) {
	out := evaluation.Start{
		UnitID: f.UnitID, ReceiverID: f.ReceiverID, Title: in.Title, Year: f.Year, Timescale: calendar.RealTime(),
		Origin: &evaluation.Origin{Evaluation: evaluation.ID(f.EvaluationID), Digest: f.Digest, Filing: f.ID, Number: f.Number},
	}
	if day := time.Duration(in.DayMilliseconds) * time.Millisecond; day > 0 && day < realDay {
		if !s.allowRehearsal {
			return out, fault.New(fault.Invalid, reasonNoRehearsal, "a day of %s", day).
				WithFields(fault.Field{Name: "day_milliseconds", Reason: reasonNoRehearsal})
		}
		out.Timescale = calendar.Timescale{Day: day}
	}
	for i, problem := range in.Problems {
		out.Items = append(out.Items, evaluation.Item{ID: evaluation.ItemID("problem-" + strconv.Itoa(i+1)), Kind: evaluation.ItemProblem, Title: problem})
	}
	for _, p := range []struct {
		name string
		days int
	}{{"reply_days", in.ReplyDays}, {"review_days", in.ReviewWorkdays}, {"look_back_days", in.LookBackDays}} {
		if p.days > 0 {
			out.Parameters = append(out.Parameters, evaluation.ParameterValue{Name: p.name, Value: decimal.NewFromInt(int64(p.days))})
		}
	}
	return out, nil
}

func (s *server) followUps(ctx context.Context, l *lens, id evaluation.ID) ([]FollowUp, error) {
	list, err := s.store.FollowUps(ctx, id)
	var out []FollowUp
	for _, f := range list {
		if l.past() {
			then, err := s.wholeThrough(ctx, l, f.ID)
			if fault.CodeOf(err) == fault.NotFound {
				continue
			}
			if err != nil {
				return nil, err
			}
			f.State = then.State
		}
		out = append(out, FollowUp{ID: string(f.ID), Title: f.Title, Process: f.Process, State: EvaluationState(f.State), StartedAt: local(f.StartedAt)})
	}
	return out, err
}

// addRectification adds where it comes from, and what has become of its
// problems as it is computed now.
func addRectification(view *Evaluation, e *evaluation.Evaluation, now time.Time) {
	if o := e.Origin; o != nil {
		view.Origin = Origin{EvaluationID: string(o.Evaluation), Digest: o.Digest, FilingID: o.Filing, Number: o.Number, Outcomes: outcomesView(o.Outcomes)}
	}
	for _, r := range evaluation.Rectifications(e, now) {
		view.Rectifications = append(view.Rectifications, Rectification{
			Item: string(r.Item), Title: e.Item(r.Item).Title, State: RectificationState(r.State), StateText: r.State.Label(),
			Late: r.Late, Rectified: r.State.Rectified(), RepliedAt: local(r.RepliedAt), FoundAt: local(r.FoundAt),
		})
	}
}
