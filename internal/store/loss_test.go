package store_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
	"jiheng/internal/fault"
	"jiheng/internal/identity"
	"jiheng/internal/journal"
	"jiheng/internal/postgres"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

func TestUpdate_leavesNothingHalfWrittenWhenItsConnectionIsKilled(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	b, owner := runningAt(t, dsn), connect(t, dsn)
	task := b.live("formation", "", "draft_notice")
	before := b.whole()
	_, err := b.s.Update(t.Context(), evaluation.Request{Task: task.ID, Actor: "office-head", IdempotencyKey: "key", Fingerprint: "f"},
		func(s *evaluation.Situation) (evaluation.Outcome, error) {
			killed := column(t, owner, `SELECT pg_terminate_backend(pid, 5000)::text FROM pg_stat_activity
				WHERE state = 'idle in transaction' AND datname = current_database()`)
			require.Equal(t, []string{"true"}, killed)
			return storetest.Apply(claim(task))(s)
		})
	require.Equal(t, fault.Unavailable, fault.CodeOf(err), "%v", err)
	require.Equal(t, before, b.whole())

	// The same request again is neither lost nor done twice.
	r, err := b.s.Update(t.Context(), evaluation.Request{Task: task.ID, Actor: "office-head", IdempotencyKey: "key", Fingerprint: "f"},
		storetest.Apply(claim(task)))
	require.NoError(t, err)
	require.False(t, r.Replayed)
	v, err := b.s.VerifyJournal(t.Context(), b.id)
	require.NoError(t, err)
	require.True(t, v.Verified())
}

func TestUpdate_thatWaitsTooLongIsUnavailable(t *testing.T) {
	t.Parallel()
	b := running(t)
	task := b.live("formation", "", "draft_notice")
	_, err := b.s.Update(t.Context(), evaluation.Request{Task: task.ID, Actor: "office-head"},
		func(s *evaluation.Situation) (evaluation.Outcome, error) {
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			_, err := b.s.Update(ctx, evaluation.Request{Task: task.ID, Actor: "office-clerk"}, storetest.Apply(claim(task)))
			require.Equal(t, fault.Unavailable, fault.CodeOf(err), "%v", err)
			return storetest.Apply(claim(task))(s)
		})
	require.NoError(t, err)
	require.Equal(t, evaluation.PersonID("office-head"), b.live("formation", "", "draft_notice").Assignee)
}

func TestHeld_isAnsweredWhileEveryOtherConnectionIsTaken(t *testing.T) {
	t.Parallel()
	cfg := storetest.StoreConfig(storetest.DSN(t))
	storetest.OpenAt(t, cfg.DSN)
	cfg.MaxConns = 1
	s, err := store.Open(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	id := storetest.Start(t, s).Evaluation.ID
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_, err = s.Update(ctx, evaluation.Request{Evaluation: id, Actor: "director"}, func(sit *evaluation.Situation) (evaluation.Outcome, error) {
		held, err := s.Held(ctx, "director", evaluation.Grant{Role: "unit_head", UnitID: evaluationtest.Unit}, sit.Now)
		require.NoError(t, err)
		require.True(t, held)
		return evaluation.Outcome{}, nil
	})
	require.NoError(t, err)
}

// server starts a PostgreSQL of the test's own, to be stopped by it.
func server(t *testing.T) (*postgres.Server, string) {
	t.Helper()
	base, err := os.MkdirTemp("", "jiheng-store-") // where the database's user may enter, unlike t.TempDir
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(base) })
	require.NoError(t, os.Chmod(base, 0o711)) //nolint:gosec // see above
	binaries, err := postgres.Find(t.Context(), postgres.Search{CacheDir: filepath.Join(base, "cache"), SystemDir: filepath.Join(base, "system")})
	require.NoError(t, err)
	cfg := storetest.Config(filepath.Join(base, "data"), binaries)
	cfg.SystemDir = filepath.Join(base, "system")
	s, err := postgres.Start(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Stop(context.WithoutCancel(t.Context())) })
	require.NoError(t, storetest.Prepare(t.Context(), s, "jiheng"))
	return s, s.DSN("jiheng", "jiheng")
}

