package api

import (
	"context"
	"fmt"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/notify"
)

// PreferenceStore keeps how people want to be told.
type PreferenceStore interface {
	// NotificationPreferences gives what a person prefers.
	NotificationPreferences(ctx context.Context, p evaluation.PersonID) (Preferred, error)
	// SaveNotificationPreferences saves over the version that was seen; the
	// last command repeated gives its answer again. Faults: invalid
	// preferences_invalid, idempotency_key_reused; conflict preferences_stale.
	SaveNotificationPreferences(ctx context.Context, c SavePreferred) (Preferred, error)
}

// Preferred is how a person wants to be told (通知偏好).
type Preferred struct {
	Preferences notify.Preferences
	Version     int64 // 0 until something was chosen
	SavedAt     time.Time
	Media       []notify.Medium // that reach the person
}

// SavePreferred is a command to save preferences.
type SavePreferred struct {
	Person           evaluation.PersonID
	Preferences      notify.Preferences
	Version          int64
	Key, Fingerprint string
}

// GetNotifications gives the caller's preferences.
func (s *server) GetNotifications(c context.Context, _ GetNotificationsRequestObject) (GetNotificationsResponseObject, error) {
	ctx, x := enter(c)
	p, err := s.store.NotificationPreferences(ctx, x.person())
	return GetNotifications200JSONResponse{
		Body: preferredView(p), Headers: GetNotifications200ResponseHeaders{ETag: tag(p.Version)},
	}, err
}

// SaveNotifications saves the caller's preferences. Nobody else is asked: they
// are about nobody else.
func (s *server) SaveNotifications(c context.Context, r SaveNotificationsRequestObject) (SaveNotificationsResponseObject, error) {
	ctx, x := enter(c)
	version, err := versionOf(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	preferences, err := preferencesOf(r.Body)
	if err != nil {
		return nil, err
	}
	saved, err := s.store.SaveNotificationPreferences(ctx, SavePreferred{
		Person: x.person(), Preferences: preferences, Version: version, Key: r.Params.IdempotencyKey, Fingerprint: x.fingerprint,
	})
	return SaveNotifications200JSONResponse{
		Body: preferredView(saved), Headers: SaveNotifications200ResponseHeaders{ETag: tag(saved.Version)},
	}, err
}

// preferencesOf reads preferences. Fault: invalid preferences_invalid.
func preferencesOf(in *NotificationPreferences) (notify.Preferences, error) {
	out := notify.Preferences{
		Media: make(map[notify.Kind][]notify.Medium, len(in.Choices)), Mail: notify.MailMode(in.Mail), DigestHour: in.DigestHour,
	}
	for _, choice := range in.Choices {
		kind := notify.Kind(choice.Kind)
		if _, twice := out.Media[kind]; twice {
			return out, fault.New(fault.Invalid, "preferences_invalid", "kind %q is chosen twice", kind).
				WithFields(fault.Field{Name: "choices", Reason: "notice_kind_twice"})
		}
		media := make([]notify.Medium, len(choice.Media))
		for i, m := range choice.Media {
			media[i] = notify.Medium(m)
		}
		out.Media[kind] = media
	}
	if in.Quiet.From != "" {
		out.Quiet = &notify.Quiet{From: minuteOf(in.Quiet.From), To: minuteOf(in.Quiet.To)}
	}
	return out, out.Check()
}

// minuteOf reads a time of day that the contract has checked.
func minuteOf(text string) int {
	at, err := time.Parse("15:04", text)
	if err != nil {
		return -1
	}
	return at.Hour()*60 + at.Minute()
}

func preferredView(p Preferred) NotificationSettings {
	view := NotificationSettings{
		Version: p.Version, SavedAt: local(p.SavedAt), Mail: NotificationSettingsMailSingle, DigestHour: p.Preferences.DigestHour,
		Media: []NotificationMedium{}, Choices: []NotificationChoice{},
	}
	if p.Preferences.Mail == notify.MailDigest {
		view.Mail = NotificationSettingsMailDigest
	}
	for _, m := range p.Media {
		view.Media = append(view.Media, NotificationMedium{Medium: string(m), Title: m.Title()})
	}
	for _, k := range notify.Kinds() {
		choice := NotificationChoice{Kind: string(k), Title: k.Title(), Media: []NotificationChoiceMedia{}}
		for _, m := range p.Media {
			if p.Preferences.Wants(k, m) {
				choice.Media = append(choice.Media, NotificationChoiceMedia(m))
			}
		}
		view.Choices = append(view.Choices, choice)
	}
	if q := p.Preferences.Quiet; q != nil {
		view.Quiet = QuietHours{From: timeOfDay(q.From), To: timeOfDay(q.To)}
	}
	return view
}

func timeOfDay(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }
