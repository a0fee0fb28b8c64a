// Package apistore fits the store to what the API asks for. It knows both, so
// only the command line and tests use it.
package apistore

import (
	"context"
	"strconv"
	"time"

	"jiheng/api"
	"jiheng/internal/document"
	"jiheng/internal/evaluation"
	"jiheng/internal/identity"
	"jiheng/internal/store"
)

// Store is the store as the API sees it. What it does not spell out is the
// store's own.
type Store struct{ *store.Store }

var _ api.Store = Store{}

// Start begins an evaluation.
func (s Store) Start(ctx context.Context, r evaluation.Request, in evaluation.Opening, decide api.Decide) (evaluation.Result, error) {
	return s.Store.Start(ctx, r, in, decide)
}

// Update decides inside one transaction.
func (s Store) Update(ctx context.Context, r evaluation.Request, decide api.Decide) (evaluation.Result, error) {
	return s.Store.Update(ctx, r, decide)
}

// Evaluations lists what somebody may see.
func (s Store) Evaluations(ctx context.Context, v api.Visible, limit int, cursor string) ([]api.Summary, string, error) {
	return summaries(s.Store.Evaluations(ctx, store.Visible(v), limit, cursor))
}

// Published lists what is public.
func (s Store) Published(ctx context.Context, limit int, cursor string) ([]api.Summary, string, error) {
	return summaries(s.Store.Published(ctx, limit, cursor))
}

func summaries(page store.SummaryPage, err error) ([]api.Summary, string, error) {
	list := make([]api.Summary, len(page.Evaluations))
	for i, e := range page.Evaluations {
		list[i] = api.Summary(e)
	}
	return list, page.NextCursor, err
}

// Publication gives a published evaluation's sealed dossier.
func (s Store) Publication(ctx context.Context, id evaluation.ID) (api.Published, error) {
	p, err := s.Store.Publication(ctx, id)
	return api.Published{Summary: api.Summary(p.Summary), Dossier: p.Dossier}, err
}

// BoxCounts counts the boxes of a person.
func (s Store) BoxCounts(ctx context.Context, p evaluation.PersonID, now time.Time) (api.BoxCounts, error) {
	n, err := s.InboxCounts(ctx, p, now)
	return api.BoxCounts(n), err
}

// Remarks gives the comments on tasks.
func (s Store) Remarks(ctx context.Context, tasks ...evaluation.TaskID) ([]api.Remark, error) {
	comments, err := s.Comments(ctx, tasks...)
	out := make([]api.Remark, len(comments))
	for i, c := range comments {
		out[i] = api.Remark(c)
	}
	return out, err
}

// Paper finds a draft.
func (s Store) Paper(ctx context.Context, task evaluation.TaskID, person evaluation.PersonID) (api.Paper, error) {
	d, err := s.Draft(ctx, task, person)
	return api.Paper(d), err
}

// SavePaper saves a draft.
func (s Store) SavePaper(ctx context.Context, p api.Paper) (api.Paper, error) {
	d, err := s.SaveDraft(ctx, store.Draft(p))
	return api.Paper(d), err
}

// KeepFile records that a file is kept.
func (s Store) KeepFile(ctx context.Context, b document.Blob) error {
	return s.SaveFile(ctx, store.File{SHA256: b.SHA256, SM3: b.SM3, Size: b.Size, MediaType: b.MediaType})
}

// People lists the people of a unit, with its departments.
func (s Store) People(ctx context.Context, unitID string) ([]identity.Person, []evaluation.DepartmentName, error) {
	people, departments, err := s.Store.People(ctx, unitID)
	names := make([]evaluation.DepartmentName, len(departments))
	for i, d := range departments {
		names[i] = evaluation.DepartmentName{ID: d.ID, Name: d.Name}
	}
	return people, names, err
}

// UnitName gives the name of a unit.
func (s Store) UnitName(ctx context.Context, id string) (string, error) {
	u, err := s.Unit(ctx, id)
	return u.Name, err
}

// Notices gives a page of a person's notices.
func (s Store) Notices(ctx context.Context, p evaluation.PersonID, limit int, cursor string) (api.Notices, error) {
	page, err := s.NoticesOf(ctx, p, limit, cursor)
	out := api.Notices{Notices: make([]api.ShownNotice, len(page.Notices)), Unread: page.Unread, NextCursor: page.NextCursor}
	for i, n := range page.Notices {
		out.Notices[i] = api.ShownNotice(n)
	}
	return out, err
}

// CheckJournal verifies a journal, and the rows against its fold.
func (s Store) CheckJournal(ctx context.Context, id evaluation.ID) (api.Check, error) {
	v, err := s.VerifyJournal(ctx, id)
	out := api.Check{Verified: v.Verified(), Entries: v.Entries, Head: v.Head.Hash.String()}
	for _, f := range v.Chain {
		out.Findings = append(out.Findings, api.Discrepancy{
			Where: "#" + strconv.FormatInt(f.Seq, 10), What: f.Kind.Label(), Expected: f.Expected, Found: f.Found,
		})
	}
	for _, d := range v.Rows {
		where := d.Table + " " + d.Key
		if d.Column != "" {
			where += " " + d.Column
		}
		out.Findings = append(out.Findings, api.Discrepancy{Where: where, What: rowDiffers(), Expected: d.Expected, Found: d.Found})
	}
	return out, err
}
