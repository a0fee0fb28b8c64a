package api

import (
	"context"
	"crypto/subtle"
	"net/url"
	"strings"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/feed"
)

// FeedStore keeps the calendars that people subscribe to.
type FeedStore interface {
	// Feed finds a person's calendar. Fault: not_found calendar_feed_not_found.
	Feed(ctx context.Context, p evaluation.PersonID) (Subscription, error)
	// FeedByDigest finds it by the hash of its secret. The same fault.
	FeedByDigest(ctx context.Context, digest []byte) (Subscription, error)
	// PutFeed gives a person a calendar in place of the old one.
	PutFeed(ctx context.Context, f Subscription) (Subscription, error)
	// DropFeed ends a person's calendar, if there is one.
	DropFeed(ctx context.Context, p evaluation.PersonID) error
}

// Subscription is a calendar that a person has subscribed to (日历订阅).
type Subscription struct {
	Person       evaluation.PersonID
	Digest, Salt []byte
	CreatedAt    time.Time
}

// GetCalendarFeed tells whether the caller has a calendar.
func (s *server) GetCalendarFeed(c context.Context, _ GetCalendarFeedRequestObject) (GetCalendarFeedResponseObject, error) {
	ctx, x := enter(c)
	f, err := s.store.Feed(ctx, x.person())
	if fault.CodeOf(err) == fault.NotFound {
		return GetCalendarFeed200JSONResponse{Active: false}, nil
	}
	return GetCalendarFeed200JSONResponse{Active: true, CreatedAt: local(f.CreatedAt)}, err
}

// MakeCalendarFeed gives the caller's calendar a new address. The command
// repeated finds its own work and gives the same address again.
func (s *server) MakeCalendarFeed(c context.Context, r MakeCalendarFeedRequestObject) (MakeCalendarFeedResponseObject, error) {
	ctx, x := enter(c)
	person, key := x.person(), r.Params.IdempotencyKey
	old, err := s.store.Feed(ctx, person)
	switch {
	case err == nil && opens(feed.Secret(old.Salt, string(person), key), old.Digest):
		return made(old, key), nil
	case err != nil && fault.CodeOf(err) != fault.NotFound:
		return nil, err
	}
	salt := feed.NewSalt()
	digest, _ := feed.Digest(feed.Secret(salt, string(person), key))
	f, err := s.store.PutFeed(ctx, Subscription{Person: person, Digest: digest, Salt: salt})
	if err != nil {
		return nil, err
	}
	return made(f, key), nil
}

func opens(secret string, digest []byte) bool {
	d, ok := feed.Digest(secret)
	return ok && subtle.ConstantTimeCompare(d, digest) == 1
}

func made(f Subscription, key string) MakeCalendarFeed200JSONResponse {
	return MakeCalendarFeed200JSONResponse{
		Active: true, CreatedAt: local(f.CreatedAt), Path: "/calendar/" + feed.Secret(f.Salt, string(f.Person), key) + extension,
	}
}

const extension = ".ics"

// DropCalendarFeed ends the caller's calendar.
func (s *server) DropCalendarFeed(c context.Context, _ DropCalendarFeedRequestObject) (DropCalendarFeedResponseObject, error) {
	ctx, x := enter(c)
	return DropCalendarFeed204Response{}, s.store.DropFeed(ctx, x.person())
}

// ReadCalendar gives somebody's deadlines to whoever knows the secret.
func (s *server) ReadCalendar(c context.Context, r ReadCalendarRequestObject) (ReadCalendarResponseObject, error) {
	text, err := s.calendarOf(c, r.File)
	if err != nil {
		return nil, err
	}
	return ReadCalendar200TextCalendarResponse{Body: strings.NewReader(text), ContentLength: int64(len(text))}, nil
}

// ProbeCalendar answers HEAD as GET, without the calendar.
func (s *server) ProbeCalendar(c context.Context, r ProbeCalendarRequestObject) (ProbeCalendarResponseObject, error) {
	text, err := s.calendarOf(c, r.File)
	if err != nil {
		return nil, err
	}
	return ProbeCalendar200TextCalendarResponse{Body: strings.NewReader(""), ContentLength: int64(len(text))}, nil
}

// calendarOf writes the calendar under a secret. Whoever guesses is slowed
// down and told the same as for one that has ended.
func (s *server) calendarOf(c context.Context, file string) (string, error) {
	ctx, x := enter(c)
	if wait := s.feeds.take(x.address); wait > 0 {
		return "", fault.New(fault.Unavailable, reasonFeedOften, "too many calendars for one address").With("retry_after", seconds(wait))
	}
	secret, named := strings.CutSuffix(file, extension)
	digest, ok := feed.Digest(secret)
	if !named || !ok {
		return "", fault.New(fault.NotFound, reasonNoFeed, "no such calendar")
	}
	f, err := s.store.FeedByDigest(ctx, digest)
	if err != nil {
		return "", err
	}
	entries, err := s.deadlines(ctx, f.Person)
	return feed.Write(entries, s.now()), err
}

// deadlines are the live tasks that a person has or could claim, the most
// urgent first.
func (s *server) deadlines(ctx context.Context, p evaluation.PersonID) ([]feed.Entry, error) {
	var out []feed.Entry
	for _, box := range []evaluation.Box{evaluation.BoxMine, evaluation.BoxClaimable} {
		q := evaluation.InboxQuery{Person: p, Box: box, Now: s.now(), Limit: feedPage}
		for len(out) < feed.MaxEntries {
			page, err := s.store.Inbox(ctx, q)
			if err != nil {
				return nil, err
			}
			for _, t := range page.Tasks {
				out = append(out, s.deadline(t, box))
			}
			if q.Cursor = page.NextCursor; q.Cursor == "" {
				break
			}
		}
	}
	return out[:min(len(out), feed.MaxEntries)], nil
}

// feedPage is how many tasks are read at once.
const feedPage = 100

func (s *server) deadline(t evaluation.InboxTask, box evaluation.Box) feed.Entry {
	e := feed.Entry{
		Task: t.ID, Title: t.Title, Evaluation: t.EvaluationTitle, DueAt: t.DueAt, Version: t.Version,
		Tentative: box == evaluation.BoxClaimable,
	}
	if s.address != "" {
		e.Link = s.address + "/tasks/" + url.PathEscape(string(t.ID))
	}
	return e
}