func TestEveryWayIntoTheStoreIsUnavailableOnceTheDatabaseIsGone(t *testing.T) {
	t.Parallel()
	pg, dsn := server(t)
	require.NoError(t, store.Migrate(t.Context(), dsn))
	b := runningAt(t, dsn)
	task := b.live("formation", "", "draft_notice")
	id, ctx := b.id, t.Context()
	who := identity.PersonID("director")
	entry := identity.Entry{At: time.Now(), Kind: identity.EntryLoggedOut}
	stop := func() { require.NoError(t, pg.Stop(context.WithoutCancel(ctx))) }

	// In the middle of a command.
	_, err := b.s.Update(ctx, evaluation.Request{Task: task.ID, Actor: "office-head"}, func(s *evaluation.Situation) (evaluation.Outcome, error) {
		stop()
		return storetest.Apply(claim(task))(s)
	})
	require.Equal(t, fault.Unavailable, fault.CodeOf(err), "%v", err)

	first := func(_ any, err error) error { return err }
	s, i := b.s, b.s.Identity()
	for name, err := range map[string]error{
		"open":           first(store.Open(ctx, storetest.StoreConfig(dsn))),
		"migrate":        store.Migrate(ctx, dsn),
		"status":         first(store.MigrateStatus(ctx, dsn)),
		"prepare":        store.PrepareRole(ctx, dsn, "jiheng"),
		"ping":           s.Ping(ctx),
		"update":         first(s.Update(ctx, evaluation.Request{Task: task.ID, Actor: "x"}, storetest.Apply(claim(task)))),
		"start":          first(s.Start(ctx, evaluation.Request{Actor: "x"}, storetest.Opening(), nil)),
		"situation":      first(s.Situation(ctx, evaluation.Request{Task: task.ID})),
		"whole":          first(s.Whole(ctx, id)),
		"facts":          first(s.Facts(ctx, id)),
		"inbox":          first(s.Inbox(ctx, evaluation.InboxQuery{Person: "x", Box: evaluation.BoxMine, Limit: 10})),
		"counts":         first(s.InboxCounts(ctx, "x", readers(), time.Now())),
		"journal":        first(s.Journal(ctx, id, 0, 10)),
		"stream":         s.JournalStream(ctx, id, func(journal.Entry) error { return nil }),
		"replay":         first(s.Replay(ctx, id, 0)),
		"seq at":         first(s.SeqAt(ctx, id, time.Now())),
		"verify":         first(s.VerifyJournal(ctx, id)),
		"untold":         first(s.Untold(ctx, 1, time.Second)),
		"told":           s.MarkTold(ctx, id, 1),
		"late":           first(s.Late(ctx, time.Second)),
		"running":        first(s.Running(ctx, "", 1)),
		"evaluations":    first(s.Evaluations(ctx, store.Visible{}, 1, "")),
		"published":      first(s.Published(ctx, store.Wanted{}, 1, "")),
		"publication":    first(s.Publication(ctx, id)),
		"put definition": first(s.PutDefinition(ctx, "x", nil)),
		"definition":     first(s.Definition(ctx, evaluation.ProcessRef{Name: "x"})),
		"definitions":    first(s.Definitions(ctx)),
		"enqueue":        first(s.EnqueueNotices(ctx, id)),
		"lease":          first(s.LeaseNotices(ctx, id, 1, time.Second)),
		"mark":           s.MarkNotice(ctx, "x", nil),
		"notices":        first(s.NoticesOf(ctx, "x", 1, "")),
		"read":           s.MarkNoticeRead(ctx, "x", "y"),
		"notice counts":  first(s.NoticeCounts(ctx, id)),
		"unnotified":     first(s.Unnotified(ctx, 1)),
		"comments":       first(s.Comments(ctx, task.ID)),
		"draft":          first(s.Draft(ctx, task.ID, "x")),
		"save draft":     first(s.SaveDraft(ctx, store.Draft{Task: task.ID, Person: "x", Content: []byte("{}")})),
		"drop draft":     s.DropDraft(ctx, task.ID, "x"),
		"file":           first(s.File(ctx, "x")),
		"save file":      s.SaveFile(ctx, store.File{}),
		"referenced":     first(s.Referenced(ctx)),
		"person":         first(s.Person(ctx, "x")),
		"unit":           first(s.Unit(ctx, "x")),
		"units":          first(s.Units(ctx)),
		"names":          first(s.Names(ctx, &evaluation.Evaluation{})),
		"person names":   first(s.PersonNames(ctx, []evaluation.PersonID{"x"})),
		"grants":         first(s.Grants(ctx, "x")),
		"grant":          s.GrantRole(ctx, store.Grant{}),
		"revoke":         s.RevokeRole(ctx, "x", evaluation.Grant{}),
		"held":           first(s.Held(ctx, "x", evaluation.Grant{}, time.Now())),
		"seed":           s.SeedOrganisation(ctx, store.Organisation{Units: []store.Unit{{ID: "x", Name: "x"}}}),
		"security log":   first(s.SecurityLog(ctx, 0, 1)),
		"purge answers":  first(s.PurgeAnswers(ctx, time.Now())),
		"account":        first(i.AccountByLogin(ctx, "x")),
		"account by id":  first(i.AccountByID(ctx, who)),
		"password":       i.SetPassword(ctx, who, "", identity.Password{Hash: "x"}, entry),
		"hash":           i.ReplaceHash(ctx, who, "x", "y"),
		"disable":        i.SetDisabled(ctx, who, true, entry),
		"create session": i.CreateSession(ctx, identity.StoredSession{PersonID: who}, "", entry),
		"touch":          i.TouchSession(ctx, identity.Digest{}, time.Now()),
		"end session":    i.DeleteSession(ctx, identity.Digest{}, entry),
		"end sessions":   first(i.DeleteSessionsOf(ctx, who, entry)),
		"throttle":       i.UpdateThrottle(ctx, []identity.ThrottleKey{"x"}, nil),
		"append":         i.AppendEntry(ctx, entry),
		"purge":          first(i.Purge(ctx, identity.PurgeLimits{})),
	} {
		require.Equal(t, fault.Unavailable, fault.CodeOf(err), "%s: %v", name, err)
		require.NotContains(t, fault.As(err).Message, dsn, name)
	}
	_, _, err = s.People(ctx, "x")
	require.Equal(t, fault.Unavailable, fault.CodeOf(err))
	_, _, err = s.Material(ctx, "x", "director")
	require.Equal(t, fault.Unavailable, fault.CodeOf(err))
	_, _, err = i.SessionByDigest(ctx, identity.Digest{})
	require.Equal(t, fault.Unavailable, fault.CodeOf(err))
}
