package store

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/review"
)

type senderKeyRow struct {
	KeyID     string `gorm:"primaryKey"`
	UnitID    string `gorm:"primaryKey"`
	Algorithm string
	PublicKey string
	AddedAt   time.Time
	AddedBy   string
	EndedAt   *time.Time
}

// TableName names the table.
func (senderKeyRow) TableName() string { return "sender_keys" }

func (r *senderKeyRow) core() review.SenderKey {
	return review.SenderKey{KeyID: r.KeyID, UnitID: r.UnitID, Algorithm: r.Algorithm, PublicKey: r.PublicKey, AddedAt: r.AddedAt.UTC(), AddedBy: r.AddedBy}
}

// AddSenderKey lets a key count for a unit. One that counts already, or did,
// stays as it is. Fault: invalid reference_unknown for an unknown unit.
func (s *Store) AddSenderKey(ctx context.Context, k review.SenderKey, at time.Time, by evaluation.PersonID) error {
	row := senderKeyRow{
		KeyID: k.KeyID, UnitID: k.UnitID, Algorithm: k.Algorithm, PublicKey: k.PublicKey, AddedAt: at.UTC().Truncate(time.Microsecond), AddedBy: string(by),
	}
	return s.administrate(ctx, atTheConsole(), func(a *administrating) error {
		return a.registering(ofSender(k.UnitID), func() error {
			return a.tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error
		})
	})
}

// ofSender is what the journal of the installation remembers of a unit's keys.
func ofSender(unitID string) []registerScope {
	return []registerScope{{administration.SenderKeys, "unit_id = ?", []any{unitID}}}
}

// EndSenderKey takes a key's word from it. Fault: not_found sender_key_not_found.
func (s *Store) EndSenderKey(ctx context.Context, unitID, keyID string, at time.Time) error {
	return s.administrate(ctx, atTheConsole(), func(a *administrating) error {
		return a.registering(ofSender(unitID), func() error {
			done := a.tx.Exec("UPDATE sender_keys SET ended_at = ? WHERE unit_id = ? AND key_id = ? AND ended_at IS NULL", at, unitID, keyID)
			if done.Error == nil && done.RowsAffected == 0 {
				return fault.New(fault.NotFound, "sender_key_not_found", "unit %q has no key %.16s", unitID, keyID)
			}
			return done.Error
		})
	})
}

// SenderKeys lists the keys of a unit that count, or of all units for "".
func (s *Store) SenderKeys(ctx context.Context, unitID string) ([]review.SenderKey, error) {
	var rows []senderKeyRow
	err := s.db.WithContext(ctx).Where("ended_at IS NULL AND (? = '' OR unit_id = ?)", unitID, unitID).Order("unit_id, added_at, key_id").Find(&rows).Error
	return coreOf(rows, (*senderKeyRow).core), translate(err)
}
