package identity_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/identity"
)

func TestALoginBeginsASession(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token, session, err := d.sessions.Login(t.Context(), " ZHAO ", goodPhrase, office+":40123")
	require.NoError(t, err)
	require.Len(t, token, 43, "256 bits")
	require.Equal(t, identity.PersonID("p1"), session.Person.ID)
	require.Equal(t, "zhao", session.Login)
	require.Equal(t, office, session.ClientAddress)
	require.Equal(t, d.clock().Add(30*time.Minute), session.IdleUntil)
	require.Equal(t, d.clock().Add(12*time.Hour), session.ExpiresAt)
	require.Equal(t, session, d.requireAlive(token))
	require.Equal(t, identity.Entry{
		At: d.clock(), Kind: identity.EntryLoginSucceeded, Login: "zhao", PersonID: "p1", ActorID: "p1",
		SessionID: session.ID, ClientAddress: office,
	}, d.lastEntry())
}

func TestEveryLoginGetsATokenOfItsOwn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, second := d.mustLogin("zhao"), d.mustLogin("zhao")
	require.NotEqual(t, first, second)
	d.requireAlive(first)
	d.requireAlive(second)
}

// Whatever is wrong, the answer is the same fault after the same work.
func TestAFailedLoginTellsNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	disabled, unset := d.account("p3", "sun"), d.account("p4", "li")
	disabled.Disabled, unset.PasswordHash = true, ""
	d.repo.Seed(disabled, unset)
	var work []identity.Params
	d.hasher.Watch(func(p identity.Params) { work = append(work, p) })
	cases := []struct {
		login, password string
		cause           identity.Cause
	}{
		{"zhao", "wrong password", identity.CauseWrongPassword},
		{"nobody", goodPhrase, identity.CauseUnknownLogin},
		{"", "", identity.CauseUnknownLogin},
		{"zh\x00ao", goodPhrase, identity.CauseUnknownLogin},
		{"sun", goodPhrase, identity.CauseDisabled},
		{"sun", "wrong password", identity.CauseDisabled},
		{"li", goodPhrase, identity.CauseNoPassword},
		{"li", "", identity.CauseNoPassword},
	}
	var answer string
	for _, c := range cases {
		work = nil
		_, err := d.login(c.login, c.password)
		requireUnauthenticated(t, err, "login_failed")
		if answer == "" {
			answer = err.Error()
		}
		require.Equal(t, answer, err.Error())
		require.Equal(t, []identity.Params{cheap()}, work, "%s: one hash, at the usual costs", c.login)
		require.Equal(t, identity.EntryLoginFailed, d.lastEntry().Kind)
		require.Equal(t, c.cause, d.lastEntry().Cause)
		require.Equal(t, office, d.lastEntry().ClientAddress)
	}
	require.Zero(t, d.repo.SessionCount())
}

func TestFiveFailuresLockTheAccount(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for range 5 {
		_, err := d.login("zhao", "wrong password")
		requireUnauthenticated(t, err, "login_failed")
		d.pass(1100 * time.Millisecond)
	}
	_, err := d.login("zhao", goodPhrase)
	requireUnauthenticated(t, err, "login_locked")
	require.Equal(t, map[string]string{"until": "2026-03-02T09:01:05+08:00", "retry_after": "59"}, fault.As(err).Params,
		"58.9 seconds are left, to 09:01:04.4; both are rounded up")
	require.Equal(t, identity.EntryLoginLocked, d.lastEntry().Kind)

	d.sessions = d.open() // a restart changes nothing
	_, err = d.login("zhao", goodPhrase)
	requireUnauthenticated(t, err, "login_locked")
	d.mustLogin("qian") // nor is anybody else locked

	wait, err := strconv.Atoi(fault.As(err).Params["retry_after"])
	require.NoError(t, err)
	d.pass(time.Duration(wait) * time.Second)
	d.mustLogin("zhao")
}

