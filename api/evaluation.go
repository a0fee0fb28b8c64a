package api

import (
	"context"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/process"
	"jiheng/policy"
)

// EvaluationStore starts and finds evaluations.
type EvaluationStore interface {
	Start(ctx context.Context, r evaluation.Request, in evaluation.Opening, decide Decide) (evaluation.Result, error)
	// Situation reads without locking; with a task it holds that item's tasks.
	Situation(ctx context.Context, r evaluation.Request) (*evaluation.Situation, error)
	Names(ctx context.Context, e *evaluation.Evaluation) (evaluation.Names, error)
	// Evaluations lists what somebody may see, the latest first.
	Evaluations(ctx context.Context, v Visible, limit int, cursor string) (list []Summary, next string, err error)
	// SeqAt gives the number of the last journal entry not after an instant, 0
	// before the first; Replay the evaluation as it was behind an entry.
	SeqAt(ctx context.Context, id evaluation.ID, at time.Time) (int64, error)
	Replay(ctx context.Context, id evaluation.ID, upTo int64) (*evaluation.Evaluation, error)
	Definitions(ctx context.Context) ([]*evaluation.Definition, error)
	Definition(ctx context.Context, ref evaluation.ProcessRef) (*evaluation.Definition, error)
	DefinitionSource(ctx context.Context, ref evaluation.ProcessRef) (string, error)
	// DefinitionVersions lists all that are kept, by name, the newest first.
	DefinitionVersions(ctx context.Context) ([]process.Kept, error)
}

// Decide makes a decision inside the store's transaction.
type Decide = func(*evaluation.Situation) (evaluation.Outcome, error)

// Visible says which evaluations somebody may see in a list (可见范围): those
// of the units, those filed to the receivers, those the person is appointed in.
type Visible struct {
	Units     []string
	Receivers []string
	Person    evaluation.PersonID
	// TakingPart leaves those that are going on and in which the person is
	// appointed or has or settled a task.
	TakingPart bool
}

// Summary is an evaluation as a list shows it (评价概要).
type Summary struct {
	ID            evaluation.ID
	Title         string
	Year          int
	UnitID        string
	UnitName      string
	State         evaluation.State
	StartedAt     time.Time
	FinishedAt    time.Time
	CurrentStage  string    // title of the open stage that is due first
	DueAt         time.Time // when that stage is due
	DeclaredTotal string
	DeclaredGrade string
	// Digest and PublishedAt are set once it is public.
	Digest      string
	PublishedAt time.Time
	// Seq is the end of its journal.
	Seq int64
	// Timescale is by what its days are counted.
	Timescale calendar.Timescale
}

// ListEvaluations lists the evaluations that whoever asks may see.
func (s *server) ListEvaluations(c context.Context, r ListEvaluationsRequestObject) (ListEvaluationsResponseObject, error) {
	ctx, x := enter(c)
	actor, err := s.actor(ctx, x)
	if err != nil {
		return nil, err
	}
	visible := s.visible(actor)
	visible.TakingPart = r.Params.TakingPart
	list, next, err := s.store.Evaluations(ctx, visible, pageSize(r.Params.Limit), r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	out := ListEvaluations200JSONResponse{Evaluations: []EvaluationSummary{}, NextCursor: next}
	for _, e := range list {
		out.Evaluations = append(out.Evaluations, summaryView(e))
	}
	return out, nil
}

// visible asks policy, unit by unit, whether the actor could read an
// evaluation of the unit, or one that was filed to it.
func (s *server) visible(a evaluation.Actor) Visible {
	v := Visible{Person: a.Person}
	could := func(e evaluation.Evaluation) bool {
		d, err := s.policy.AuthorizeEvaluation(&evaluation.Situation{
			Evaluation: &e, Definition: &evaluation.Definition{}, Actor: a,
		}, policy.Read)
		return err == nil && d.Allowed
	}
	for _, g := range a.Grants {
		if could(evaluation.Evaluation{ID: "any", UnitID: g.UnitID}) {
			v.Units = append(v.Units, g.UnitID)
		}
		if could(evaluation.Evaluation{ID: "any", ReceiverID: g.UnitID, Filing: &evaluation.Filing{}}) {
			v.Receivers = append(v.Receivers, g.UnitID)
		}
	}
	return v
}

// GetEvaluation shows an evaluation.
func (s *server) GetEvaluation(c context.Context, r GetEvaluationRequestObject) (GetEvaluationResponseObject, error) {
	ctx, x := enter(c)
	situation, err := s.permitted(ctx, x, r.EvaluationID, policy.ObjectEvaluation, policy.Read)
	if err != nil {
		return nil, err
	}
	l, err := s.goBack(ctx, x, situation, r.Params.AsOf)
	if err != nil {
		return nil, err
	}
	view, err := s.evaluationView(ctx, l, situation.Evaluation, situation.Definition, situation.Calendar)
	return GetEvaluation200JSONResponse(view), err
}

// goBack puts the evaluation of a situation back to how it was at an instant,
// folded from its journal, with the calendar of then; the zero instant is now.
// Whoever may see it now may see how it was.
//
// Faults: not_found evaluation_not_found when it had not been started; invalid
// as_of_in_future.
func (s *server) goBack(ctx context.Context, x *exchange, situation *evaluation.Situation, at time.Time) (*lens, error) {
	l := s.present(x)
	if at.IsZero() {
		return l, nil
	}
	if err := s.inThePast(at); err != nil {
		return nil, err
	}
	l.at = at
	id := situation.Evaluation.ID
	seq, err := s.store.SeqAt(ctx, id, at)
	if err != nil {
		return nil, err
	}
	if seq == 0 {
		return nil, fault.New(fault.NotFound, "evaluation_not_found", "evaluation %s had not been started at %s", id, at)
	}
	if situation.Evaluation, err = s.store.Replay(ctx, id, seq); err != nil {
		return nil, err
	}
	situation.Now = at
	situation.Calendar, err = s.store.CalendarAt(ctx, at)
	return l, err
}

// permitted reads an evaluation and asks whether the caller may do something
// with what belongs to it.
func (s *server) permitted(ctx context.Context, x *exchange, id string, o policy.Object, a evaluation.Action) (*evaluation.Situation, error) {
	request := x.request()
	request.Evaluation, request.Whole = evaluation.ID(id), true
	situation, err := s.store.Situation(ctx, request)
	if err != nil {
		return nil, err
	}
	if _, err := s.policy.AuthorizeObject(situation, o, a, ""); err != nil {
		return nil, ofProcess{err, situation.Definition}
	}
	return situation, nil
}
