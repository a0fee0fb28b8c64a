package adapter

import (
	"context"
	"time"

	"jiheng/api"
	"jiheng/internal/evaluation"
	"jiheng/internal/store"
)

// SavedViews lists the views of the inbox that a person sees.
func (a API) SavedViews(ctx context.Context, p evaluation.PersonID, now time.Time) ([]api.SavedView, error) {
	list, err := a.Views(ctx, p, now)
	out := make([]api.SavedView, len(list))
	for i, v := range list {
		out[i] = api.SavedView(v)
	}
	return out, err
}

// MakeSavedView keeps a view.
func (a API) MakeSavedView(ctx context.Context, v api.SavedView, key, fingerprint string) (api.SavedView, error) {
	made, err := a.MakeView(ctx, store.View(v), key, fingerprint)
	return api.SavedView(made), err
}

// ChangeSavedView changes a view.
func (a API) ChangeSavedView(ctx context.Context, v api.SavedView) (api.SavedView, error) {
	changed, err := a.ChangeView(ctx, store.View(v))
	return api.SavedView(changed), err
}

// Heads tells how far journals have grown.
func (a API) Heads(ctx context.Context, ids []evaluation.ID) ([]api.Change, error) {
	heads, err := a.Store.Heads(ctx, ids)
	return changesOf(heads), err
}

// Follow tells how journals grow.
func (a API) Follow(ctx context.Context, heard func(changes []api.Change, anything bool)) {
	a.Store.Follow(ctx, func(changes []store.Change, anything bool) {
		heard(changesOf(changes), anything)
	})
}

func changesOf(list []store.Change) []api.Change {
	out := make([]api.Change, len(list))
	for i, c := range list {
		out[i] = api.Change(c)
	}
	return out
}
