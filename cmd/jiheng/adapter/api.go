package adapter

import (
	"context"
	"strconv"
	"strings"
	"time"

	"jiheng/api"
	"jiheng/internal/administration"
	"jiheng/internal/answer"
	"jiheng/internal/calendar"
	"jiheng/internal/document"
	"jiheng/internal/evaluation"
	"jiheng/internal/identity"
	"jiheng/internal/journal"
	"jiheng/internal/store"
	"jiheng/policy"
)

// API is the store as the API sees it.
type API struct {
	*store.Store
	// Scan makes files wait for the virus scanner.
	Scan bool
}

var _ api.Store = API{}

// Evaluations lists what somebody may see.
func (a API) Evaluations(ctx context.Context, v api.Visible, limit int, cursor string) ([]api.Summary, string, error) {
	return summaries(a.Store.Evaluations(ctx, store.Visible(v), limit, cursor))
}

// Published lists what is public.
func (a API) Published(ctx context.Context, w api.Wanted, limit int, cursor string) ([]api.Summary, string, error) {
	return summaries(a.Store.Published(ctx, store.Wanted(w), limit, cursor))
}

func summaries(page store.SummaryPage, err error) ([]api.Summary, string, error) {
	out := make([]api.Summary, len(page.Evaluations))
	for i, s := range page.Evaluations {
		out[i] = api.Summary(s)
	}
	return out, page.NextCursor, err
}

// Publication gives a published dossier.
func (a API) Publication(ctx context.Context, id evaluation.ID) (api.Published, error) {
	p, err := a.Store.Publication(ctx, id)
	out := api.Published{Summary: api.Summary(p.Summary), Dossier: p.Dossier}
	for _, v := range p.Versions {
		out.Versions = append(out.Versions, api.PublishedVersion(v))
	}
	return out, err
}

// Paper finds a draft.
func (a API) Paper(ctx context.Context, task evaluation.TaskID, person evaluation.PersonID) (api.Paper, error) {
	d, err := a.Draft(ctx, task, person)
	return api.Paper(d), err
}

// SavePaper saves a draft over the version that was seen.
func (a API) SavePaper(ctx context.Context, p api.Paper) (api.Paper, error) {
	d, err := a.SaveDraft(ctx, store.Draft(p))
	return api.Paper(d), err
}

// KeepFile records that a file is kept.
func (a API) KeepFile(ctx context.Context, b document.Blob) error {
	f := store.File{SHA256: b.SHA256, SM3: b.SM3, Size: b.Size, MediaType: b.MediaType}
	if a.Scan {
		return a.SaveFileToScan(ctx, f)
	}
	return a.SaveFile(ctx, f)
}

// Notices gives a page of a person's notices.
func (a API) Notices(ctx context.Context, p evaluation.PersonID, limit int, cursor string) (api.Notices, error) {
	page, err := a.NoticesOf(ctx, p, limit, cursor)
	out := api.Notices{Unread: page.Unread, NextCursor: page.NextCursor}
	for _, n := range page.Notices {
		out.Notices = append(out.Notices, api.ShownNotice(n))
	}
	return out, err
}

// NotificationPreferences gives what a person prefers.
func (a API) NotificationPreferences(ctx context.Context, p evaluation.PersonID) (api.Preferred, error) {
	v, err := a.NoticePreferences(ctx, p)
	return api.Preferred(v), err
}

// SaveNotificationPreferences saves over the version that was seen.
func (a API) SaveNotificationPreferences(ctx context.Context, c api.SavePreferred) (api.Preferred, error) {
	v, err := a.SaveNoticePreferences(ctx, store.SavePreferences(c))
	return api.Preferred(v), err
}

// Feed finds a person's calendar.
func (a API) Feed(ctx context.Context, p evaluation.PersonID) (api.Subscription, error) {
	f, err := a.Store.Feed(ctx, p)
	return api.Subscription(f), err
}

// FeedByDigest finds a calendar by the hash of its secret.
func (a API) FeedByDigest(ctx context.Context, digest []byte) (api.Subscription, error) {
	f, err := a.Store.FeedByDigest(ctx, digest)
	return api.Subscription(f), err
}

// PutFeed gives a person a calendar in place of the old one.
func (a API) PutFeed(ctx context.Context, f api.Subscription) (api.Subscription, error) {
	made, err := a.Store.PutFeed(ctx, store.CalendarFeed(f))
	return api.Subscription(made), err
}

// CalendarInForce gives the newest calendar.
func (a API) CalendarInForce(ctx context.Context) (api.CalendarInForce, error) {
	v, c, err := a.Store.CalendarInForce(ctx)
	return api.CalendarInForce{Calendar: c, Source: v.Source, LoadedAt: v.LoadedAt}, err
}

// CalendarVersions lists what was kept, or else the calendar shipped.
func (a API) CalendarVersions(ctx context.Context) ([]api.CalendarKept, error) {
	list, err := a.Store.CalendarVersions(ctx)
	if err == nil && len(list) == 0 {
		var shipped store.CalendarVersion
		shipped, _, err = a.Store.CalendarInForce(ctx)
		list = append(list, shipped)
	}
	out := make([]api.CalendarKept, len(list))
	for i, v := range list {
		out[i] = keptCalendar(v)
	}
	return out, err
}

