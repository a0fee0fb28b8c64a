package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/notify"
)

// soonDays is how far a digest looks ahead, in calendar days.
const soonDays = 7

// firstDigestLooksBack is how far the first digest looks for notices.
const firstDigestLooksBack = 24 * time.Hour

// wantDigest finds people whose hour has come and who have no digest of the
// day yet.
const wantDigest = `SELECT p.id, p.name, p.unit_id, q.content AS preferences,
	(SELECT max(made_at) FROM notice_digests d WHERE d.person_id = p.id) AS made_at
FROM notice_preferences q JOIN persons p ON p.id = q.person_id
WHERE q.content ->> 'mail' = 'digest' AND p.email <> '' AND COALESCE(CAST(q.content ->> 'digest_hour' AS integer), 0) <= @hour
	AND NOT EXISTS (SELECT FROM notice_digests d WHERE d.person_id = p.id AND d.day = @day)
ORDER BY p.id LIMIT @limit`

type digestRow struct {
	ID, Name, UnitID string
	Preferences      document[notify.Preferences]
	MadeAt           *time.Time
}

// EnqueueDigests writes the digests of the day that are due by now, for up to
// limit people, and gives for how many. However often and by however many it
// is asked, a person gets one a day; a day without anything to tell has none.
func (s *Store) EnqueueDigests(ctx context.Context, limit int) (int, error) {
	now, err := s.now(ctx)
	if err != nil {
		return 0, err
	}
	local := now.In(calendar.Location())
	day := calendar.DateOf(now)
	var people []digestRow
	err = s.db.WithContext(ctx).Raw(wantDigest, map[string]any{"hour": local.Hour(), "day": day.String(), "limit": limit}).Scan(&people).Error
	if err != nil {
		return 0, err
	}
	for i := range people {
		if err := s.enqueueDigest(ctx, &people[i], day, now); err != nil {
			return i, err
		}
	}
	return len(people), nil
}

// enqueueDigest makes one digest: the day is taken first, in the transaction
// that writes the notice, so that neither is without the other.
func (s *Store) enqueueDigest(ctx context.Context, p *digestRow, day calendar.Date, now time.Time) error {
	digest, err := s.digestOf(ctx, p, day, now)
	if err != nil {
		return err
	}
	args := map[string]any{
		"person": p.ID, "day": day.String(), "told": !digest.Empty(), "unit": p.UnitID, "now": now,
		"id": "digest:" + p.ID + ":" + day.String(), "until": p.Preferences.V.Quiet.Until(now),
		"params": document[notify.Facts]{notify.Facts{Addressee: p.Name, Digest: digest}},
	}
	return s.transact(ctx, func(tx *gorm.DB) error {
		taken := tx.Exec(`INSERT INTO notice_digests (person_id, day, made_at, told) VALUES (@person, @day, @now, @told)
			ON CONFLICT DO NOTHING`, args)
		if taken.Error != nil || taken.RowsAffected == 0 || digest.Empty() {
			return taken.Error
		}
		return tx.Exec(`INSERT INTO notices (id, person_id, unit_id, channel, kind, task_id, params, state, not_before, created_at)
			VALUES (@id, @person, @unit, 'mail', 'daily_digest', '', @params, 'pending', @until, @now)`, args).Error
	})
}

// digestOf collects what is late, due and new.
func (s *Store) digestOf(ctx context.Context, p *digestRow, day calendar.Date, now time.Time) (*notify.Digest, error) {
	d := &notify.Digest{DayText: dayText(day)}
	for _, box := range []evaluation.Box{evaluation.BoxMine, evaluation.BoxClaimable} {
		if err := s.collectTasks(ctx, d, p, box, day, now); err != nil {
			return nil, err
		}
	}
	return d, s.collectNotices(ctx, d, p, now)
}

// collectTasks sorts the tasks of a box by how near their deadline is. Boxes
// are in the order of deadlines, so that the first beyond ends it.
func (s *Store) collectTasks(ctx context.Context, d *notify.Digest, p *digestRow, box evaluation.Box, day calendar.Date, now time.Time) error {
	q := evaluation.InboxQuery{Person: evaluation.PersonID(p.ID), Box: box, Now: now, Limit: maxInbox}
	_, c, err := s.CalendarInForce(ctx)
	if err != nil {
		return err
	}
	for {
		page, err := s.Inbox(ctx, q)
		if err != nil {
			return err
		}
		for _, t := range page.Tasks {
			line := s.digestLine(t, box, c)
			switch last := calendar.DateOf(t.DueAt.Add(-time.Nanosecond)); {
			case !t.DueAt.After(now):
				d.Overdue.Add(line)
			case !last.After(day):
				d.Today.Add(line)
			case last.DaysSince(day) <= soonDays:
				d.Soon.Add(line)
			default:
				return nil
			}
		}
		if q.Cursor = page.NextCursor; q.Cursor == "" {
			return nil
		}
	}
}

func (s *Store) digestLine(t evaluation.InboxTask, box evaluation.Box, c calendar.Calendar) notify.DigestLine {
	line := notify.DigestLine{Text: t.EvaluationTitle + digestDash() + t.Title, Detail: dueText(t.DueOn, c)}
	if box == evaluation.BoxClaimable {
		line.Detail += unclaimed()
	}
	if s.link != nil {
		line.Link = s.link(t.Evaluation, t.ID)
	}
	return line
}

// collectNotices takes what the person chose to get by mail and was told in
// the application since the digest before.
func (s *Store) collectNotices(ctx context.Context, d *notify.Digest, p *digestRow, now time.Time) error {
	since := now.Add(-firstDigestLooksBack)
	if p.MadeAt != nil {
		since = *p.MadeAt
	}
	var rows []noticeRow
	err := s.db.WithContext(ctx).Raw(`SELECT * FROM notices WHERE person_id = ? AND channel = 'application' AND read_at IS NULL
		AND created_at > ? AND created_at <= ? ORDER BY created_at DESC, id DESC LIMIT 500`, p.ID, since, now).Scan(&rows).Error
	if err != nil {
		return err
	}
	for _, r := range rows {
		if !p.Preferences.V.Wants(notify.Kind(r.Kind), notify.Mail) {
			continue
		}
		letter, err := notify.Render(notify.Kind(r.Kind), r.Params.V)
		if err != nil {
			return err
		}
		d.New.Add(notify.DigestLine{Text: letter.Subject, Link: r.Params.V.Link})
	}
	return nil
}
