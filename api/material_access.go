package api

import (
	"context"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

// AccessStore writes down who looked at which paper.
type AccessStore interface {
	// RecordAccess writes down that somebody is about to be given a paper.
	RecordAccess(ctx context.Context, v Viewing) error
	// Accesses lists who looked at a paper, the latest first, before an entry.
	Accesses(ctx context.Context, material string, before int64, limit int) ([]Viewing, error)
}

// Viewing is that somebody looked at a paper (材料查阅).
type Viewing struct {
	ID            int64
	Evaluation    evaluation.ID
	Material      string
	SHA256        string
	Person        evaluation.PersonID
	OnBehalfOf    evaluation.PersonID
	Manner        string // download, preview or text
	At            time.Time
	RequestID     string
	ClientAddress string
}

// The manners of looking at a paper.
const (
	mannerDownload = "download"
	mannerPreview  = "preview"
	mannerText     = "text"
)

// paperFor finds a paper that the caller may read and that may be opened. What
// is another unit's is not there.
func (s *server) paperFor(ctx context.Context, x *exchange, id string) (evaluation.ID, evaluation.Material, error) {
	in, m, err := s.store.Material(ctx, id, principalOf(x))
	if err != nil {
		return "", m, err
	}
	request := x.request()
	request.Task = m.Task
	situation, err := s.store.Situation(ctx, request)
	if err != nil {
		return "", m, err
	}
	if _, err := s.policy.AuthorizeObject(situation, policy.ObjectMaterial, policy.Read, m.Task); err != nil {
		if fault.CodeOf(err) == fault.NotFound {
			return "", m, noMaterial(id)
		}
		return "", m, ofProcess{err, situation.Definition}
	}
	return in, m, papers{now: situation}.closed(m)
}

// seen writes down that a paper is about to be given to the caller. What cannot
// be written down is not given.
func (s *server) seen(ctx context.Context, x *exchange, in evaluation.ID, m evaluation.Material, manner string) error {
	return s.store.RecordAccess(ctx, Viewing{
		Evaluation: in, Material: m.ID, SHA256: m.SHA256, Person: x.person(), OnBehalfOf: x.actingFor, Manner: manner,
		RequestID: x.requestID, ClientAddress: x.address,
	})
}

// ListAccesses tells who looked at a paper. Whoever may read the journal may
// ask, also an auditor, who may not open the paper.
func (s *server) ListAccesses(c context.Context, r ListAccessesRequestObject) (ListAccessesResponseObject, error) {
	ctx, x := enter(c)
	in, m, err := s.store.Material(ctx, r.MaterialID, principalOf(x))
	if err != nil {
		return nil, err
	}
	if _, err := s.permitted(ctx, x, string(in), policy.ObjectJournal, policy.Read); err != nil {
		if fault.CodeOf(err) == fault.NotFound {
			return nil, noMaterial(r.MaterialID)
		}
		return nil, err
	}
	list, err := s.store.Accesses(ctx, m.ID, r.Params.Before, pageSize(r.Params.Limit))
	if err != nil {
		return nil, err
	}
	return ListAccesses200JSONResponse{Accesses: s.accessViews(ctx, list)}, nil
}

func (s *server) accessViews(ctx context.Context, list []Viewing) []Access {
	people := make([]evaluation.PersonID, 0, 2*len(list))
	for _, v := range list {
		people = append(people, v.Person, v.OnBehalfOf)
	}
	names := s.namesAfter(ctx, people...)
	out := []Access{}
	for _, v := range list {
		view := Access{ID: v.ID, PersonID: string(v.Person), Manner: AccessManner(v.Manner), At: local(v.At), ClientAddress: v.ClientAddress}
		_, view.Name = named(names, v.Person)
		view.OnBehalfOf, view.OnBehalfOfName = named(names, v.OnBehalfOf)
		out = append(out, view)
	}
	return out
}

// principalOf is whose rights the caller uses.
func principalOf(x *exchange) evaluation.PersonID {
	if x.actingFor != "" {
		return x.actingFor
	}
	return x.person()
}

func noMaterial(id string) error {
	return fault.New(fault.NotFound, reasonNoMaterial, "no material %.300q", id)
}
