package notify

import (
	"slices"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/fault"
)

// MailMode says how a person gets mail (邮件方式).
type MailMode string

// The modes.
const (
	MailSingle MailMode = "single" // each notice as it comes
	MailDigest MailMode = "digest" // one mail a day instead of all single ones
)

// Preferences are how a person wants to be told (通知偏好). The application
// always tells, whatever is preferred.
type Preferences struct {
	// Media has, for the kinds in it, the media that the person chose; a kind
	// that is not in it goes by all media there are.
	Media map[Kind][]Medium `json:"media,omitempty"`
	// Mail is empty for MailSingle.
	Mail MailMode `json:"mail,omitempty"`
	// DigestHour is the hour of the day, 0 to 23 in Beijing, of the digest.
	DigestHour int `json:"digest_hour,omitempty"`
	// Quiet is nil when there are no quiet hours.
	Quiet *Quiet `json:"quiet,omitempty"`
}

// Quiet are hours in which nobody wants to be told (免打扰时段), by the clock
// of Beijing; they may go over midnight.
type Quiet struct {
	From int `json:"from"` // minutes since midnight, 0 to 1439
	To   int `json:"to"`   // the same; not From
}

const minutesPerDay = 24 * 60

// Check refuses preferences that mean nothing.
// Fault: invalid preferences_invalid with the fields.
func (p Preferences) Check() error {
	var wrong []fault.Field
	bad := func(name, reason string) { wrong = append(wrong, fault.Field{Name: name, Reason: reason}) }
	for kind, media := range p.Media {
		if !slices.Contains(Kinds(), kind) {
			bad("choices", "notice_kind_unknown")
		}
		for i, m := range media {
			if !slices.Contains(Media(), m) || slices.Contains(media[:i], m) {
				bad("choices", "medium_unknown")
			}
		}
	}
	if p.Mail != "" && p.Mail != MailSingle && p.Mail != MailDigest {
		bad("mail", "mail_mode_unknown")
	}
	if p.DigestHour < 0 || p.DigestHour > 23 {
		bad("digest_hour", "hour_out_of_range")
	}
	if q := p.Quiet; q != nil && (q.From < 0 || q.To < 0 || q.From >= minutesPerDay || q.To >= minutesPerDay || q.From == q.To) {
		bad("quiet", "quiet_hours_invalid")
	}
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "preferences_invalid", "%d preferences mean nothing", len(wrong)).WithFields(wrong...)
	}
	return nil
}

// Wants tells whether a kind goes by a medium.
func (p Preferences) Wants(k Kind, m Medium) bool {
	chosen, ok := p.Media[k]
	return !ok || slices.Contains(chosen, m)
}

// Until gives the end of the quiet hours that an instant lies in, and the
// instant itself when it lies in none.
func (q *Quiet) Until(now time.Time) time.Time {
	if q == nil {
		return now
	}
	local := now.In(calendar.Location())
	minute := local.Hour()*60 + local.Minute()
	within := q.From <= minute && minute < q.To
	if q.From > q.To {
		within = minute >= q.From || minute < q.To
	}
	if !within {
		return now
	}
	end := time.Date(local.Year(), local.Month(), local.Day(), q.To/60, q.To%60, 0, 0, calendar.Location())
	if !end.After(now) {
		end = end.AddDate(0, 0, 1)
	}
	return end
}
