package api

import (
	"cmp"
	"context"
	"encoding/json"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// DraftStore keeps private working papers.
type DraftStore interface {
	// Paper finds a draft. Fault: not_found draft_not_found.
	Paper(ctx context.Context, task evaluation.TaskID, person evaluation.PersonID) (Paper, error)
	// SavePaper saves a draft over the version that was seen, 0 for the first.
	// Fault: conflict draft_stale.
	SavePaper(ctx context.Context, p Paper) (Paper, error)
}

// Paper is somebody's private working paper for a task (暂存稿).
type Paper struct {
	Task    evaluation.TaskID
	Person  evaluation.PersonID
	Content json.RawMessage
	// Version counts the savings, from 1; 0 is a draft that was never saved.
	Version int64
	SavedAt time.Time
}

// GetDraft gives the caller's draft.
func (s *server) GetDraft(c context.Context, r GetDraftRequestObject) (GetDraftResponseObject, error) {
	ctx, x := enter(c)
	_, t, err := s.taskFor(ctx, x, r.TaskID)
	if err != nil {
		return nil, err
	}
	paper, err := s.store.Paper(ctx, t.ID, penOf(x, t))
	if err != nil {
		return nil, err
	}
	view, err := draftView(paper)
	return GetDraft200JSONResponse{Body: view, Headers: GetDraft200ResponseHeaders{ETag: tag(paper.Version)}}, err
}

// drafted tells whether the caller has a draft, so that nobody asks in vain.
func (s *server) drafted(ctx context.Context, x *exchange, l *lens, t *evaluation.Task) (bool, error) {
	if l.past() {
		return false, nil
	}
	_, err := s.store.Paper(ctx, t.ID, penOf(x, t))
	if fault.CodeOf(err) == fault.NotFound {
		return false, nil
	}
	return err == nil, err
}

// SaveDraft saves the caller's draft (暂存). It is allowed and refused like any
// other action, but leaves nothing in the journal: until it is handed in, it
// is nobody else's business.
func (s *server) SaveDraft(c context.Context, r SaveDraftRequestObject) (SaveDraftResponseObject, error) {
	ctx, x := enter(c)
	version, err := versionOf(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	request := x.request()
	request.Task = evaluation.TaskID(r.TaskID)
	result, err := s.store.Update(ctx, request, func(now *evaluation.Situation) (evaluation.Outcome, error) {
		return s.policy.Decide(now, command(evaluation.Draft, r.TaskID))
	})
	s.metrics.acted(string(evaluation.Draft), err)
	if err != nil {
		return nil, s.explained(ctx, result, err)
	}
	content, err := json.Marshal(r.Body)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, reasonRequestInvalid, "encode draft")
	}
	saved, err := s.store.SavePaper(ctx, Paper{Task: request.Task, Person: penOf(x, result.Evaluation.Task(request.Task)), Content: content, Version: version})
	if err != nil {
		return nil, err
	}
	view, err := draftView(saved)
	return SaveDraft200JSONResponse{Body: view, Headers: SaveDraft200ResponseHeaders{ETag: tag(saved.Version)}}, err
}

// penOf tells whose draft of a task the caller writes: his own, or that of whom
// he stands in for; of a task that was delegated its owner's, so that what was
// prepared is there when it comes back.
func penOf(x *exchange, t *evaluation.Task) evaluation.PersonID {
	me := cmp.Or(x.actingFor, x.person())
	if t != nil && t.Owner != "" && t.Assignee == me {
		return t.Owner
	}
	return me
}

func draftView(p Paper) (Draft, error) {
	view := Draft{Version: p.Version, SavedAt: local(p.SavedAt)}
	if err := json.Unmarshal(p.Content, &view.Content); err != nil {
		return view, fault.Wrap(err, fault.Internal, "draft_unreadable", "draft of %s by %s", p.Task, p.Person)
	}
	return view, nil
}
