package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/review"
)

type noticeOrderRow struct {
	ID         string             `json:"id"         gorm:"primaryKey"`
	FilingID   string             `json:"filing_id"`
	Title      string             `json:"title"`
	Problems   document[[]string] `json:"problems"`
	ReplyDays  int                `json:"reply_days"`
	OrderedBy  string             `json:"ordered_by"`
	OrderedAt  time.Time          `json:"ordered_at"`
	Envelope   string             `json:"envelope"`
	ReceivedOn *day               `json:"received_on"`

	LookBackDays int                                   `json:"look_back_days"`
	LookBack     string                                `json:"look_back"`
	LookBackOn   *day                                  `json:"look_back_on"`
	Outcomes     document[[]evaluation.ProblemOutcome] `json:"outcomes"`
	LookedBackAt *time.Time                            `json:"looked_back_at"`
	RowVersion   int64                                 `json:"row_version"`
}

// TableName names the table.
func (noticeOrderRow) TableName() string { return "rectification_notices" }

func newNoticeOrderRow(n review.Notice) noticeOrderRow {
	return noticeOrderRow{
		ID: n.ID, FilingID: n.FilingID, Title: n.Title, Problems: document[[]string]{n.Problems}, ReplyDays: n.ReplyDays,
		OrderedBy: n.OrderedBy, OrderedAt: n.OrderedAt, Envelope: n.Envelope, RowVersion: n.RowVersion,
		ReceivedOn: nullableDay(n.ReceivedOn), LookBackDays: n.LookBackDays, LookBack: n.LookBack, LookBackOn: nullableDay(n.LookBackOn),
		Outcomes: document[[]evaluation.ProblemOutcome]{n.Outcomes}, LookedBackAt: nullable(n.LookedBackAt),
	}
}

// nullableDay is NULL for a day that is not there.
func nullableDay(d calendar.Date) *day {
	if d == (calendar.Date{}) {
		return nil
	}
	on := day(d)
	return &on
}

func (r *noticeOrderRow) core() review.Notice {
	n := review.Notice{
		ID: r.ID, FilingID: r.FilingID, Title: r.Title, Problems: r.Problems.V, ReplyDays: r.ReplyDays,
		OrderedBy: r.OrderedBy, OrderedAt: r.OrderedAt.UTC(), Envelope: r.Envelope, RowVersion: r.RowVersion,
		LookBackDays: r.LookBackDays, LookBack: r.LookBack, Outcomes: r.Outcomes.V, LookedBackAt: instant(r.LookedBackAt),
	}
	if r.LookBackOn != nil {
		n.LookBackOn = calendar.Date(*r.LookBackOn)
	}
	if r.ReceivedOn != nil {
		n.ReceivedOn = calendar.Date(*r.ReceivedOn)
	}
	return n
}

func findNotice(tx *gorm.DB, id string) (review.Notice, error) {
	var row noticeOrderRow
	err := tx.Where("id = ?", id).Take(&row).Error
	return row.core(), orElse(err, fault.NotFound, fault.New(fault.NotFound, "rectification_unknown", "no notice %.60q", id))
}

func writeNotice(tx *gorm.DB, n review.Notice) error {
	row := newNoticeOrderRow(n)
	if n.RowVersion == 1 {
		return tx.Create(&row).Error
	}
	done := tx.Model(&row).Where("row_version = ?", n.RowVersion-1).Select("received_on", "look_back", "look_back_on", "outcomes", "looked_back_at", "row_version").Updates(&row)
	return oneRow(done, "notice", n.ID)
}

// Notice finds a notice of rectification. Fault: not_found rectification_unknown.
func (s *Store) Notice(ctx context.Context, id string) (review.Notice, error) {
	n, err := findNotice(s.db.WithContext(ctx), id)
	return n, translate(err)
}

// NoticesOn lists the notices that a filing led to, with the replies to each,
// the earliest first.
func (s *Store) NoticesOn(ctx context.Context, filing string) (notices []review.Notice, replies map[string][]review.Filing, err error) {
	tx := s.db.WithContext(ctx)
	var rows []noticeOrderRow
	if err := tx.Where("filing_id = ?", filing).Order("ordered_at, id").Limit(maxList).Find(&rows).Error; err != nil || len(rows) == 0 {
		return nil, nil, translate(err)
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	var found []receivedRow
	if err := tx.Where("rectifies IN ?", ids).Order("version").Limit(maxList).Find(&found).Error; err != nil {
		return nil, nil, translate(err)
	}
	replies = map[string][]review.Filing{}
	for i := range found {
		replies[found[i].Rectifies] = append(replies[found[i].Rectifies], found[i].core())
	}
	return coreOf(rows, (*noticeOrderRow).core), replies, nil
}

// compareNotices holds the notices of a book against its journal; their
// envelopes by the digest.
func (v *Verification) compareNotices(tx *gorm.DB, b review.Book, l *review.Ledger) error {
	var found []noticeOrderRow
	err := tx.Where("filing_id IN (SELECT id FROM received_filings WHERE receiver_id = ? AND year = ?)", b.ReceiverID, b.Year).Order("id").Find(&found).Error
	if err != nil {
		return err
	}
	for i := range found {
		n := found[i].core()
		n.Envelope = review.TextDigest(n.Envelope)
		found[i] = newNoticeOrderRow(n)
	}
	want := make([]noticeOrderRow, len(l.Notices))
	for i, n := range l.Notices {
		want[i] = newNoticeOrderRow(n)
	}
	v.Rows = append(v.Rows, differences("rectification_notices", want, found, func(r noticeOrderRow) string { return r.ID })...)
	return nil
}
