package store

import (
	"context"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/notify"
)

// ShownNotice is a notice as its person sees it in the application.
type ShownNotice struct {
	ID         string
	Evaluation evaluation.ID
	Task       evaluation.TaskID
	Kind       notify.Kind
	Facts      notify.Facts
	CreatedAt  time.Time
	ReadAt     time.Time // zero while unread
}

// NoticePage is a page of notices; Unread counts all unread ones, up to MaxCount.
type NoticePage struct {
	Notices    []ShownNotice
	Unread     int
	NextCursor string
}

const selectNotices = `SELECT * FROM notices
WHERE person_id = @person AND channel = 'application' AND (created_at, id) < (@at, @id)
ORDER BY created_at DESC, id DESC LIMIT @limit`

// NoticesOf gives a page of a person's notices, the latest first.
// Faults: invalid limit_out_of_range, cursor_invalid.
func (s *Store) NoticesOf(ctx context.Context, person evaluation.PersonID, limit int, after string) (NoticePage, error) {
	if limit < 1 || limit > maxList {
		return NoticePage{}, outOfRange(maxList)
	}
	c, begin, err := readCursor("notices", after)
	if err != nil {
		return NoticePage{}, err
	}
	if begin {
		c.At = lastInstant()
	}
	tx := s.db.WithContext(ctx)
	var rows []noticeRow
	args := map[string]any{"person": string(person), "at": c.At, "id": c.ID, "limit": limit + 1, "most": MaxCount}
	if err := tx.Raw(selectNotices, args).Scan(&rows).Error; err != nil {
		return NoticePage{}, err
	}
	page := noticePage(rows, limit)
	err = tx.Raw(`SELECT count(*) FROM (SELECT FROM notices
		WHERE person_id = @person AND channel = 'application' AND read_at IS NULL LIMIT @most) AS unread`, args).Scan(&page.Unread).Error
	return page, err
}

func noticePage(rows []noticeRow, limit int) NoticePage {
	var page NoticePage
	for i, r := range rows {
		if i == limit {
			last := rows[i-1]
			page.NextCursor = cursor{List: "notices", At: last.CreatedAt.UTC(), ID: last.ID}.String()
			break
		}
		page.Notices = append(page.Notices, ShownNotice{
			ID: r.ID, Evaluation: evaluation.ID(r.EvaluationID), Task: evaluation.TaskID(r.TaskID), Kind: notify.Kind(r.Kind),
			Facts: r.Params.V, CreatedAt: r.CreatedAt.UTC(), ReadAt: instant(r.ReadAt),
		})
	}
	return page
}

// MarkNoticeRead records that a person has read a notice; the first time
// counts. Somebody else's notice does not exist.
// Fault: not_found notice_not_found.
func (s *Store) MarkNoticeRead(ctx context.Context, person evaluation.PersonID, id string) error {
	done := s.db.WithContext(ctx).Exec(`UPDATE notices SET read_at = COALESCE(read_at, clock_timestamp())
		WHERE id = ? AND person_id = ? AND channel = 'application'`, id, string(person))
	if done.Error == nil && done.RowsAffected == 0 {
		return noNotice(id)
	}
	return done.Error
}

// NoticeCount is how many notices of a kind an evaluation has led to (通知计数).
type NoticeCount struct {
	Kind    notify.Kind
	Channel NoticeChannel
	State   NoticeState
	Number  int
}

// NoticeCounts counts the notices of an evaluation, for reports.
func (s *Store) NoticeCounts(ctx context.Context, id evaluation.ID) ([]NoticeCount, error) {
	var out []NoticeCount
	err := s.db.WithContext(ctx).Raw(`SELECT kind, channel, state, count(*) AS number FROM notices
		WHERE evaluation_id = ? GROUP BY kind, channel, state ORDER BY kind, channel, state`, string(id)).Scan(&out).Error
	return out, err
}
