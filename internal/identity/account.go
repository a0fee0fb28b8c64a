package identity

import (
	"context"
	"time"

	"jiheng/internal/fault"
)

// ChangePassword lets a person change the password (修改口令): the old one is
// proved again, every session ends, and a new one begins for this client.
//
// Faults: unauthenticated session_expired or login_locked; invalid
// password_wrong (field old_password), password_unchanged (field password) or
// password_weak as in CheckPassword; unavailable login_busy; conflict
// account_changed when somebody else changed it at the same moment.
func (s *Sessions) ChangePassword(ctx context.Context, token, old, next, clientAddress string) (string, Session, error) {
	stored, account, err := s.find(ctx, token)
	if err != nil {
		return "", Session{}, err
	}
	if err := checkChange(account.Login, old, next); err != nil {
		return "", Session{}, err
	}
	// A stolen session must not be a way to guess: the old password is proved
	// under the same count as a login.
	t := s.newTry(account.Login, clientAddress)
	proved, err := s.prove(ctx, t, old)
	if err != nil {
		return "", Session{}, asWrongPassword(err)
	}
	account = proved.account
	account.InitialUntil = time.Time{} // it is one's own from now on
	entry := t.entry(EntryPasswordChanged, account.Person.ID, "")
	entry.ActorID, entry.SessionID = account.Person.ID, stored.Digest.ID()
	hash, err := s.setPassword(ctx, account.Person.ID, account.PasswordHash, next, time.Time{}, entry)
	if err != nil {
		s.giveBack(ctx, t)
		return "", Session{}, err
	}
	return s.open(ctx, t, account, hash)
}

// asWrongPassword tells somebody who is logged in what was wrong; login_failed
// would look as if the session had ended.
func asWrongPassword(err error) error {
	if fault.ReasonOf(err) != "login_failed" {
		return err
	}
	return fault.New(fault.Invalid, "password_wrong", "old password refused").
		WithFields(fault.Field{Name: "old_password", Reason: "password_wrong"})
}

func checkChange(login, old, next string) error {
	if err := CheckPassword(login, next); err != nil {
		return err
	}
	if old == next {
		return fault.New(fault.Invalid, "password_unchanged", "new password is the old one").
			WithFields(fault.Field{Name: "password", Reason: "password_unchanged"})
	}
	return nil
}

// ResetPassword sets a person's password on behalf of an administrator
// (重置口令) and ends the person's sessions; it has to be changed as an initial
// one. Whether actor may is for the caller to ask policy. The lock that failed logins set is lifted by time only.
// Faults: not_found account_not_found; invalid password_weak; unavailable
// login_busy.
func (s *Sessions) ResetPassword(ctx context.Context, actor, person PersonID, next string) error {
	account, err := s.repo.AccountByID(ctx, person)
	if err != nil {
		return err
	}
	if err := CheckPassword(account.Login, next); err != nil {
		return err
	}
	_, err = s.setPassword(ctx, person, "", next, s.now().Add(InitialFor), s.deed(EntryPasswordReset, actor, person))
	return err
}

// setPassword hashes and stores a password in place of the hash old, or of any
// when old is empty, and gives its hash.
func (s *Sessions) setPassword(ctx context.Context, id PersonID, old, next string, until time.Time, entry Entry) (string, error) {
	hash, err := s.hasher.Hash(ctx, next)
	if err != nil {
		return "", err
	}
	return hash, s.repo.SetPassword(ctx, id, old, Password{Hash: hash, Until: until}, entry)
}

// Disable takes a person's right to log in away (停用账号) and ends all
// sessions at once. Fault: not_found account_not_found.
func (s *Sessions) Disable(ctx context.Context, actor, person PersonID) error {
	return s.repo.SetDisabled(ctx, person, true, s.deed(EntryAccountDisabled, actor, person))
}

// Enable gives the right to log in back (启用账号).
// Fault: not_found account_not_found.
func (s *Sessions) Enable(ctx context.Context, actor, person PersonID) error {
	return s.repo.SetDisabled(ctx, person, false, s.deed(EntryAccountEnabled, actor, person))
}

// Revoke ends all sessions of a person (强制下线) and says how many they were.
func (s *Sessions) Revoke(ctx context.Context, actor, person PersonID) (int, error) {
	return s.repo.DeleteSessionsOf(ctx, person, s.deed(EntrySessionsRevoked, actor, person))
}

func (s *Sessions) deed(kind EntryKind, actor, person PersonID) Entry {
	return Entry{At: s.now(), Kind: kind, PersonID: person, ActorID: actor}
}
