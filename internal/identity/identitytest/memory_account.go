package identitytest

import (
	"context"

	"jiheng/internal/fault"
	"jiheng/internal/identity"
)

// AccountByLogin implements identity.Repository.
func (m *Memory) AccountByLogin(ctx context.Context, login string) (identity.Account, error) {
	var found identity.Account
	err := m.do(ctx, func() error {
		for _, a := range m.accounts {
			if a.Login == login {
				found = a
				return nil
			}
		}
		return noAccount()
	})
	return found, err
}

// AccountByID implements identity.Repository.
func (m *Memory) AccountByID(ctx context.Context, id identity.PersonID) (identity.Account, error) {
	var found identity.Account
	err := m.do(ctx, func() (err error) {
		found, err = m.account(id)
		return err
	})
	return found, err
}

// SetPassword implements identity.Repository.
func (m *Memory) SetPassword(ctx context.Context, id identity.PersonID, old string, next identity.Password, entry identity.Entry) error {
	return m.do(ctx, func() error {
		a, err := m.account(id)
		if err != nil {
			return err
		}
		if old != "" && a.PasswordHash != old {
			return accountChanged()
		}
		a.PasswordHash, a.InitialUntil = next.Hash, next.Until
		m.accounts[id] = a
		m.endSessionsOf(id)
		m.entries = append(m.entries, entry)
		return nil
	})
}

// ReplaceHash implements identity.Repository.
func (m *Memory) ReplaceHash(ctx context.Context, id identity.PersonID, old, next string) error {
	return m.do(ctx, func() error {
		a, err := m.account(id)
		if err != nil || a.PasswordHash != old {
			return accountChanged()
		}
		a.PasswordHash = next
		m.accounts[id] = a
		return nil
	})
}

// SetDisabled implements identity.Repository.
func (m *Memory) SetDisabled(ctx context.Context, id identity.PersonID, disabled bool, entry identity.Entry) error {
	return m.do(ctx, func() error {
		a, err := m.account(id)
		if err != nil {
			return err
		}
		a.Disabled = disabled
		m.accounts[id] = a
		if disabled {
			m.endSessionsOf(id)
		}
		m.entries = append(m.entries, entry)
		return nil
	})
}

func (m *Memory) account(id identity.PersonID) (identity.Account, error) {
	a, ok := m.accounts[id]
	if !ok {
		return identity.Account{}, noAccount()
	}
	return a, nil
}

func noAccount() error {
	return fault.New(fault.NotFound, "account_not_found", "no such account")
}

func accountChanged() error {
	return fault.New(fault.Conflict, "account_changed", "account changed meanwhile")
}