func keptCalendar(v store.CalendarVersion) api.CalendarKept {
	return api.CalendarKept{
		Number: v.Number, Version: v.Version, Source: v.Source, Digest: v.Digest, Years: v.Years, Imported: v.Imported,
		LoadedAt: v.LoadedAt, LoadedBy: v.LoadedBy,
	}
}

// TakeCalendar brings a file of holidays in; see store.ImportCalendar.
func (a API) TakeCalendar(ctx context.Context, by api.Deed, in api.CalendarTaken,
	allow func(evaluation.Actor) (string, error),
) (api.CalendarOutcome, error) {
	req := store.AdministrationRequest(by)
	done, err := a.ImportCalendar(ctx, store.CalendarImport{
		Notices: in.Notices, Source: in.Source, By: string(by.Actor), DryRun: in.Digest == "", Digest: in.Digest, Request: &req, Allow: allow,
	})
	return api.CalendarOutcome{CalendarKept: keptCalendar(done.CalendarVersion), Added: done.Added, Before: done.Before, After: done.After}, err
}

// People lists the people of a unit, with its departments.
func (a API) People(ctx context.Context, unitID string) ([]identity.Person, []evaluation.DepartmentName, error) {
	people, departments, err := a.Store.People(ctx, unitID)
	names := make([]evaluation.DepartmentName, len(departments))
	for i, d := range departments {
		names[i] = evaluation.DepartmentName{ID: d.ID, Name: d.Name}
	}
	return people, names, err
}

// UnitName gives the name of a unit.
func (a API) UnitName(ctx context.Context, id string) (string, error) {
	u, err := a.Unit(ctx, id)
	return u.Name, err
}

// BoxCounts counts the boxes of a person's inbox.
func (a API) BoxCounts(ctx context.Context, p evaluation.PersonID, readers []evaluation.RoleID, now time.Time) (api.BoxCounts, error) {
	n, err := a.InboxCounts(ctx, p, readers, now)
	return api.BoxCounts(n), err
}

// BoxCountsAt counts the boxes of a person's inbox as they were.
func (a API) BoxCountsAt(ctx context.Context, q evaluation.InboxQuery) (api.BoxCounts, error) {
	n, err := a.InboxCountsAt(ctx, q)
	return api.BoxCounts(n), err
}

// PolicyAt gives the policy in force at an instant.
func (a API) PolicyAt(ctx context.Context, at time.Time) (policy.Source, error) {
	p, err := a.Store.PolicyAt(ctx, at)
	return policy.Source{Model: p.Model, Rules: p.Rules, Code: p.CodeRules}, err
}

// PolicyNamed gives a version of the policy.
func (a API) PolicyNamed(ctx context.Context, version string) (policy.Source, error) {
	p, err := a.Store.PolicyNamed(ctx, version)
	return policy.Source{Model: p.Model, Rules: p.Rules, Code: p.CodeRules}, err
}

// GrantChanges lists roles that began or ended.
func (a API) GrantChanges(ctx context.Context, e *evaluation.Evaluation, after, until time.Time) ([]answer.GrantChange, error) {
	list, err := a.Store.GrantChanges(ctx, e, after, until)
	out := make([]answer.GrantChange, len(list))
	for i, g := range list {
		out[i] = answer.GrantChange(g)
	}
	return out, err
}

// LatestLooks lists who looked since.
func (a API) LatestLooks(ctx context.Context, id evaluation.ID, since time.Time, limit int) ([]answer.Look, error) {
	list, err := a.Store.LatestLooks(ctx, id, since, limit)
	out := make([]answer.Look, len(list))
	for i, l := range list {
		out[i] = answer.Look{
			Material: l.Material, File: l.File, Person: l.Person, OnBehalfOf: l.OnBehalfOf, Manner: l.Manner, At: l.At, ClientAddress: l.ClientAddress,
		}
	}
	return out, err
}

// DownloadsSince counts what the public took since.
func (a API) DownloadsSince(ctx context.Context, id evaluation.ID, day calendar.Date) ([]answer.PublicCount, error) {
	list, err := a.Store.DownloadsSince(ctx, id, day)
	out := make([]answer.PublicCount, len(list))
	for i, c := range list {
		out[i] = answer.PublicCount(c)
	}
	return out, err
}

// OpinionsOn lists what a dossier was given.
func (a API) OpinionsOn(ctx context.Context, e *evaluation.Evaluation, digest string) ([]answer.Opinion, error) {
	list, err := a.Store.OpinionsOn(ctx, e, digest)
	out := make([]answer.Opinion, len(list))
	for i, o := range list {
		out[i] = answer.Opinion{
			ReceiverID: e.ReceiverID, Reviewer: string(o.Reviewer), ReviewerLabel: o.Reviewer.Label(), Round: o.Round,
			Total: o.Total, Opinion: o.Opinion, By: evaluation.PersonID(o.By), At: o.At,
		}
	}
	return out, err
}

