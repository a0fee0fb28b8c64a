package store

import (
	"context"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// CalendarFeed is the calendar that a person has subscribed to (日历订阅). Its
// address is a secret of which only Digest is kept.
type CalendarFeed struct {
	Person evaluation.PersonID
	// Digest is a hash of the secret, Salt what it was made with; 32 bytes each.
	Digest, Salt []byte
	CreatedAt    time.Time
}

type feedRow struct {
	PersonID  string `gorm:"primaryKey"`
	Digest    []byte
	Salt      []byte
	CreatedAt time.Time
}

// TableName names the table.
func (feedRow) TableName() string { return "calendar_feeds" }

func (r *feedRow) feed() CalendarFeed {
	return CalendarFeed{Person: evaluation.PersonID(r.PersonID), Digest: r.Digest, Salt: r.Salt, CreatedAt: r.CreatedAt.UTC()}
}

// Feed finds a person's calendar. Fault: not_found calendar_feed_not_found.
func (s *Store) Feed(ctx context.Context, p evaluation.PersonID) (CalendarFeed, error) {
	return s.feedWhere(ctx, "person_id = ?", string(p))
}

// FeedByDigest finds a calendar by the hash of its secret. One whose person
// may not log in any more opens nothing.
// Fault: not_found calendar_feed_not_found.
func (s *Store) FeedByDigest(ctx context.Context, digest []byte) (CalendarFeed, error) {
	return s.feedWhere(ctx, `digest = ? AND EXISTS (SELECT FROM accounts a
		WHERE a.person_id = calendar_feeds.person_id AND a.disabled_at IS NULL)`, digest)
}

func (s *Store) feedWhere(ctx context.Context, condition string, arg any) (CalendarFeed, error) {
	var row feedRow
	err := s.db.WithContext(ctx).Where(condition, arg).Take(&row).Error
	return row.feed(), orElse(err, fault.NotFound, fault.New(fault.NotFound, "calendar_feed_not_found", "no such calendar"))
}

// PutFeed gives a person a calendar under a new secret; the old one opens
// nothing any more.
func (s *Store) PutFeed(ctx context.Context, f CalendarFeed) (CalendarFeed, error) {
	var row feedRow
	err := s.db.WithContext(ctx).Raw(`INSERT INTO calendar_feeds (person_id, digest, salt, created_at)
		VALUES (?, ?, ?, clock_timestamp())
		ON CONFLICT (person_id) DO UPDATE SET digest = excluded.digest, salt = excluded.salt, created_at = excluded.created_at
		RETURNING *`, string(f.Person), f.Digest, f.Salt).Scan(&row).Error
	return row.feed(), err
}

// DropFeed ends a person's calendar, if there is one.
func (s *Store) DropFeed(ctx context.Context, p evaluation.PersonID) error {
	return s.db.WithContext(ctx).Exec("DELETE FROM calendar_feeds WHERE person_id = ?", string(p)).Error
}
