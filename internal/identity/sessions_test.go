package identity_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/fault"
	"jiheng/internal/identity"
	"jiheng/internal/identity/identitytest"
)

func TestOnlyTheDigestOfATokenIsStored(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token := d.mustLogin("zhao")
	raw, err := base64.RawURLEncoding.DecodeString(token)
	require.NoError(t, err)
	stored, _, err := d.repo.SessionByDigest(t.Context(), sha256.Sum256(raw))
	require.NoError(t, err)
	require.Equal(t, identity.PersonID("p1"), stored.PersonID)
	digestAsToken := base64.RawURLEncoding.EncodeToString(stored.Digest[:])
	d.requireExpired(digestAsToken) // who reads the table gets in nowhere
}

func TestAnIdleSessionEnds(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token := d.mustLogin("zhao")
	d.pass(30*time.Minute - time.Second)
	d.requireAlive(token)
	d.pass(30*time.Minute - time.Second)
	d.requireAlive(token)
	d.pass(30 * time.Minute)
	d.requireExpired(token)
}

func TestASessionInUseEndsAfterTwelveHours(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token := d.mustLogin("zhao")
	for range 48*12 - 1 {
		d.pass(75 * time.Second)
		d.requireAlive(token)
	}
	require.Equal(t, d.clock().Add(75*time.Second), d.requireAlive(token).IdleUntil, "no promise beyond the end")
	d.pass(75 * time.Second)
	d.requireExpired(token)
}

func TestUseIsWrittenAtMostOnceAMinute(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	counting := &touches{Memory: d.repo}
	s, err := identity.NewSessions(counting, d.hasher, d.config, d.clock, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	token := d.mustLogin("zhao")
	for range 600 {
		d.pass(time.Second)
		_, err := s.Lookup(t.Context(), token)
		require.NoError(t, err)
	}
	require.Equal(t, 10, counting.n)
}

// touches counts writes of a session's last use.
type touches struct {
	*identitytest.Memory
	n int
}

func (c *touches) TouchSession(ctx context.Context, d identity.Digest, at time.Time) error {
	c.n++
	return c.Memory.TouchSession(ctx, d, at)
}

func TestLookingAlongDoesNotProlong(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token := d.mustLogin("zhao")
	for range 29 {
		d.pass(time.Minute)
		_, err := d.sessions.Peek(t.Context(), token)
		require.NoError(t, err)
	}
	d.pass(time.Minute)
	_, err := d.sessions.Peek(t.Context(), token)
	requireUnauthenticated(t, err, "session_expired")
}

func TestWhatIsNoTokenIsExpired(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token := d.mustLogin("zhao")
	last := strings.IndexByte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", token[42])
	sibling := "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[last^1]
	for _, wrong := range []string{
		"", "x", token[:42], token + "A", token + "=", " " + token, strings.Repeat("A", 43), strings.Repeat("A", 1<<20),
		token[:20] + "\n" + token[20:], token[:42] + string(sibling), // the same bytes in another spelling
	} {
		d.requireExpired(wrong)
	}
	d.requireAlive(token)
}

func TestLogoutEndsOneSession(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token, other := d.mustLogin("zhao"), d.mustLogin("zhao")
	id := d.requireAlive(token).ID
	require.NoError(t, d.sessions.Logout(t.Context(), token))
	d.requireExpired(token)
	d.requireAlive(other)
	require.Equal(t, identity.EntryLoggedOut, d.lastEntry().Kind)
	require.Equal(t, id, d.lastEntry().SessionID)
	logged := len(d.repo.Entries())
	require.NoError(t, d.sessions.Logout(t.Context(), token), "again is no error")
	require.NoError(t, d.sessions.Logout(t.Context(), "nonsense"))
	require.Len(t, d.repo.Entries(), logged)
}

func TestSweepDeletesWhatIsOver(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.mustLogin("zhao")
	d.pass(20 * time.Minute)
	token := d.mustLogin("zhao")
	d.pass(10 * time.Minute)
	swept, err := d.sessions.Sweep(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, swept)
	d.requireAlive(token)
	require.Equal(t, 1, d.repo.SessionCount())
}

func TestNewSessions_refuses_times_that_make_no_sense(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, spoil := range []func(*identity.Config){
		func(c *identity.Config) { c.Idle = 0 },
		func(c *identity.Config) { c.Absolute = c.Idle - 1 },
		func(c *identity.Config) { c.Account.Allowed = 0 },
		func(c *identity.Config) { c.Address.First = 0 },
		func(c *identity.Config) { c.Account.Max = 0 },
		func(c *identity.Config) { c.Account.Forget = time.Second },
	} {
		config := identity.DefaultConfig()
		spoil(&config)
		_, err := identity.NewSessions(d.repo, d.hasher, config, d.clock, slog.New(slog.DiscardHandler))
		require.ErrorIs(t, err, fault.New(fault.Invalid, "session_config", ""))
	}
}

// A session is alive exactly as long as the rules say, whatever people do.
func TestSessionsLiveAsLongAsTheRulesSay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		d := newDesk(t)
		type life struct {
			person         identity.PersonID
			began, touched time.Time
			ended          bool
		}
		lives, tokens := map[string]*life{}, []string{}
		alive := func(l *life) bool {
			return !l.ended && d.clock().Sub(l.touched) < 30*time.Minute && d.clock().Sub(l.began) < 12*time.Hour
		}
		endAll := func(id identity.PersonID) {
			for _, l := range lives {
				l.ended = l.ended || l.person == id
			}
		}
		logins := map[identity.PersonID]string{"p1": "zhao", "p2": "qian"}
		person := rapid.SampledFrom([]identity.PersonID{"p1", "p2"})
		rt.Repeat(map[string]func(*rapid.T){
			"login": func(rt *rapid.T) {
				id := person.Draw(rt, "person")
				token := d.mustLogin(logins[id])
				lives[token] = &life{person: id, began: d.clock(), touched: d.clock()}
				tokens = append(tokens, token)
			},
			"logout": func(rt *rapid.T) {
				if len(tokens) == 0 {
					rt.Skip("nobody is logged in")
				}
				token := rapid.SampledFrom(tokens).Draw(rt, "token")
				require.NoError(rt, d.sessions.Logout(t.Context(), token))
				lives[token].ended = true
			},
			"revoke": func(rt *rapid.T) {
				id := person.Draw(rt, "person")
				_, err := d.sessions.Revoke(t.Context(), "admin", id)
				require.NoError(rt, err)
				endAll(id)
			},
			"disable and enable": func(rt *rapid.T) {
				id := person.Draw(rt, "person")
				require.NoError(rt, d.sessions.Disable(t.Context(), "admin", id))
				require.NoError(rt, d.sessions.Enable(t.Context(), "admin", id))
				endAll(id)
			},
			"sweep": func(rt *rapid.T) {
				_, err := d.sessions.Sweep(t.Context())
				require.NoError(rt, err)
			},
			"pass": func(rt *rapid.T) {
				d.pass(time.Duration(rapid.Int64Range(1, int64(40*time.Minute)).Draw(rt, "time")))
			},
			"use": func(rt *rapid.T) {
				for _, token := range tokens {
					l := lives[token]
					_, err := d.sessions.Lookup(t.Context(), token)
					require.Equal(rt, alive(l), err == nil)
					if err == nil && d.clock().Sub(l.touched) >= time.Minute {
						l.touched = d.clock()
					}
				}
			},
			"": func(rt *rapid.T) {
				for _, token := range tokens {
					_, err := d.sessions.Peek(t.Context(), token)
					require.Equal(rt, alive(lives[token]), err == nil)
				}
			},
		})
	})
}