func TestALockedAccountIsNotEvenTried(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for range 5 {
		_, err := d.login("nobody", "wrong password")
		requireUnauthenticated(t, err, "login_failed")
	}
	d.hasher.Watch(func(identity.Params) { t.Error("a hash was computed") })
	_, err := d.login("nobody", goodPhrase) // a login that does not exist locks like one that does
	requireUnauthenticated(t, err, "login_locked")
}

func TestSuccessForgivesTypingErrors(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for range 3 {
		for range 4 {
			_, err := d.login("zhao", "wrong password")
			requireUnauthenticated(t, err, "login_failed")
		}
		d.mustLogin("zhao")
	}
}

func TestGuessesSentAtOnceAreCountedAllTheSame(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var tried atomic.Int32
	d.hasher.Watch(func(identity.Params) { tried.Add(1) })
	var group sync.WaitGroup
	for range 40 {
		group.Go(func() { _, _ = d.login("zhao", "wrong password") })
	}
	group.Wait()
	require.Equal(t, int32(5), tried.Load())
}

func TestAnAddressThatTriesManyAccountsIsLocked(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for i := range 50 {
		if i%10 == 0 {
			d.mustLogin("qian") // an account of one's own buys no tries
		}
		_, err := d.login(fmt.Sprintf("user%d", i), "Sommer2026")
		requireUnauthenticated(t, err, "login_failed")
	}
	_, err := d.login("qian", goodPhrase)
	requireUnauthenticated(t, err, "login_locked")
	_, _, err = d.sessions.Login(t.Context(), "qian", goodPhrase, "192.0.2.8")
	require.NoError(t, err, "other addresses go on")
}

func TestABureauBehindOneAddressLogsInOneAfterAnother(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for range 200 {
		d.mustLogin("zhao")
	}
}

func TestAnAttemptThatTestedNothingIsGivenBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx, cancel := context.WithCancel(t.Context())
	broken := d.account("p5", "zhou")
	broken.PasswordHash = "not a hash"
	d.repo.Seed(broken)
	for range 20 {
		_, err := d.login("zhou", goodPhrase)
		require.Equal(t, fault.Internal, fault.CodeOf(err))
	}
	d.hasher.Watch(func(identity.Params) { cancel() })
	_, _, err := d.sessions.Login(ctx, "zhao", goodPhrase, office)
	require.Equal(t, fault.Unavailable, fault.CodeOf(err), "the client went away before its session was stored")
	for range 4 {
		_, err := d.login("zhao", "wrong password")
		requireUnauthenticated(t, err, "login_failed")
	}
	d.mustLogin("zhao")
}

func TestNothingIsLetThroughWhenTheStoreFails(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token := d.mustLogin("zhao")
	down := fault.Wrap(errors.New("connection refused"), fault.Unavailable, "database_unavailable", "connect")
	d.repo.Fail(down)
	_, err := d.login("zhao", goodPhrase)
	require.ErrorIs(t, err, down)
	_, err = d.sessions.Lookup(t.Context(), token)
	require.ErrorIs(t, err, down)
	require.ErrorIs(t, d.sessions.Logout(t.Context(), token), down)
	d.repo.Fail(nil)
	d.requireAlive(token)
}

func TestAnOldHashIsRenewedByItsOwner(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	dearer := identity.Params{MemoryKiB: 128, Passes: 2, Lanes: 1}
	d.hasher = newHasher(t, dearer, 2)
	d.sessions = d.open()
	before, err := d.repo.AccountByLogin(t.Context(), "zhao")
	require.NoError(t, err)
	_, err = d.login("zhao", "wrong password")
	requireUnauthenticated(t, err, "login_failed")
	same, err := d.repo.AccountByLogin(t.Context(), "zhao")
	require.NoError(t, err)
	require.Equal(t, before, same)

	token := d.mustLogin("zhao")
	after, err := d.repo.AccountByLogin(t.Context(), "zhao")
	require.NoError(t, err)
	require.Contains(t, after.PasswordHash, "$m=128,t=2,p=1$")
	d.requireAlive(token)
	d.mustLogin("zhao")
}
