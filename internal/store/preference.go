package store

import (
	"context"
	"strconv"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/notify"
)

// NoticePreferences are a person's preferences as they were last saved (通知偏好).
type NoticePreferences struct {
	Preferences notify.Preferences
	// Version counts the savings, from 1; 0 when nothing was ever chosen.
	Version int64
	SavedAt time.Time
	// Media are those that the person can choose among.
	Media []notify.Medium
}

type preferenceRow struct {
	PersonID    string `gorm:"primaryKey"`
	Version     int64
	Content     document[notify.Preferences]
	Key         string
	Fingerprint string
	SavedAt     time.Time
}

// TableName names the table.
func (preferenceRow) TableName() string { return "notice_preferences" }

// SavePreferences is a command to save preferences.
type SavePreferences struct {
	Person      evaluation.PersonID
	Preferences notify.Preferences
	// Version is the one that was seen, 0 for the first.
	Version int64
	// Key and Fingerprint recognise the command when it is repeated.
	Key, Fingerprint string
}

// NoticePreferences gives what a person prefers.
// Fault: not_found person_not_found.
func (s *Store) NoticePreferences(ctx context.Context, p evaluation.PersonID) (NoticePreferences, error) {
	return s.noticePreferences(s.db.WithContext(ctx), p)
}

func (s *Store) noticePreferences(tx *gorm.DB, p evaluation.PersonID) (NoticePreferences, error) {
	var row struct {
		UnitID, Email string
		Version       *int64
		Content       document[notify.Preferences]
		SavedAt       *time.Time
	}
	found := tx.Raw(`SELECT p.unit_id, p.email, q.version, q.content, q.saved_at
		FROM persons p LEFT JOIN notice_preferences q ON q.person_id = p.id WHERE p.id = ?`, string(p)).Scan(&row)
	if found.Error != nil {
		return NoticePreferences{}, found.Error
	}
	if found.RowsAffected == 0 {
		return NoticePreferences{}, fault.New(fault.NotFound, "person_not_found", "no person %q", p)
	}
	out := NoticePreferences{Preferences: row.Content.V, SavedAt: instant(row.SavedAt), Media: s.mediaOf(row.UnitID, row.Email)}
	if row.Version != nil {
		out.Version = *row.Version
	}
	return out, nil
}

const savePreferences = `INSERT INTO notice_preferences AS q (person_id, version, content, key, fingerprint, saved_at)
SELECT @person, 1, CAST(@content AS jsonb), @key, @fingerprint, clock_timestamp()
WHERE @version = 0 OR EXISTS (SELECT FROM notice_preferences o WHERE o.person_id = @person)
ON CONFLICT (person_id) DO UPDATE SET version = q.version + 1, content = excluded.content, key = excluded.key,
	fingerprint = excluded.fingerprint, saved_at = excluded.saved_at
	WHERE q.version = @version`

// SaveNoticePreferences saves preferences over the version that was seen, and
// gives them with their new one. Repeating the last command gives its answer.
//
// Faults: invalid preferences_invalid, idempotency_key_reused; conflict
// preferences_stale (Param current).
func (s *Store) SaveNoticePreferences(ctx context.Context, c SavePreferences) (NoticePreferences, error) {
	if err := c.Preferences.Check(); err != nil {
		return NoticePreferences{}, err
	}
	var out NoticePreferences
	err := s.transact(ctx, func(tx *gorm.DB) error {
		// Whoever else saves waits here, and finds this command done.
		var last preferenceRow
		if err := tx.Raw("SELECT * FROM notice_preferences WHERE person_id = ? FOR UPDATE", string(c.Person)).Scan(&last).Error; err != nil {
			return err
		}
		repeated := c.Key != "" && last.Key == c.Key
		if repeated && last.Fingerprint != c.Fingerprint {
			return keyReused()
		}
		if !repeated {
			if err := c.save(tx, last.Version); err != nil {
				return err
			}
		}
		var err error
		out, err = s.noticePreferences(tx, c.Person)
		return err
	})
	return out, err
}

func (c SavePreferences) save(tx *gorm.DB, current int64) error {
	saved := tx.Exec(savePreferences, map[string]any{
		"person": string(c.Person), "content": document[notify.Preferences]{c.Preferences}, "version": c.Version,
		"key": c.Key, "fingerprint": c.Fingerprint,
	})
	if saved.Error != nil || saved.RowsAffected == 1 {
		return saved.Error
	}
	return fault.New(fault.Conflict, "preferences_stale", "version %d was seen, version %d is current", c.Version, current).
		With("current", strconv.FormatInt(current, 10))
}

func keyReused() error {
	return fault.New(fault.Invalid, "idempotency_key_reused", "this key was used for another request").
		WithFields(fault.Field{Name: "idempotency_key", Reason: "idempotency_key_reused"})
}