// Looks lists who looked at what.
func (a API) Looks(ctx context.Context, id evaluation.ID, material string, limit int, cursor string) ([]api.Look, string, error) {
	list, next, err := a.Store.Looks(ctx, id, material, limit, cursor)
	out := make([]api.Look, len(list))
	for i, l := range list {
		out[i] = api.Look(l)
	}
	return out, next, err
}

// LooksByFile counts how often each file was looked at.
func (a API) LooksByFile(ctx context.Context, id evaluation.ID) ([]api.LookedAt, error) {
	list, err := a.Store.LooksByFile(ctx, id)
	out := make([]api.LookedAt, len(list))
	for i, l := range list {
		out[i] = api.LookedAt(l)
	}
	return out, err
}

// PublicDownloads counts what the public took.
func (a API) PublicDownloads(ctx context.Context, id evaluation.ID) ([]api.PublicCount, error) {
	list, err := a.Store.PublicDownloads(ctx, id)
	out := make([]api.PublicCount, len(list))
	for i, l := range list {
		out[i] = api.PublicCount{Path: l.Path, Count: l.Count}
	}
	return out, err
}

// RecordDossierAccess writes down that somebody is about to be given a file.
func (a API) RecordDossierAccess(ctx context.Context, g api.Given) error {
	return a.Store.RecordDossierAccess(ctx, store.DossierAccess(g))
}

// Remarks gives the comments on tasks.
func (a API) Remarks(ctx context.Context, tasks ...evaluation.TaskID) ([]api.Remark, error) {
	comments, err := a.Comments(ctx, tasks...)
	out := make([]api.Remark, len(comments))
	for i, c := range comments {
		out[i] = api.Remark(c)
	}
	return out, err
}

// FilterJournal gives entries of one evaluation.
func (a API) FilterJournal(ctx context.Context, f api.JournalFilter, after int64, limit int) ([]journal.Entry, error) {
	return a.Store.FilterJournal(ctx, store.JournalFilter(f), after, limit)
}

// SearchJournal looks through the journals of some units.
func (a API) SearchJournal(ctx context.Context, units []string, f api.JournalFilter, limit int, cursor string) ([]journal.Entry, string, error) {
	page, err := a.Store.SearchJournal(ctx, units, store.JournalFilter(f), limit, cursor)
	return page.Entries, page.NextCursor, err
}

// EachEntry hands out entries of some units.
func (a API) EachEntry(ctx context.Context, units []string, f api.JournalFilter, use func(journal.Entry) error) error {
	return a.Store.EachEntry(ctx, units, store.JournalFilter(f), use)
}

// EntryChanges gives what an entry changed.
func (a API) EntryChanges(ctx context.Context, id evaluation.ID, seq int64) ([]api.EntryChange, error) {
	list, err := a.Changes(ctx, id, seq)
	out := make([]api.EntryChange, len(list))
	for i, d := range list {
		out[i] = api.EntryChange{Table: d.Table, Key: d.Key, Column: d.Column, Before: d.Found, After: d.Expected}
	}
	return out, err
}

// CheckJournal verifies the chain, against the sealed dossier too, and the rows
// against it.
func (a API) CheckJournal(ctx context.Context, id evaluation.ID) (api.Check, error) {
	e, err := a.Sealed(ctx, id)
	if err != nil {
		return api.Check{}, err
	}
	anchors, damaged := Anchors(e)
	v, err := a.VerifyJournal(ctx, id, anchors...)
	check := api.Check{Verified: v.Verified() && damaged == nil, Entries: v.Entries, Head: v.Head.Hash.String()}
	if damaged != nil {
		check.Findings = append(check.Findings, api.Discrepancy{Where: "dossiers " + string(id) + " manifest", What: manifestDiffers, Expected: e.Dossier.Digest})
	}
	for _, f := range v.Chain {
		check.Findings = append(check.Findings, chainFinding(f))
	}
	for _, d := range v.Rows {
		where := strings.TrimSuffix(d.Table+" "+d.Key+" "+d.Column, " ")
		check.Findings = append(check.Findings, api.Discrepancy{Where: where, What: rowDiffers, Expected: d.Expected, Found: d.Found})
	}
	return check, err
}

func chainFinding(f journal.Finding) api.Discrepancy {
	return api.Discrepancy{
		Where: "journal " + strconv.FormatInt(f.Seq, 10), What: f.Kind.Label(), Expected: f.Expected, Found: f.Found,
	}
}

// Decided lets an administrator propose and decide.
func (a API) Decided(ctx context.Context, by api.Deed, c administration.Command,
	decide func(administration.Facts) (administration.Decision, error),
) (administration.Proposal, error) {
	return a.Administer(ctx, store.AdministrationRequest(by), c, decide)
}

// DefinitionDecided lets administrators propose and decide what is published.
func (a API) DefinitionDecided(ctx context.Context, by api.Deed, c administration.DefinitionCommand,
	decide func(administration.DefinitionFacts) (administration.DefinitionDecision, error),
) (administration.DefinitionProposal, error) {
	return a.AdministerDefinition(ctx, store.AdministrationRequest(by), c, decide)
}
