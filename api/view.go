package api

import (
	"context"
	"slices"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/policy"
)

// ViewStore keeps saved views of the inbox.
type ViewStore interface {
	// SavedViews lists a person's own views, then those shared with the person.
	SavedViews(ctx context.Context, p evaluation.PersonID, now time.Time) ([]SavedView, error)
	// MakeSavedView keeps a view once for each key.
	// Faults: conflict views_full; invalid idempotency_key_reused.
	MakeSavedView(ctx context.Context, v SavedView, key, fingerprint string) (SavedView, error)
	// ChangeSavedView changes a view of its owner from the version seen.
	// Faults: not_found view_not_found; conflict view_stale.
	ChangeSavedView(ctx context.Context, v SavedView) (SavedView, error)
	// DropView deletes a view of its owner. Fault: not_found view_not_found.
	DropView(ctx context.Context, owner evaluation.PersonID, id string) error
}

// SavedView is a question to the inbox that somebody asks again and again
// (常用查询).
type SavedView struct {
	ID     string
	Owner  evaluation.PersonID
	Title  string
	Box    evaluation.Box
	Filter evaluation.InboxFilter
	Sort   evaluation.InboxSort
	// SharedWith and SharedIn are both set or neither.
	SharedWith evaluation.RoleID
	SharedIn   string
	Position   int
	Version    int64
	OwnerName  string
}

// ListViews lists the views that the caller sees.
func (s *server) ListViews(c context.Context, _ ListViewsRequestObject) (ListViewsResponseObject, error) {
	ctx, x := enter(c)
	list, err := s.store.SavedViews(ctx, x.person(), s.now())
	out := ListViews200JSONResponse{Views: []View{}}
	for _, v := range list {
		out.Views = append(out.Views, viewView(v, x))
	}
	return out, err
}

// MakeView saves a view.
func (s *server) MakeView(c context.Context, r MakeViewRequestObject) (MakeViewResponseObject, error) {
	ctx, x := enter(c)
	v, err := s.viewOf(ctx, x, r.Body)
	if err != nil {
		return nil, err
	}
	made, err := s.store.MakeSavedView(ctx, v, r.Params.IdempotencyKey, x.fingerprint)
	return MakeView201JSONResponse{
		Body:    viewView(made, x),
		Headers: MakeView201ResponseHeaders{ETag: tag(made.Version), Location: "/api/v1/views/" + made.ID},
	}, err
}

// ChangeView changes a view of the caller's.
func (s *server) ChangeView(c context.Context, r ChangeViewRequestObject) (ChangeViewResponseObject, error) {
	ctx, x := enter(c)
	version, err := versionOf(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	v, err := s.viewOf(ctx, x, r.Body)
	if err != nil {
		return nil, err
	}
	v.ID, v.Version = r.ViewID, version
	changed, err := s.store.ChangeSavedView(ctx, v)
	return ChangeView200JSONResponse{Body: viewView(changed, x), Headers: ChangeView200ResponseHeaders{ETag: tag(changed.Version)}}, err
}

// DropView deletes a view of the caller's.
func (s *server) DropView(c context.Context, r DropViewRequestObject) (DropViewResponseObject, error) {
	ctx, x := enter(c)
	return DropView204Response{}, s.store.DropView(ctx, x.person(), r.ViewID)
}

// viewOf reads a view of the caller's. Whoever shares it must be allowed to.
func (s *server) viewOf(ctx context.Context, x *exchange, in *ViewContent) (SavedView, error) {
	filter, err := filterOf(in.Filter)
	if err != nil {
		return SavedView{}, err
	}
	v := SavedView{
		Owner: x.person(), Title: in.Title, Box: evaluation.Box(in.Box), Filter: filter, Sort: evaluation.InboxSort(in.Filter.Sort),
		SharedWith: evaluation.RoleID(in.SharedWith), Position: in.Position,
	}
	if v.SharedWith == "" {
		return v, nil
	}
	v.SharedIn = string(x.session.Person.UnitID)
	actor, err := s.actor(ctx, x)
	if err != nil {
		return SavedView{}, err
	}
	if _, err := s.policy.AuthorizeUnit(actor, v.SharedIn, policy.ObjectView, policy.Share); err != nil {
		return SavedView{}, err
	}
	if !slices.Contains(policy.GrantableRoles(), v.SharedWith) {
		return SavedView{}, fault.New(fault.Invalid, reasonRequestInvalid, "no role %q", v.SharedWith).
			WithFields(fault.Field{Name: "shared_with", Reason: "role_unknown"})
	}
	return v, nil
}

func viewView(v SavedView, x *exchange) View {
	out := View{
		ID: v.ID, Title: v.Title, Box: Box(v.Box), Filter: filterView(v.Filter, v.Sort), Position: v.Position,
		SharedWith: string(v.SharedWith), SharedIn: v.SharedIn, Mine: v.Owner == x.person(), Version: v.Version,
	}
	if v.SharedWith != "" {
		out.SharedWithTitle = policy.RoleTitle(v.SharedWith)
	}
	if !out.Mine {
		out.OwnerName = v.OwnerName
	}
	return out
}
