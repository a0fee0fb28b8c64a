package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"jiheng/internal/roster"
)

// PutOrganisationEntry adds or changes one unit, department or person, by the
// rules of the lists.
func (s *server) PutOrganisationEntry(c context.Context, r PutOrganisationEntryRequestObject) (PutOrganisationEntryResponseObject, error) {
	ctx, x := enter(c)
	actor, err := s.actor(ctx, x)
	if err != nil {
		return nil, err
	}
	if _, err := s.mayConfigure(actor); err != nil {
		return nil, err
	}
	there, err := s.store.Roster(ctx)
	if err != nil {
		return nil, err
	}
	digest, err := entryDigest(r.Body)
	if err != nil {
		return nil, err
	}
	entry := entryOf(r.Body)
	plan := roster.PlanEntry(entry, there)
	view := listView(plan, digest)
	if len(plan.Problems) > 0 {
		for i, p := range plan.Problems {
			view.Problems[i].Message = p.Text // the page shows it beside the field
		}
		return PutOrganisationEntry200JSONResponse(view), nil
	}
	view.InitialPasswords, err = s.takeOver(ctx, x, digest, plan, func(there roster.Directory) (roster.Plan, error) {
		return roster.PlanEntry(entry, there), nil
	})
	view.TakenOver = err == nil
	return PutOrganisationEntry200JSONResponse(view), err
}

func entryOf(b *OrganisationEntry) roster.Entry {
	return roster.Entry{
		Kind: string(b.Kind), New: b.Adds, ID: b.ID, UnitID: b.UnitID, DepartmentID: b.DepartmentID, Name: b.Name, Post: b.Post,
		Email: b.Email, Login: b.Login,
	}
}

// entryDigest is what the journal names an entry by, as it does a file.
func entryDigest(b *OrganisationEntry) (string, error) {
	text, err := json.Marshal(b)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}
