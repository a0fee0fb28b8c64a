package adapter

import (
	"context"
	"time"

	"jiheng/api"
	"jiheng/internal/evaluation"
	"jiheng/internal/store"
)

// uploadBounds are what one person and one unit may have under way. A unit's
// whole inspection, several projects with seven papers each, fits at once.
func uploadBounds() store.UploadBounds {
	return store.UploadBounds{PersonBytes: 1 << 30, UnitBytes: 8 << 30, PersonCount: 50}
}

// BeginUpload records an upload that begins, within the bounds.
func (a API) BeginUpload(ctx context.Context, u api.Incoming) (api.Incoming, error) {
	out, err := a.Store.BeginUpload(ctx, store.Upload(u), uploadBounds())
	return api.Incoming(out), err
}

// Upload finds somebody's own upload.
func (a API) Upload(ctx context.Context, id string, person, onBehalfOf evaluation.PersonID) (api.Incoming, error) {
	out, err := a.Store.Upload(ctx, id, person, onBehalfOf)
	return api.Incoming(out), err
}

// Uploads lists somebody's own unfinished uploads for a task.
func (a API) Uploads(ctx context.Context, task evaluation.TaskID, person, onBehalfOf evaluation.PersonID) ([]api.Incoming, error) {
	list, err := a.Store.Uploads(ctx, task, person, onBehalfOf)
	out := make([]api.Incoming, len(list))
	for i, u := range list {
		out[i] = api.Incoming(u)
	}
	return out, err
}

// ContinueUpload takes one part in.
func (a API) ContinueUpload(ctx context.Context, u api.Incoming, expiresAt time.Time, write func(int64) (int64, error)) (api.Incoming, error) {
	out, err := a.Store.ContinueUpload(ctx, store.Upload(u), expiresAt, write)
	return api.Incoming(out), err
}

// RecordAccess writes down that somebody is about to be given a paper.
func (a API) RecordAccess(ctx context.Context, v api.Viewing) error {
	return a.Store.RecordAccess(ctx, store.Access{
		Evaluation: v.Evaluation, Material: v.Material, SHA256: v.SHA256, Person: v.Person, OnBehalfOf: v.OnBehalfOf,
		Manner: store.Manner(v.Manner), RequestID: v.RequestID, ClientAddress: v.ClientAddress,
	})
}

// Accesses lists who looked at a paper.
func (a API) Accesses(ctx context.Context, material string, before int64, limit int) ([]api.Viewing, error) {
	list, err := a.Store.Accesses(ctx, material, before, limit)
	out := make([]api.Viewing, len(list))
	for i, v := range list {
		out[i] = api.Viewing{
			ID: v.ID, Evaluation: v.Evaluation, Material: v.Material, SHA256: v.SHA256, Person: v.Person, OnBehalfOf: v.OnBehalfOf,
			Manner: string(v.Manner), At: v.At, RequestID: v.RequestID, ClientAddress: v.ClientAddress,
		}
	}
	return out, err
}
