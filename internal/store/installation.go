package store

import (
	"context"
	"time"

	"gorm.io/gorm"
)

type installationRow struct {
	ID      string
	FilesAt *time.Time
}

// OwnFiles lets a folder of files be held against the installation that this
// database is of (安装标识). The check is told the installation's id and whether
// a folder was taken for it before; it marks a folder that is new, or refuses
// one that is another's. No two checks run at once.
//
// Faults: unavailable; those of check.
func (s *Store) OwnFiles(ctx context.Context, check func(installation string, taken bool) error) error {
	return s.transact(ctx, func(tx *gorm.DB) error {
		var row installationRow
		if err := tx.Raw("SELECT id, files_at FROM installation FOR UPDATE").Scan(&row).Error; err != nil {
			return err
		}
		if err := check(row.ID, row.FilesAt != nil); err != nil || row.FilesAt != nil {
			return err
		}
		return tx.Exec("UPDATE installation SET files_at = now()").Error
	})
}
