package store

import (
	"slices"
	"strconv"
	"time"

	"jiheng/internal/notify"
)

// NoticeChannel is a way by which a notice reaches a person (通知渠道).
type NoticeChannel = notify.Medium

// The channels that every installation has.
const (
	ChannelApplication = notify.Application
	ChannelMail        = notify.Mail
)

// NoticeState is how far a notice has come (通知状态).
type NoticeState string

// The states of a notice.
const (
	NoticePending NoticeState = "pending" // waits to be sent
	NoticeSending NoticeState = "sending" // somebody is sending it, as long as the lease lasts
	NoticeSent    NoticeState = "sent"
	NoticeRefused NoticeState = "refused" // cannot be sent, whatever is done
)

// NoticeStates lists all states of a notice.
func NoticeStates() []NoticeState {
	return []NoticeState{NoticePending, NoticeSending, NoticeSent, NoticeRefused}
}

type noticeRow struct {
	ID           string `gorm:"primaryKey"`
	EvaluationID string
	Seq          int64
	PersonID     string
	UnitID       string
	Channel      string
	Kind         string
	TaskID       string
	Params       document[notify.Facts]
	State        string
	Attempts     int
	NotBefore    time.Time
	LeaseUntil   *time.Time
	Failure      string
	CreatedAt    time.Time
	SentAt       *time.Time
	ReadAt       *time.Time
}

// TableName names the table.
func (noticeRow) TableName() string { return "notices" }

// noticeRows gives the notices of one telling: for each person one to see and
// one by each medium that the person chose; for a group one that names all of
// its people who chose it.
func noticeRows(t *toldTask, w tell, people []reached, facts notify.Facts, r router) []noticeRow {
	var rows []noticeRow
	groups := map[string]int{} // where a group's row stands
	for _, p := range people {
		for _, d := range r.route(t, w, p) {
			row := newNoticeRow(t, w, p, facts, d)
			if !d.Medium.Shared() {
				rows = append(rows, row)
				continue
			}
			row.PersonID, row.ID = "", noticeID(t, w, "unit:"+p.UnitID, d.Medium)
			at, there := groups[row.ID]
			if !there {
				groups[row.ID] = len(rows)
				rows = append(rows, row)
				continue
			}
			shared := &rows[at]
			shared.Params.V.Addressee += namesBetween() + p.Name
			if d.NotBefore.Before(shared.NotBefore) {
				shared.NotBefore = d.NotBefore
			}
		}
	}
	return rows
}

func newNoticeRow(t *toldTask, w tell, p reached, facts notify.Facts, d notify.Delivery) noticeRow {
	facts.Addressee = p.Name
	row := noticeRow{
		ID: noticeID(t, w, p.ID, d.Medium), EvaluationID: t.EvaluationID, Seq: w.seq, PersonID: p.ID, UnitID: p.UnitID,
		Channel: string(d.Medium), Kind: string(w.kind), TaskID: string(w.task), Params: document[notify.Facts]{facts},
		State: string(NoticePending), NotBefore: d.NotBefore, CreatedAt: w.at,
	}
	if d.Medium == notify.Application {
		row.State, row.SentAt, row.NotBefore = string(NoticeSent), &row.CreatedAt, row.CreatedAt
	}
	return row
}

// noticeID is the same whoever tells: one entry tells a person once.
func noticeID(t *toldTask, w tell, whom string, m notify.Medium) string {
	return t.EvaluationID + ":" + strconv.FormatInt(w.seq, 10) + ":" + whom + ":" + string(m)
}

// router knows by which media people are told, at one instant.
type router struct {
	media func(unit, email string) []notify.Medium
	now   time.Time
}

func (r router) route(t *toldTask, w tell, p reached) []notify.Delivery {
	return notify.Route(notify.Occasion{Kind: w.kind, DueAt: t.DueAt, Media: r.media(p.UnitID, p.Email)}, p.Preferences.V, r.now)
}

// mediaOf lists the media that reach somebody of a unit: without an address
// there is no mail.
func (s *Store) mediaOf(unit, email string) []notify.Medium {
	media := s.media(unit)
	if email == "" {
		media = slices.DeleteFunc(slices.Clone(media), func(m notify.Medium) bool { return m == notify.Mail })
	}
	return media
}
