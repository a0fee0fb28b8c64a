package store

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"jiheng/internal/identity"
)

type throttleRow struct {
	Key           string `gorm:"primaryKey"`
	Failures      int
	LastFailureAt *time.Time
	LockedUntil   *time.Time
}

// TableName names the table.
func (throttleRow) TableName() string { return "login_throttles" }

// UpdateThrottle implements identity.Repository. Rows that are not there yet
// are made first, for only a row can be locked.
func (i *Identity) UpdateThrottle(ctx context.Context, keys []identity.ThrottleKey,
	decide func([]identity.Throttle) []identity.Throttle,
) error {
	return i.s.transact(ctx, func(tx *gorm.DB) error {
		rows, err := lockThrottles(tx, keys)
		if err != nil {
			return err
		}
		states := make([]identity.Throttle, len(keys))
		for k, key := range keys {
			states[k] = rows[string(key)]
		}
		next := decide(states)
		if next == nil {
			return nil
		}
		changed := make([]throttleRow, 0, len(keys))
		for k, key := range keys {
			changed = append(changed, throttleRow{
				Key: string(key), Failures: next[k].Failures,
				LastFailureAt: nullable(next[k].LastFailureAt), LockedUntil: nullable(next[k].LockedUntil),
			})
		}
		return tx.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "key"}},
			DoUpdates: clause.AssignmentColumns([]string{"failures", "last_failure_at", "locked_until"}),
		}).Create(&changed).Error
	})
}

// lockThrottles locks the rows in order of key, so that no two callers wait
// for each other.
func lockThrottles(tx *gorm.DB, keys []identity.ThrottleKey) (map[string]identity.Throttle, error) {
	sorted := slices.Sorted(slices.Values(plain(keys)))
	for _, key := range sorted {
		err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&throttleRow{Key: key}).Error
		if err != nil {
			return nil, err
		}
	}
	var rows []throttleRow
	err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).Where("key IN ?", sorted).Order("key").Find(&rows).Error
	states := make(map[string]identity.Throttle, len(rows))
	for _, r := range rows {
		states[r.Key] = identity.Throttle{
			Failures: r.Failures, LastFailureAt: instant(r.LastFailureAt), LockedUntil: instant(r.LockedUntil),
		}
	}
	return states, err
}

// Purge implements identity.Repository.
func (i *Identity) Purge(ctx context.Context, limits identity.PurgeLimits) (int, error) {
	var ended int64
	err := i.s.transact(ctx, func(tx *gorm.DB) error {
		done := tx.Where("created_at <= ? OR seen_at <= ?", limits.CreatedBefore, limits.SeenBefore).Delete(&sessionRow{})
		ended = done.RowsAffected
		if done.Error != nil {
			return done.Error
		}
		return tx.Where("(last_failure_at IS NULL OR last_failure_at <= @since) AND (locked_until IS NULL OR locked_until <= @since)",
			map[string]any{"since": limits.QuietSince}).Delete(&throttleRow{}).Error
	})
	return int(ended), err
}
