package store

import (
	"context"
	"time"

	"jiheng/internal/notify"
)

// channelSince is how far back what was sent is counted.
const channelSince = 30 * 24 * time.Hour

// selectTraffic tells of each medium and unit how it goes. What waits is counted
// however old it is.
const selectTraffic = `SELECT channel AS medium, unit_id, count(*) FILTER (WHERE state = 'sent') AS sent,
	count(*) FILTER (WHERE state = 'refused') AS refused, count(*) FILTER (WHERE state IN ('pending', 'sending')) AS waiting,
	max(sent_at) AS last_sent_at,
	COALESCE((array_agg(failure ORDER BY created_at DESC) FILTER (WHERE failure <> ''))[1], '') AS failure,
	max(created_at) FILTER (WHERE failure <> '') AS failed_at
FROM notices WHERE channel <> 'application' AND (created_at > @since OR state IN ('pending', 'sending'))
GROUP BY channel, unit_id ORDER BY channel, unit_id`

type trafficRow struct {
	Medium, UnitID, Failure string
	Sent, Refused, Waiting  int
	LastSentAt, FailedAt    *time.Time
}

// ChannelTraffic tells how the channels go, as of the last thirty days.
func (s *Store) ChannelTraffic(ctx context.Context) ([]notify.Traffic, error) {
	var rows []trafficRow
	err := s.db.WithContext(ctx).Raw(selectTraffic, map[string]any{"since": time.Now().Add(-channelSince)}).Scan(&rows).Error
	return coreOf(rows, func(r *trafficRow) notify.Traffic {
		return notify.Traffic{
			Medium: notify.Medium(r.Medium), Unit: r.UnitID, Sent: r.Sent, Refused: r.Refused, Waiting: r.Waiting,
			LastSentAt: instant(r.LastSentAt), Failure: r.Failure, FailedAt: instant(r.FailedAt),
		}
	}), err
}

// CountFeeds counts the people who subscribe to their deadlines.
func (s *Store) CountFeeds(ctx context.Context) (n int, err error) {
	return n, s.db.WithContext(ctx).Raw("SELECT count(*) FROM calendar_feeds").Scan(&n).Error
}
