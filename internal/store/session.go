package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/identity"
)

type sessionRow struct {
	Digest        []byte `gorm:"primaryKey"`
	PersonID      string
	ClientAddress string
	CreatedAt     time.Time
	SeenAt        time.Time
}

// TableName names the table.
func (sessionRow) TableName() string { return "sessions" }

// CreateSession implements identity.Repository.
func (i *Identity) CreateSession(ctx context.Context, s identity.StoredSession, verifiedHash string, entry identity.Entry) error {
	return i.s.transact(ctx, func(tx *gorm.DB) error {
		account, err := lockAccount(tx, s.PersonID)
		if err != nil {
			return orElse(err, fault.NotFound, accountChanged())
		}
		if account.DisabledAt != nil || account.PasswordHash != verifiedHash {
			return accountChanged()
		}
		row := sessionRow{
			Digest: s.Digest[:], PersonID: string(s.PersonID), ClientAddress: s.ClientAddress,
			CreatedAt: s.CreatedAt, SeenAt: s.SeenAt,
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return appendSecurity(tx, entry)
	})
}

// SessionByDigest implements identity.Repository.
func (i *Identity) SessionByDigest(ctx context.Context, d identity.Digest) (identity.StoredSession, identity.Account, error) {
	var row struct {
		Account       accountRow `gorm:"embedded"`
		ClientAddress string
		CreatedAt     time.Time
		SeenAt        time.Time
	}
	found := i.s.db.WithContext(ctx).Raw(`SELECT p.id, p.unit_id, p.department_id, p.name, p.post, p.email,
		a.login, a.password_hash, a.disabled_at, a.password_expires_at, s.client_address, s.created_at, s.seen_at
		FROM sessions s JOIN accounts a ON a.person_id = s.person_id JOIN persons p ON p.id = s.person_id
		WHERE s.digest = ? AND a.disabled_at IS NULL`, d[:]).Scan(&row)
	if found.Error != nil {
		return identity.StoredSession{}, identity.Account{}, found.Error
	}
	if found.RowsAffected == 0 {
		return identity.StoredSession{}, identity.Account{}, noSession()
	}
	account := row.Account.account()
	return identity.StoredSession{
		Digest: d, PersonID: account.Person.ID, ClientAddress: row.ClientAddress,
		CreatedAt: row.CreatedAt.UTC(), SeenAt: row.SeenAt.UTC(),
	}, account, nil
}

// TouchSession implements identity.Repository.
func (i *Identity) TouchSession(ctx context.Context, d identity.Digest, at time.Time) error {
	done := i.s.db.WithContext(ctx).Exec("UPDATE sessions SET seen_at = GREATEST(seen_at, ?) WHERE digest = ?", at, d[:])
	if done.Error == nil && done.RowsAffected == 0 {
		return noSession()
	}
	return done.Error
}

// DeleteSession implements identity.Repository.
func (i *Identity) DeleteSession(ctx context.Context, d identity.Digest, entry identity.Entry) error {
	return i.s.transact(ctx, func(tx *gorm.DB) error {
		done := tx.Where("digest = ?", d[:]).Delete(&sessionRow{})
		if done.Error != nil {
			return done.Error
		}
		if done.RowsAffected == 0 {
			return noSession()
		}
		return appendSecurity(tx, entry)
	})
}

// DeleteSessionsOf implements identity.Repository.
func (i *Identity) DeleteSessionsOf(ctx context.Context, id identity.PersonID, entry identity.Entry) (int, error) {
	var ended int64
	err := i.s.administrate(ctx, AdministrationRequest{Actor: evaluation.PersonID(entry.ActorID)}, func(a *administrating) (err error) {
		if ended, err = endSessions(a.tx, id); err != nil {
			return err
		}
		if err := appendSecurity(a.tx, entry); err != nil {
			return err
		}
		return a.note(administration.SessionsEnded{Person: evaluation.PersonID(id)}, "")
	})
	return int(ended), err
}

func endSessions(tx *gorm.DB, id identity.PersonID) (int64, error) {
	done := tx.Where("person_id = ?", string(id)).Delete(&sessionRow{})
	return done.RowsAffected, done.Error
}

func noSession() error {
	return fault.New(fault.NotFound, "session_not_found", "no such session")
}
