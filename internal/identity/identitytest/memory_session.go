package identitytest

import (
	"context"
	"time"

	"jiheng/internal/fault"
	"jiheng/internal/identity"
)

// CreateSession implements identity.Repository.
func (m *Memory) CreateSession(ctx context.Context, s identity.StoredSession, verifiedHash string,
	entry identity.Entry,
) error {
	return m.do(ctx, func() error {
		a, err := m.account(s.PersonID)
		if err != nil || a.Disabled || a.PasswordHash != verifiedHash {
			return accountChanged()
		}
		m.sessions[s.Digest] = s
		m.entries = append(m.entries, entry)
		return nil
	})
}

// SessionByDigest implements identity.Repository.
func (m *Memory) SessionByDigest(ctx context.Context, d identity.Digest) (
	s identity.StoredSession, a identity.Account, err error,
) {
	err = m.do(ctx, func() error {
		found, err := m.session(d)
		if err != nil {
			return err
		}
		owner, err := m.account(found.PersonID)
		if err != nil || owner.Disabled {
			return noSession()
		}
		s, a = found, owner
		return nil
	})
	return s, a, err
}

// TouchSession implements identity.Repository.
func (m *Memory) TouchSession(ctx context.Context, d identity.Digest, at time.Time) error {
	return m.do(ctx, func() error {
		s, err := m.session(d)
		if err != nil {
			return err
		}
		if at.After(s.SeenAt) {
			s.SeenAt = at
			m.sessions[d] = s
		}
		return nil
	})
}

// DeleteSession implements identity.Repository.
func (m *Memory) DeleteSession(ctx context.Context, d identity.Digest, entry identity.Entry) error {
	return m.do(ctx, func() error {
		if _, err := m.session(d); err != nil {
			return err
		}
		delete(m.sessions, d)
		m.entries = append(m.entries, entry)
		return nil
	})
}

// DeleteSessionsOf implements identity.Repository.
func (m *Memory) DeleteSessionsOf(ctx context.Context, id identity.PersonID, entry identity.Entry) (int, error) {
	ended := 0
	err := m.do(ctx, func() error {
		ended = m.endSessionsOf(id)
		m.entries = append(m.entries, entry)
		return nil
	})
	return ended, err
}

func (m *Memory) session(d identity.Digest) (identity.StoredSession, error) {
	s, ok := m.sessions[d]
	if !ok {
		return identity.StoredSession{}, noSession()
	}
	return s, nil
}

func noSession() error {
	return fault.New(fault.NotFound, "session_not_found", "no such session")
}
