package identity_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/identity"
	"jiheng/internal/identity/identitytest"
)

const nextPhrase = "山那边的云飘向二零二七"

func TestChangePassword(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	here, elsewhere, colleague := d.mustLogin("zhao"), d.mustLogin("zhao"), d.mustLogin("qian")
	token, session, err := d.sessions.ChangePassword(t.Context(), here, goodPhrase, nextPhrase, office)
	require.NoError(t, err)
	require.Equal(t, identity.PersonID("p1"), session.Person.ID)
	d.requireAlive(token)
	d.requireExpired(here)
	d.requireExpired(elsewhere)
	d.requireAlive(colleague)
	_, err = d.login("zhao", goodPhrase)
	requireUnauthenticated(t, err, "login_failed")
	_, err = d.login("zhao", nextPhrase)
	require.NoError(t, err)
	kinds := []identity.EntryKind{}
	for _, e := range d.repo.Entries()[3:] {
		kinds = append(kinds, e.Kind)
	}
	require.Equal(t, []identity.EntryKind{
		identity.EntryPasswordChanged, identity.EntryLoginSucceeded, identity.EntryLoginFailed, identity.EntryLoginSucceeded,
	}, kinds)
}

func TestChangePassword_refusals(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, old, next string
		want            *fault.Error
	}{
		{"wrong old password", "wrong password", nextPhrase, fault.New(fault.Invalid, "password_wrong", "")},
		{"weak new password", goodPhrase, "1234567890", fault.New(fault.Invalid, "password_weak", "")},
		{"the same again", goodPhrase, goodPhrase, fault.New(fault.Invalid, "password_unchanged", "")},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			token := d.mustLogin("zhao")
			_, _, err := d.sessions.ChangePassword(t.Context(), token, c.old, c.next, office)
			require.ErrorIs(t, err, c.want)
			require.NotEmpty(t, fault.As(err).Fields)
			d.requireAlive(token)
			d.mustLogin("zhao")
		})
	}
}

func TestAStolenSessionCannotGuessThePassword(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token := d.mustLogin("zhao")
	for range 5 {
		_, _, err := d.sessions.ChangePassword(t.Context(), token, "wrong password", nextPhrase, office)
		require.Equal(t, "password_wrong", fault.ReasonOf(err))
	}
	_, _, err := d.sessions.ChangePassword(t.Context(), token, goodPhrase, nextPhrase, office)
	requireUnauthenticated(t, err, "login_locked")
	_, _, err = d.sessions.ChangePassword(t.Context(), "nonsense", goodPhrase, nextPhrase, office)
	requireUnauthenticated(t, err, "session_expired")
}

func TestResetPassword(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token := d.mustLogin("zhao")
	err := d.sessions.ResetPassword(t.Context(), "admin", "p1", "password2026")
	require.ErrorIs(t, err, fault.New(fault.Invalid, "password_weak", ""))
	d.requireAlive(token)

	require.NoError(t, d.sessions.ResetPassword(t.Context(), "admin", "p1", nextPhrase))
	d.requireExpired(token)
	require.Equal(t, identity.Entry{
		At: d.clock(), Kind: identity.EntryPasswordReset, PersonID: "p1", ActorID: "admin",
	}, d.lastEntry())
	_, err = d.login("zhao", nextPhrase)
	require.NoError(t, err)
	err = d.sessions.ResetPassword(t.Context(), "admin", "p9", nextPhrase)
	require.ErrorIs(t, err, fault.New(fault.NotFound, "account_not_found", ""))
}

func TestDisablingAnAccountTakesEffectAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token := d.mustLogin("zhao")
	require.NoError(t, d.sessions.Disable(t.Context(), "admin", "p1"))
	d.requireExpired(token)
	_, err := d.login("zhao", goodPhrase)
	requireUnauthenticated(t, err, "login_failed")
	require.NoError(t, d.sessions.Enable(t.Context(), "admin", "p1"))
	d.requireExpired(token)
	d.mustLogin("zhao")
}

