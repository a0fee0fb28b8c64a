package store

import (
	"strconv"
	"time"

	"jiheng/internal/notify"
)

// NoticeChannel is a way by which a notice reaches a person (通知渠道).
type NoticeChannel string

// The channels.
const (
	// ChannelApplication shows it in the application, where it is at once.
	ChannelApplication NoticeChannel = "application"
	// ChannelMail sends it, to people who have an address.
	ChannelMail NoticeChannel = "mail"
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
	Channel      string
	Kind         string
	TaskID       string
	Params       document[notify.Facts]
	State        string
	Attempts     int
	LeaseUntil   *time.Time
	Failure      string
	CreatedAt    time.Time
	SentAt       *time.Time
	ReadAt       *time.Time
}

// TableName names the table.
func (noticeRow) TableName() string { return "notices" }

// noticeRows gives the notices of one telling to one person: one to see, and
// one to send if there is an address.
func noticeRows(t *toldTask, w tell, p reached, facts notify.Facts) []noticeRow {
	facts.Addressee = p.Name
	row := noticeRow{
		EvaluationID: t.EvaluationID, Seq: w.seq, PersonID: p.ID, Kind: string(w.kind), TaskID: string(w.task),
		Params: document[notify.Facts]{facts}, CreatedAt: w.at,
	}
	shown := row
	shown.Channel, shown.State, shown.SentAt = string(ChannelApplication), string(NoticeSent), &row.CreatedAt
	rows := []noticeRow{shown}
	if p.Email != "" {
		mail := row
		mail.Channel, mail.State = string(ChannelMail), string(NoticePending)
		rows = append(rows, mail)
	}
	for i := range rows {
		r := &rows[i]
		r.ID = r.EvaluationID + ":" + strconv.FormatInt(r.Seq, 10) + ":" + r.PersonID + ":" + r.Channel
	}
	return rows
}
