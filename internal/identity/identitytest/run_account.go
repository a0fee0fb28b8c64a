package identitytest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/identity"
)

func accountIsFound(t *testing.T, s Subject) {
	disabled := qian()
	disabled.Disabled = true
	s.Seed(t, zhao(), disabled)
	for _, want := range []identity.Account{zhao(), disabled} {
		got, err := s.AccountByLogin(t.Context(), want.Login)
		require.NoError(t, err)
		require.Equal(t, want, got)
		got, err = s.AccountByID(t.Context(), want.Person.ID)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

func unknownAccount(t *testing.T, s Subject) {
	s.Seed(t, zhao())
	nobody := qian().Person.ID
	_, err := s.AccountByLogin(t.Context(), "zha")
	requireFault(t, err, fault.NotFound, "account_not_found")
	_, err = s.AccountByLogin(t.Context(), "z%")
	requireFault(t, err, fault.NotFound, "account_not_found")
	_, err = s.AccountByID(t.Context(), nobody)
	requireFault(t, err, fault.NotFound, "account_not_found")
	err = s.SetPassword(t.Context(), nobody, "", identity.Password{Hash: "new"}, entry(identity.EntryPasswordReset, zhao()))
	requireFault(t, err, fault.NotFound, "account_not_found")
	err = s.SetDisabled(t.Context(), nobody, true, entry(identity.EntryAccountDisabled, zhao()))
	requireFault(t, err, fault.NotFound, "account_not_found")
	err = s.ReplaceHash(t.Context(), nobody, "old", "new")
	requireFault(t, err, fault.Conflict, "account_changed")
	require.Empty(t, s.Entries(t), "what did not happen is not logged")
}

func newPasswordEndsSessions(t *testing.T, s Subject) {
	s.Seed(t, zhao(), qian())
	begin(t, s, zhao(), 1, 2)
	begin(t, s, qian(), 3)
	reset := entry(identity.EntryPasswordReset, zhao())
	reset.ActorID = qian().Person.ID
	require.NoError(t, s.SetPassword(t.Context(), zhao().Person.ID, "", identity.Password{Hash: "$argon2id$next"}, reset))
	requireGone(t, s, 1)
	requireGone(t, s, 2)
	requireAlive(t, s, 3)
	got, err := s.AccountByID(t.Context(), zhao().Person.ID)
	require.NoError(t, err)
	require.Equal(t, "$argon2id$next", got.PasswordHash)
	requireLastEntry(t, s, reset)
}

func newPasswordInsists(t *testing.T, s Subject) {
	s.Seed(t, zhao())
	begin(t, s, zhao(), 1)
	changed := entry(identity.EntryPasswordChanged, zhao())
	err := s.SetPassword(t.Context(), zhao().Person.ID, "$argon2id$other", identity.Password{Hash: "$argon2id$next"}, changed)
	requireFault(t, err, fault.Conflict, "account_changed")
	requireAlive(t, s, 1)
	require.Len(t, s.Entries(t), 1)
	err = s.SetPassword(t.Context(), zhao().Person.ID, zhao().PasswordHash, identity.Password{Hash: "$argon2id$next"}, changed)
	require.NoError(t, err)
	requireGone(t, s, 1)
	requireLastEntry(t, s, changed)
}

func rehashKeepsSessions(t *testing.T, s Subject) {
	s.Seed(t, zhao())
	begin(t, s, zhao(), 1)
	id := zhao().Person.ID
	require.NoError(t, s.ReplaceHash(t.Context(), id, zhao().PasswordHash, "$argon2id$costlier"))
	requireAlive(t, s, 1)
	err := s.ReplaceHash(t.Context(), id, zhao().PasswordHash, "$argon2id$late")
	requireFault(t, err, fault.Conflict, "account_changed")
	got, err := s.AccountByID(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, "$argon2id$costlier", got.PasswordHash)
}

func disabledHasNoSessions(t *testing.T, s Subject) {
	s.Seed(t, zhao(), qian())
	begin(t, s, zhao(), 1)
	begin(t, s, qian(), 2)
	id := zhao().Person.ID
	disabled := entry(identity.EntryAccountDisabled, zhao())
	require.NoError(t, s.SetDisabled(t.Context(), id, true, disabled))
	requireLastEntry(t, s, disabled)
	requireGone(t, s, 1)
	requireAlive(t, s, 2)
	err := s.CreateSession(t.Context(), session(zhao(), 3), zhao().PasswordHash,
		entry(identity.EntryLoginSucceeded, zhao()))
	requireFault(t, err, fault.Conflict, "account_changed")
	require.NoError(t, s.SetDisabled(t.Context(), id, true, disabled), "again is no error")

	enabled := entry(identity.EntryAccountEnabled, zhao())
	require.NoError(t, s.SetDisabled(t.Context(), id, false, enabled))
	requireLastEntry(t, s, enabled)
	requireGone(t, s, 1) // enabling brings no old session back
	begin(t, s, zhao(), 4)
	requireAlive(t, s, 4)
}