func TestRevokeEndsAllSessionsOfOnePerson(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, second, colleague := d.mustLogin("zhao"), d.mustLogin("zhao"), d.mustLogin("qian")
	ended, err := d.sessions.Revoke(t.Context(), "admin", "p1")
	require.NoError(t, err)
	require.Equal(t, 2, ended)
	d.requireExpired(first)
	d.requireExpired(second)
	d.requireAlive(colleague)
}

// An administrator resets the password in the moment between checking it and
// storing the session: the old password must leave no session behind.
func TestAPasswordChangedDuringALoginOpensNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	overtaken := d.overtaken(func(ctx context.Context) error {
		return d.repo.SetPassword(ctx, "p1", "", identity.Password{Hash: "$argon2id$other"}, identity.Entry{Kind: identity.EntryPasswordReset})
	})
	_, _, err := overtaken.Login(t.Context(), "zhao", goodPhrase, office)
	requireUnauthenticated(t, err, "login_failed")
	require.Equal(t, identity.CauseChanged, d.lastEntry().Cause)
	require.Zero(t, d.repo.SessionCount())
}

func TestAnAccountDisabledDuringALoginOpensNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	overtaken := d.overtaken(func(ctx context.Context) error {
		return d.repo.SetDisabled(ctx, "p1", true, identity.Entry{Kind: identity.EntryAccountDisabled})
	})
	_, _, err := overtaken.Login(t.Context(), "zhao", goodPhrase, office)
	requireUnauthenticated(t, err, "login_failed")
	require.Zero(t, d.repo.SessionCount())
}

// An administrator resets the password while its owner is changing it: the
// reset stands.
func TestAResetIsNotOverwrittenByAChange(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token := d.mustLogin("zhao")
	overtaken := d.overtaken(func(ctx context.Context) error {
		return d.repo.SetPassword(ctx, "p1", "", identity.Password{Hash: "$argon2id$other"}, identity.Entry{Kind: identity.EntryPasswordReset})
	})
	_, _, err := overtaken.ChangePassword(t.Context(), token, goodPhrase, nextPhrase, office)
	require.ErrorIs(t, err, fault.New(fault.Conflict, "account_changed", ""))
	account, err := d.repo.AccountByID(t.Context(), "p1")
	require.NoError(t, err)
	require.Equal(t, "$argon2id$other", account.PasswordHash)
}

func TestASessionRevokedWhileItIsUsedIsOver(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token := d.mustLogin("zhao")
	d.pass(time.Minute)
	overtaken := d.overtaken(func(ctx context.Context) error {
		_, err := d.repo.DeleteSessionsOf(ctx, "p1", identity.Entry{Kind: identity.EntrySessionsRevoked})
		return err
	})
	_, err := overtaken.Lookup(t.Context(), token)
	requireUnauthenticated(t, err, "session_expired")
}

// overtaken gives a service on whose repository something else happens right
// before it writes.
func (d *desk) overtaken(by func(context.Context) error) *identity.Sessions {
	d.t.Helper()
	s, err := identity.NewSessions(overtakenRepo{d.repo, by}, d.hasher, d.config, d.clock, slog.New(slog.DiscardHandler))
	require.NoError(d.t, err)
	return s
}

type overtakenRepo struct {
	*identitytest.Memory
	by func(context.Context) error
}

func (r overtakenRepo) CreateSession(ctx context.Context, s identity.StoredSession, hash string, e identity.Entry) error {
	if err := r.by(ctx); err != nil {
		return err
	}
	return r.Memory.CreateSession(ctx, s, hash, e)
}

func (r overtakenRepo) SetPassword(ctx context.Context, id identity.PersonID, old string, next identity.Password, e identity.Entry) error {
	if err := r.by(ctx); err != nil {
		return err
	}
	return r.Memory.SetPassword(ctx, id, old, next, e)
}

func (r overtakenRepo) TouchSession(ctx context.Context, d identity.Digest, at time.Time) error {
	if err := r.by(ctx); err != nil {
		return err
	}
	return r.Memory.TouchSession(ctx, d, at)
}
