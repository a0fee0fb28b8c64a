package store

import (
	"context"
	"time"

	"gorm.io/gorm/clause"
)

// KeptPolicy is the text of one version of the policy (权限策略版本).
type KeptPolicy struct {
	Version   string `gorm:"primaryKey"`
	Model     string
	Rules     string
	CodeRules string
	AddedAt   time.Time `gorm:"->"`
}

// TableName names the table.
func (KeptPolicy) TableName() string { return "policies" }

// KeepPolicy keeps the text of the policy in force, so that what was done
// under it can be judged by it later. A version that is kept stays as it is.
func (s *Store) KeepPolicy(ctx context.Context, p KeptPolicy) error {
	return s.db.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&p).Error
}

// Policies gives all versions that are kept.
func (s *Store) Policies(ctx context.Context) ([]KeptPolicy, error) {
	var out []KeptPolicy
	err := s.db.WithContext(ctx).Order("added_at, version").Find(&out).Error
	return out, err
}
