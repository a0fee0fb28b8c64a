package identity_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/fault"
	"jiheng/internal/identity"
)

func TestAPasswordThatSomebodyElseMadeIsToBeChanged(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	require.NoError(t, d.sessions.ResetPassword(t.Context(), "admin", "p1", nextPhrase))
	token, err := d.login("zhao", nextPhrase)
	require.NoError(t, err)
	s, err := d.sessions.Lookup(t.Context(), token)
	require.NoError(t, err)
	require.Equal(t, d.clock().Add(identity.InitialFor), s.InitialUntil)

	_, s, err = d.sessions.ChangePassword(t.Context(), token, nextPhrase, goodPhrase, office)
	require.NoError(t, err)
	require.Zero(t, s.InitialUntil)
	token, err = d.login("zhao", goodPhrase)
	require.NoError(t, err)
	s, err = d.sessions.Lookup(t.Context(), token)
	require.NoError(t, err)
	require.Zero(t, s.InitialUntil, "it is one's own")
}

func TestAnInitialPasswordEnds(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	require.NoError(t, d.sessions.ResetPassword(t.Context(), "admin", "p1", nextPhrase))
	d.pass(identity.InitialFor - time.Second)
	_, err := d.login("zhao", nextPhrase)
	require.NoError(t, err)
	d.pass(time.Second)
	_, err = d.login("zhao", nextPhrase)
	requireUnauthenticated(t, err, "password_expired")
	require.Equal(t, identity.CauseExpired, d.lastEntry().Cause)
	_, err = d.login("zhao", "another phrase altogether")
	requireUnauthenticated(t, err, "login_failed")
	require.NotEqual(t, "password_expired", fault.ReasonOf(err), "who guesses is told nothing")
}
