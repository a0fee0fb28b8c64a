package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/identity"
)

type securityRow struct {
	ID            int64 `gorm:"primaryKey;->"`
	At            time.Time
	Kind          string
	Login         string
	PersonID      string
	ActorID       string
	SessionID     string
	ClientAddress string
	Cause         string
}

// TableName names the table.
func (securityRow) TableName() string { return "security_log" }

// AppendEntry implements identity.Repository.
func (i *Identity) AppendEntry(ctx context.Context, entry identity.Entry) error {
	return appendSecurity(i.s.db.WithContext(ctx), entry)
}

func appendSecurity(tx *gorm.DB, e identity.Entry) error {
	return written(tx.Create(&securityRow{
		At: e.At, Kind: string(e.Kind), Login: e.Login, PersonID: string(e.PersonID), ActorID: string(e.ActorID),
		SessionID: e.SessionID, ClientAddress: e.ClientAddress, Cause: string(e.Cause),
	}))
}

// SecurityEntry is a line of the security log with its number (安全日志).
type SecurityEntry struct {
	ID int64
	identity.Entry
}

// SecurityLog gives the lines before a number, the latest first; before 0
// begins with the last. Fault: invalid limit_out_of_range.
func (s *Store) SecurityLog(ctx context.Context, before int64, limit int) ([]SecurityEntry, error) {
	if limit < 1 || limit > MaxEntries {
		return nil, outOfRange(MaxEntries)
	}
	query := s.db.WithContext(ctx).Order("id DESC").Limit(limit)
	if before > 0 {
		query = query.Where("id < ?", before)
	}
	var rows []securityRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, err
	}
	out := make([]SecurityEntry, len(rows))
	for i, r := range rows {
		out[i] = SecurityEntry{ID: r.ID, Entry: identity.Entry{
			At: r.At.UTC(), Kind: identity.EntryKind(r.Kind), Login: r.Login, PersonID: identity.PersonID(r.PersonID),
			ActorID: identity.PersonID(r.ActorID), SessionID: r.SessionID, ClientAddress: r.ClientAddress,
			Cause: identity.Cause(r.Cause),
		}}
	}
	return out, nil
}
