package activities

import (
	"context"
	"io"
	"log/slog"
	"time"

	"jiheng/internal/document"
	"jiheng/internal/evaluation"
	"jiheng/internal/filing"
	"jiheng/internal/notify"
	"jiheng/internal/scheme"
	"jiheng/internal/signing"
)

// Store is what activities need of the database.
type Store interface {
	// Facts reads what the timeline needs. not_found for an unknown id.
	Facts(ctx context.Context, id evaluation.ID) (evaluation.Facts, error)
	// Update decides inside one transaction; see evaluation.Request.
	Update(ctx context.Context, r evaluation.Request, decide func(*evaluation.Situation) (evaluation.Outcome, error)) (evaluation.Result, error)
	// Situation reads an evaluation without locking it.
	Situation(ctx context.Context, r evaluation.Request) (*evaluation.Situation, error)
	// Names gives names and posts of persons, departments and units.
	Names(ctx context.Context, e *evaluation.Evaluation) (evaluation.Names, error)
	// Held tells whether a person held a standing role at an instant.
	Held(ctx context.Context, p evaluation.PersonID, g evaluation.Grant, at time.Time) (bool, error)
	// EnqueueNotices writes the notices that new journal entries call for, and
	// counts all that are neither sent nor refused, leased ones among them.
	EnqueueNotices(ctx context.Context, id evaluation.ID) (toSend int, err error)
	// LeaseNotices takes notices that wait, for as long as lease; another
	// worker cannot take them meanwhile. The oldest come first.
	LeaseNotices(ctx context.Context, id evaluation.ID, limit int, lease time.Duration) ([]notify.Notice, error)
	// MarkNotice records how sending went and ends the lease: nil, refused for
	// good (invalid), or to be tried again (unavailable).
	MarkNotice(ctx context.Context, noticeID string, outcome error) error
}

// Gate checks that what a stage decided was decided by people who might.
type Gate interface {
	// CheckGate gives the refusal, or nil.
	CheckGate(s *evaluation.Situation, stage evaluation.StageID, held func(p evaluation.PersonID, g evaluation.Grant, at time.Time) (bool, error)) error
	// Version of the policy.
	Version() string
}

// Blobs keeps files by their digest.
type Blobs interface {
	Put(ctx context.Context, r io.Reader, limit int64) (document.Blob, error)
	Open(sha256 string) (io.ReadSeekCloser, int64, error)
}

// Activities carries what activities need. Make it with all fields set.
type Activities struct {
	Store   Store
	Gate    Gate
	Blobs   Blobs
	Channel notify.Channel
	// Receivers are the units that work in another system, Signer signs what is
	// filed with them; both may be nil.
	Receivers filing.Receivers
	Signer    signing.Signer
	Auditor   Auditor
	// Pages reads what is in PDF files; nil where no program for that is
	// configured, and they count as not looked through.
	Pages Pages
	// Schemes give the indicators of the papers their titles; nil gives none.
	Schemes *scheme.Catalogue
	Now     func() time.Time
	Log     *slog.Logger
}
