package store

import (
	"cmp"
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
	Seq          *int64 // the entry that led to it, if one did
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

// pile is the notices of one evaluation: for each person who is told one to
// see and one by each medium that the person chose; for a group one of each
// entry, that names all of its people who chose it.
type pile struct {
	rows   []noticeRow
	groups map[string]int // where the row of a group stands, by its id
}

// add puts the notices of one telling to one person on the pile.
func (l *pile) add(t *toldTask, w tell, p reached, facts notify.Facts, deliveries []notify.Delivery) {
	for _, d := range deliveries {
		row := newNoticeRow(t, w, p, facts, d)
		if !d.Medium.Shared() {
			l.rows = append(l.rows, row)
			continue
		}
		row.PersonID, row.ID = "", noticeID(t, w, "unit:"+p.UnitID, d.Medium)
		at, there := l.groups[row.ID]
		if !there {
			l.groups[row.ID] = len(l.rows)
			l.rows = append(l.rows, row)
			continue
		}
		shared := &l.rows[at]
		shared.Params.V.Addressee += namesBetween() + p.Name
		if d.NotBefore.Before(shared.NotBefore) {
			shared.NotBefore = d.NotBefore
		}
	}
}

func newNoticeRow(t *toldTask, w tell, p reached, facts notify.Facts, d notify.Delivery) noticeRow {
	facts.Addressee = p.Name
	row := noticeRow{
		ID: noticeID(t, w, p.ID, d.Medium), EvaluationID: t.EvaluationID, Seq: w.entry(), PersonID: p.ID, UnitID: p.UnitID,
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
	return t.EvaluationID + ":" + cmp.Or(w.key, strconv.FormatInt(w.seq, 10)) + ":" + whom + ":" + string(m)
}

// router knows by which media people are told, at one instant.
type router struct {
	media func(unit, email string) []notify.Medium
	now   time.Time
}

func (r router) route(t *toldTask, w tell, p reached, realTime bool) []notify.Delivery {
	name := "" // in a rehearsal days are too short to spread anything
	if realTime {
		name = t.ID + " " + cmp.Or(w.key, strconv.FormatInt(w.seq, 10)) + " " + p.ID
	}
	return notify.Route(notify.Occasion{Kind: w.kind, DueAt: t.DueAt, Spread: name, Media: r.media(p.UnitID, p.Email)}, p.Preferences.V, r.now)
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
