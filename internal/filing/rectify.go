package filing

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/signing"
)

// Notice is what a bureau signs when it asks a unit of another installation to
// put right what its review found (整改通知).
type Notice struct {
	ID           string    `json:"id"`
	Number       string    `json:"number"` // of the receipt
	EvaluationID string    `json:"evaluation_id"`
	UnitID       string    `json:"unit_id"`
	ReceiverID   string    `json:"receiver_id"`
	Version      int       `json:"version"`
	Digest       string    `json:"digest"`
	Year         int       `json:"year"`
	Title        string    `json:"title"`
	Problems     []string  `json:"problems"`
	ReplyDays    int       `json:"reply_days"`
	OrderedAt    time.Time `json:"ordered_at"`
}

const (
	maxNotices  = 100
	maxProblems = 200
	maxDays     = 999
)

func (n Notice) wrong(w *wrong) {
	w.unless(word(n.ID) && len(n.ID) <= 60, "id")
	w.unless(word(n.Number), "number")
	w.unless(word(n.Title), "title")
	w.unless(n.Year >= 2000 && n.Year <= 2100, "year")
	w.unless(len(n.Problems) > 0 && len(n.Problems) <= maxProblems && !slices.ContainsFunc(n.Problems, func(p string) bool { return !word(p) }), "problems")
	w.unless(n.ReplyDays >= 1 && n.ReplyDays <= maxDays, "reply_days")
	w.unless(!n.OrderedAt.IsZero(), "ordered_at")
}

// Rectifies is which notice a filing is the reply to, and what it replies
// (整改回复).
type Rectifies struct {
	Notice     string        `json:"notice"`
	ReceivedOn calendar.Date `json:"received_on"`
	Replies    []Reply       `json:"replies"`
}

// Reply is the answer to one problem.
type Reply struct {
	Problem         string    `json:"problem"`
	Measures        string    `json:"measures"`
	ResponsiblePost string    `json:"responsible_post"`
	DoneOn          string    `json:"done_on"`
	SignedAt        time.Time `json:"signed_at"`
}

func (r *Rectifies) sound() bool {
	return r == nil || word(r.Notice) && len(r.Notice) <= 60 && r.ReceivedOn.Valid() && len(r.Replies) > 0 && len(r.Replies) <= maxProblems
}

// repliesOf is what an evaluation replies to the notice that began it; nil when
// none did.
func repliesOf(e *evaluation.Evaluation) *Rectifies {
	if e.Origin == nil || e.Origin.Notice == "" {
		return nil
	}
	out := &Rectifies{Notice: e.Origin.Notice, ReceivedOn: e.StartOn}
	for _, it := range e.Items {
		reply := Reply{Problem: it.Title}
		for i := range e.Tasks {
			switch t := &e.Tasks[i]; {
			case t.Item != it.ID || t.Stage != "reply" || t.State != evaluation.StateCompleted:
			case t.Step == "fill":
				s := t.Submission
				reply.Measures, reply.ResponsiblePost, reply.DoneOn = s.Field("measures"), s.Field("responsible_post"), s.Field("done_on")
			case t.Step == "sign":
				reply.SignedAt = t.SettledAt
			}
		}
		out.Replies = append(out.Replies, reply)
	}
	return out
}

// CheckNotice opens a notice of rectification and holds it against what was
// filed. The faults are those of CheckReceipt.
func (r *Receiver) CheckNotice(e signing.Envelope, m Manifest) (Notice, error) {
	got, err := Open[Notice](e, r.Key)
	if err != nil {
		return got, err
	}
	return got, m.answered(got.EvaluationID, got.UnitID, got.ReceiverID, got.Version, got.Digest)
}

// NoticeStore begins what notices ask for.
type NoticeStore interface {
	// Taken lists the notices that began an evaluation which follows from one.
	Taken(ctx context.Context, id evaluation.ID) ([]evaluation.NoticeTaken, error)
	Start(ctx context.Context, r evaluation.Request, in evaluation.Opening, decide func(*evaluation.Situation) (evaluation.Outcome, error)) (evaluation.Result, error)
}

// Take begins the unit's rectification by a notice, once however often it
// comes and by whatever way. Rule and version say what allowed it.
func Take(ctx context.Context, s NoticeStore, n Notice, by evaluation.Request, rule, version string) error {
	return takeOnce(ctx, s, n.start(), evaluation.ReplyProcess, by, rule, version)
}

// takeOnce begins on this day what a notice of the bureau asks for, unless it
// has begun.
func takeOnce(ctx context.Context, s NoticeStore, start evaluation.Start, process string, by evaluation.Request, rule, version string) error {
	begun := func() (bool, error) {
		taken, err := s.Taken(ctx, start.Origin.Evaluation)
		return slices.ContainsFunc(taken, func(t evaluation.NoticeTaken) bool { return t.Notice == start.Origin.Notice }), err
	}
	if known, err := begun(); err != nil || known {
		return err
	}
	request := evaluation.Request{Actor: by.Actor, RequestID: by.RequestID, ClientAddress: by.ClientAddress}
	opening := evaluation.Opening{Process: process, UnitID: start.UnitID, ReceiverID: start.ReceiverID}
	_, err := s.Start(ctx, request, opening, func(now *evaluation.Situation) (evaluation.Outcome, error) {
		in := start
		in.StartOn = calendar.DateOf(now.Now)
		events, err := evaluation.Begin(now, in)
		return evaluation.Outcome{Events: events, Rule: rule, PolicyVersion: version}, err
	})
	if err == nil {
		return nil
	}
	// Somebody else may have begun it at the same moment: the database lets one.
	if known, again := begun(); again == nil && known {
		return nil
	}
	return err
}

// start is what the unit's process begins with: a problem an item.
func (n Notice) start() evaluation.Start {
	out := evaluation.Start{
		UnitID: n.UnitID, ReceiverID: n.ReceiverID, Title: n.Title, Year: n.Year, Timescale: calendar.RealTime(),
		Parameters: []evaluation.ParameterValue{{Name: "reply_days", Value: decimal.NewFromInt(int64(n.ReplyDays))}},
		Origin:     &evaluation.Origin{Evaluation: evaluation.ID(n.EvaluationID), Digest: n.Digest, Number: n.Number, Notice: n.ID},
	}
	for i, problem := range n.Problems {
		out.Items = append(out.Items, evaluation.Item{ID: evaluation.ItemID("problem-" + strconv.Itoa(i+1)), Kind: evaluation.ItemProblem, Title: problem})
	}
	return out
}
