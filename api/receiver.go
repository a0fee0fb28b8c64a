package api

import (
	"context"
	"slices"

	"jiheng/policy"
)

// ListReceivers lists to whom an evaluation of one's unit can be filed, for
// those who may start one. A unit may file with itself, as where a department
// examines its own.
func (s *server) ListReceivers(c context.Context, _ ListReceiversRequestObject) (ListReceiversResponseObject, error) {
	ctx, x := enter(c)
	actor, err := s.actor(ctx, x)
	if err != nil {
		return nil, err
	}
	if _, err := s.policy.AuthorizeStart(actor, string(x.session.Person.UnitID)); err != nil {
		return nil, err
	}
	units, err := s.store.Receivers(ctx, policy.Bureau)
	if err != nil {
		return nil, err
	}
	out := ListReceivers200JSONResponse{Receivers: []Receiver{}}
	for _, u := range units {
		// One that has a system of its own reviews there.
		out.Receivers = append(out.Receivers, Receiver{ID: u.ID, Name: u.Name, Reviews: u.Reviews || s.remote(u.ID)})
	}
	slices.SortStableFunc(out.Receivers, func(a, b Receiver) int {
		switch {
		case a.Reviews == b.Reviews:
			return 0
		case a.Reviews:
			return -1
		}
		return 1
	})
	return out, nil
}
