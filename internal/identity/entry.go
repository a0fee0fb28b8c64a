package identity

import "time"

// EntryKind is what happened, for the security log.
type EntryKind string

// The kinds of security log entries.
const (
	EntryLoginSucceeded  EntryKind = "login_succeeded"
	EntryLoginFailed     EntryKind = "login_failed"
	EntryLoginLocked     EntryKind = "login_locked"
	EntryLoggedOut       EntryKind = "logged_out"
	EntryPasswordChanged EntryKind = "password_changed"
	EntryPasswordReset   EntryKind = "password_reset"
	EntrySessionsRevoked EntryKind = "sessions_revoked"
	EntryAccountDisabled EntryKind = "account_disabled"
	EntryAccountEnabled  EntryKind = "account_enabled"
)

// EntryKinds lists all kinds.
func EntryKinds() []EntryKind {
	return []EntryKind{
		EntryLoginSucceeded, EntryLoginFailed, EntryLoginLocked, EntryLoggedOut, EntryPasswordChanged,
		EntryPasswordReset, EntrySessionsRevoked, EntryAccountDisabled, EntryAccountEnabled,
	}
}

// Cause is why a login failed. It is for the log alone: the person is told
// login_failed and no more.
type Cause string

// The causes of a failed login or password change.
const (
	CauseUnknownLogin  Cause = "unknown_login"
	CauseWrongPassword Cause = "wrong_password"
	CauseDisabled      Cause = "account_disabled"
	CauseNoPassword    Cause = "no_password_set"
	CauseChanged       Cause = "account_changed_meanwhile"
	CauseExpired       Cause = "initial_password_expired"
)

// Entry is one line of the security log (安全日志): date and time, user, kind
// of event, success and where from, as GB/T 22239-2019 8.1.4.3 b) asks.
type Entry struct {
	At            time.Time
	Kind          EntryKind
	Login         string   // normalised, safe to log; empty when a person is known by id only
	PersonID      PersonID // whose account; empty when the login is unknown
	ActorID       PersonID // who did it; empty when nobody was logged in
	SessionID     string   // Digest.ID of the session it happened in or began
	ClientAddress string
	Cause         Cause // of a failure
}
