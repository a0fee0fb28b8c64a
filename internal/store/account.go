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

// Identity is the store as the package identity sees it.
type Identity struct{ s *Store }

var _ identity.Repository = (*Identity)(nil)

// Identity gives the repository of accounts and sessions.
func (s *Store) Identity() *Identity { return &Identity{s} }

const selectAccount = `SELECT p.id, p.unit_id, p.department_id, p.name, p.post, p.email,
	a.login, a.password_hash, a.disabled_at, a.password_expires_at
FROM accounts a JOIN persons p ON p.id = a.person_id WHERE `

type accountRow struct {
	Owner        personRow `gorm:"embedded"`
	Login        string
	PasswordHash string
	DisabledAt   *time.Time
	// PasswordExpiresAt is there for an initial password.
	PasswordExpiresAt *time.Time
}

func (r *accountRow) account() identity.Account {
	return identity.Account{
		Person: r.Owner.person(), Login: r.Login, PasswordHash: r.PasswordHash, Disabled: r.DisabledAt != nil,
		InitialUntil: instant(r.PasswordExpiresAt),
	}
}

// AccountByLogin implements identity.Repository.
func (i *Identity) AccountByLogin(ctx context.Context, login string) (identity.Account, error) {
	return oneAccount(i.s.db.WithContext(ctx).Raw(selectAccount+"a.login = ?", login))
}

// AccountByID implements identity.Repository.
func (i *Identity) AccountByID(ctx context.Context, id identity.PersonID) (identity.Account, error) {
	return oneAccount(i.s.db.WithContext(ctx).Raw(selectAccount+"a.person_id = ?", string(id)))
}

func oneAccount(query *gorm.DB) (identity.Account, error) {
	var row accountRow
	found := query.Scan(&row)
	if found.Error != nil {
		return identity.Account{}, found.Error
	}
	if found.RowsAffected == 0 {
		return identity.Account{}, noAccount()
	}
	return row.account(), nil
}

// SetPassword implements identity.Repository.
func (i *Identity) SetPassword(ctx context.Context, id identity.PersonID, old string, next identity.Password, entry identity.Entry) error {
	return i.s.administrate(ctx, AdministrationRequest{Actor: evaluation.PersonID(entry.ActorID)}, func(a *administrating) error {
		current, err := lockAccount(a.tx, id)
		if err != nil {
			return err
		}
		if old != "" && current.PasswordHash != old {
			return accountChanged()
		}
		if err := a.setPassword(id, next); err != nil {
			return err
		}
		if _, err := endSessions(a.tx, id); err != nil {
			return err
		}
		return appendSecurity(a.tx, entry)
	})
}

// setPassword changes the password, and whether it is an initial one.
func (a *administrating) setPassword(id identity.PersonID, next identity.Password) error {
	return a.registering(ofAccount(id), func() error {
		return a.tx.Exec("UPDATE accounts SET password_hash = ?, password_expires_at = ? WHERE person_id = ?",
			next.Hash, nullable(next.Until), string(id)).Error
	})
}

// setHash changes what a password is checked against.
func (a *administrating) setHash(id identity.PersonID, next string) error {
	return a.registering(ofAccount(id), func() error {
		return a.tx.Exec("UPDATE accounts SET password_hash = ? WHERE person_id = ?", next, string(id)).Error
	})
}

// ofAccount is what the journal remembers of one account.
func ofAccount(id identity.PersonID) []registerScope {
	return []registerScope{
		{administration.Accounts, "person_id = ?", []any{string(id)}},
		{administration.FormerDisablements, "person_id = ?", []any{string(id)}},
	}
}

// ReplaceHash implements identity.Repository.
func (i *Identity) ReplaceHash(ctx context.Context, id identity.PersonID, old, next string) error {
	return i.s.administrate(ctx, AdministrationRequest{Actor: evaluation.PersonID(id)}, func(a *administrating) error {
		current, err := lockAccount(a.tx, id)
		if err == nil && current.PasswordHash != old || fault.CodeOf(err) == fault.NotFound {
			return accountChanged()
		}
		if err != nil {
			return err
		}
		return a.setHash(id, next)
	})
}

// SetDisabled implements identity.Repository.
func (i *Identity) SetDisabled(ctx context.Context, id identity.PersonID, disabled bool, entry identity.Entry) error {
	return i.s.administrate(ctx, AdministrationRequest{Actor: evaluation.PersonID(entry.ActorID)}, func(a *administrating) error {
		if err := a.setDisabled(id, disabled); err != nil {
			return err
		}
		if err := appendSecurity(a.tx, entry); err != nil {
			return err
		}
		if disabled {
			return a.note(administration.AccountLocked{Person: evaluation.PersonID(id)}, "")
		}
		return a.note(administration.AccountUnlocked{Person: evaluation.PersonID(id)}, "")
	})
}

// setDisabled takes the right to log in away with all sessions, or gives it
// back. Fault: not_found account_not_found.
func (a *administrating) setDisabled(id identity.PersonID, disabled bool) error {
	if _, err := lockAccount(a.tx, id); err != nil {
		return err
	}
	err := a.registering(ofAccount(id), func() error {
		// The first instant stands when it is disabled again.
		return a.tx.Exec(`UPDATE accounts SET disabled_at = CASE WHEN ? THEN COALESCE(disabled_at, clock_timestamp()) END
			WHERE person_id = ?`, disabled, string(id)).Error
	})
	if err == nil && disabled {
		_, err = endSessions(a.tx, id)
	}
	return err
}

type lockedAccount struct {
	PasswordHash string
	DisabledAt   *time.Time
}

// lockAccount keeps two changes of one account, and a login, apart.
func lockAccount(tx *gorm.DB, id identity.PersonID) (lockedAccount, error) {
	var row lockedAccount
	found := tx.Raw("SELECT password_hash, disabled_at FROM accounts WHERE person_id = ? FOR NO KEY UPDATE", string(id)).Scan(&row)
	if found.Error == nil && found.RowsAffected == 0 {
		return row, noAccount()
	}
	return row, found.Error
}

func noAccount() error {
	return fault.New(fault.NotFound, "account_not_found", "no such account")
}

func accountChanged() error {
	return fault.New(fault.Conflict, "account_changed", "account changed meanwhile")
}
