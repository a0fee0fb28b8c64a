package api

import (
	"context"
	"strings"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/notify"
)

// NoticeStore finds people's notices.
type NoticeStore interface {
	// Notices gives a page of a person's notices, the latest first.
	Notices(ctx context.Context, p evaluation.PersonID, limit int, cursor string) (Notices, error)
	// MarkNoticeRead records that a person has read a notice.
	// Fault: not_found notice_not_found.
	MarkNoticeRead(ctx context.Context, p evaluation.PersonID, id string) error
}

// Notices is a page of notices, with the number of all unread ones.
type Notices struct {
	Notices    []ShownNotice
	Unread     int
	NextCursor string
}

// ShownNotice is a notice as its person sees it (站内通知).
type ShownNotice struct {
	ID         string
	Evaluation evaluation.ID
	Task       evaluation.TaskID
	Kind       notify.Kind
	Facts      notify.Facts
	CreatedAt  time.Time
	ReadAt     time.Time // zero while unread
}

// ListNotices lists the caller's notices.
func (s *server) ListNotices(c context.Context, r ListNoticesRequestObject) (ListNoticesResponseObject, error) {
	ctx, x := enter(c)
	page, err := s.store.Notices(ctx, x.person(), pageSize(r.Params.Limit), r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	out := ListNotices200JSONResponse{Notices: []Notice{}, Unread: page.Unread, NextCursor: page.NextCursor}
	for _, n := range page.Notices {
		view, err := noticeView(n)
		if err != nil {
			return nil, err
		}
		out.Notices = append(out.Notices, view)
	}
	return out, nil
}

// ReadNotice marks a notice read.
func (s *server) ReadNotice(c context.Context, r ReadNoticeRequestObject) (ReadNoticeResponseObject, error) {
	ctx, x := enter(c)
	return ReadNotice204Response{}, s.store.MarkNoticeRead(ctx, x.person(), r.NoticeID)
}

func noticeView(n ShownNotice) (Notice, error) {
	letter, err := notify.Render(n.Kind, n.Facts)
	if err != nil {
		return Notice{}, fault.Wrap(err, fault.Internal, "notice_unreadable", "notice %s", n.ID)
	}
	return Notice{
		ID: n.ID, Kind: string(n.Kind), Subject: letter.Subject, Text: core(letter.Text), EvaluationID: string(n.Evaluation),
		TaskID: string(n.Task), CreatedAt: local(n.CreatedAt), ReadAt: local(n.ReadAt),
	}, nil
}

// core takes the greeting and the closing off a letter: on a page they say
// nothing.
func core(text string) string {
	if _, rest, ok := strings.Cut(text, "\n\n"); ok {
		text = rest
	}
	text, _, _ = strings.Cut(text, "\n--\n")
	return strings.TrimSpace(text)
}
