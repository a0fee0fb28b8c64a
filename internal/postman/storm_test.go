package postman_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/notify"
	"jiheng/internal/notify/notifytest"
	"jiheng/internal/postman"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
)

// storm is how many reminders fall due in one second.
var storm = flag.Int("storm", 1000, "reminders that fall due at once")

const (
	stormEvaluations = 100
	stormPeople      = 2000
)

// fillStorm brings evaluations in, each with its share of claimed tasks.
const fillStorm = `
INSERT INTO persons (id, unit_id, name, email)
SELECT 'p' || i, 'zhanjiang-service-centre', 'person ' || i, 'p' || i || '@example.gov.cn' FROM generate_series(1, %[2]d) i;
INSERT INTO evaluations SELECT (jsonb_populate_record(e, jsonb_build_object('id', 'ev-storm-' || i, 'seq', 0, 'told_seq', 0, 'notified_seq', 0))).*
FROM evaluations e, generate_series(1, %[1]d) i;
INSERT INTO stages SELECT (jsonb_populate_record(s, jsonb_build_object('evaluation_id', 'ev-storm-' || i))).*
FROM stages s, generate_series(1, %[1]d) i;
INSERT INTO tasks SELECT (jsonb_populate_record(t, jsonb_build_object('id', 'ev-storm-' || i || ':' || t.stage_id || ':i' || k || ':' || t.step || ':1',
	'evaluation_id', 'ev-storm-' || i, 'item_id', 'i' || k, 'title', 'task ' || k, 'state', 'claimed', 'claimed_at', now(), 'opened_seq', 1,
	'assignee', 'p' || 1 + (i * 7919 + k * 104729) %% %[2]d, 'next_agenda_at', NULL))).*
FROM tasks t, generate_series(1, %[1]d) i, generate_series(1, %[3]d) k;`

// remindAll is the second in which all reminders fall due.
const remindAll = `WITH entries AS (
	INSERT INTO journal (evaluation_id, seq, at, type, actor_id, on_behalf_of, task_id, item_id, stage_id, rule, policy_version,
		request_id, client_address, data, prev_hash, hash)
	SELECT t.evaluation_id, row_number() OVER (PARTITION BY t.evaluation_id ORDER BY t.id), clock_timestamp(), 'reminded', 'system', '',
		t.id, t.item_id, t.stage_id, '', '', '', '', json_build_object('stage', t.stage_id, 'item', t.item_id, 'task', t.id,
		'entry', 'reminder-1', 'to', json_build_array(json_build_object('Assignee', true, 'Role', '')), 'due_at', t.due_at)::text,
		sha256(''), sha256('')
	FROM tasks t WHERE t.evaluation_id LIKE 'ev-storm-%' RETURNING evaluation_id, seq)
UPDATE evaluations e SET seq = n.seq FROM (SELECT evaluation_id, max(seq) AS seq FROM entries GROUP BY 1) n WHERE e.id = n.evaluation_id`

const stillWaiting = `SELECT (SELECT count(*) FROM notices WHERE state <> 'sent')
	+ (SELECT count(*) FROM evaluations WHERE notified_seq < seq AND id LIKE 'ev-storm-%')`

// sink is a program that takes webhooks, by id.
type sink struct {
	mu    sync.Mutex
	taken map[string]int
}

func (s *sink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var told struct {
		Data struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	if err != nil || json.Unmarshal(body, &told) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	s.taken[told.Data.ID]++
	s.mu.Unlock()
}

func (s *sink) total() (ids, calls int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, n := range s.taken {
		calls += n
	}
	return len(s.taken), calls
}

// mortal is a store as a worker sees it that may be killed at any instant:
// from then on it does nothing any more.
type mortal struct {
	*store.Store
	dead atomic.Bool
}

var errDead = errors.New("killed")

// LeaseNotices leases while the worker lives.
func (m *mortal) LeaseNotices(ctx context.Context, id evaluation.ID, limit int, lease time.Duration) ([]notify.Notice, error) {
	if m.dead.Load() {
		return nil, errDead
	}
	return m.Store.LeaseNotices(ctx, id, limit, lease)
}

// MarkNotices marks while the worker lives.
func (m *mortal) MarkNotices(ctx context.Context, outcomes map[string]error) error {
	if m.dead.Load() {
		return errDead
	}
	return m.Store.MarkNotices(ctx, outcomes)
}

// EnqueueBehind writes while the worker lives.
func (m *mortal) EnqueueBehind(ctx context.Context, limit int) (int, error) {
	if m.dead.Load() {
		return 0, errDead
	}
	return m.Store.EnqueueBehind(ctx, limit)
}

// fatal is a channel that kills its worker after a number of notices, on the
// way: they are sent and never marked.
type fatal struct {
	notify.Channel
	worker *mortal
	left   atomic.Int64
	cancel context.CancelFunc
}

// Send sends while the worker lives.
func (f *fatal) Send(ctx context.Context, n notify.Notice) error {
	if f.worker.dead.Load() {
		return fault.Wrap(errDead, fault.Unavailable, "killed", "killed")
	}
	err := f.Channel.Send(ctx, n)
	if f.left.Add(-1) == 0 {
		f.worker.dead.Store(true)
		f.cancel()
	}
	return err
}

// A second in which very many reminders fall due: all are told within a
// minute, by each channel, none is lost and none twice, although a worker is
// killed in the middle. What it had sent and not marked goes out again under
// the same id: that is all that a receiver sees twice.
func TestAStormOfRemindersIsDelivered(t *testing.T) {
	t.Parallel()
	mail, hook := notifytest.Start(t, notifytest.Options{}), &sink{taken: map[string]int{}}
	server := httptest.NewServer(hook)
	t.Cleanup(server.Close)
	board := board(t, mail, server.URL)
	s, db := stormStore(t, board)
	reminders := *storm / stormEvaluations * stormEvaluations

	began := time.Now()
	execute(t, db, remindAll)
	cfg := postman.Config{Poll: 50 * time.Millisecond, Lease: 6 * time.Second, Within: 2 * time.Second}
	log := slog.New(slog.DiscardHandler)
	ctx, cancel := context.WithCancel(t.Context())
	victim := &mortal{Store: s}
	killer := &fatal{Channel: board, worker: victim, cancel: cancel}
	killer.left.Store(int64(reminders / 3))
	postman.New(victim, killer, cfg, log).Run(ctx, nil) // ends by being killed
	inFlight := 2 * 256                                 // at most two leases' worth was under way
	require.True(t, victim.dead.Load())
	killed := time.Since(began)

	ctx, cancel = context.WithCancel(t.Context())
	defer cancel()
	var working sync.WaitGroup
	for range 2 {
		working.Go(func() { postman.New(s, board, cfg, log).Run(ctx, nil) })
	}
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for count(t, db, stillWaiting) > 0 {
		require.Less(t, time.Since(began), time.Minute, "not all are delivered within a minute")
		<-look.C
	}
	took := time.Since(began)
	cancel()
	working.Wait()

	for _, m := range []notify.Medium{notify.Application, notify.Mail, notify.Webhook} {
		const of = "FROM notices WHERE channel = $1 AND state = 'sent' AND evaluation_id LIKE 'ev-storm-%'"
		require.Equal(t, reminders, count(t, db, "SELECT count(*) "+of, string(m)), "%s: one for each reminder", m)
		require.Equal(t, reminders, count(t, db, "SELECT count(DISTINCT (evaluation_id, seq)) "+of, string(m)), "%s: and no reminder twice", m)
	}
	ids, calls := hook.total()
	require.Equal(t, reminders, ids, "no webhook is lost")
	letters := map[string]int{}
	for _, m := range mail.Mails(t) {
		letters[m.Header.Get("Message-Id")]++
	}
	require.Len(t, letters, reminders, "no mail is lost")
	again := calls - ids + mail.Taken() - len(letters)
	require.LessOrEqual(t, again, inFlight)
	t.Logf("%d reminders: %d in the application, %d mails, %d webhooks in %v; %d repeated under their ids after the kill at %v",
		reminders, reminders, len(letters), ids, took.Round(time.Millisecond), again, killed.Round(time.Millisecond))
	require.Less(t, took, time.Minute)
}

func board(t *testing.T, mail *notifytest.Server, hook string) *notify.Switchboard {
	t.Helper()
	smtp, err := notify.NewSMTP(notify.SMTPConfig{
		Host: mail.Host(), Port: mail.Port(), TLS: notify.TLSNone, From: "noreply@example.gov.cn", Hello: "localhost", Now: time.Now,
	})
	require.NoError(t, err)
	out := notify.NewOutbound(notify.Guard{Networks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	t.Cleanup(out.Close)
	webhook, err := notify.NewWebhook(out, notify.WebhookConfig{
		URL: hook, Secret: "whsec_" + base64.StdEncoding.EncodeToString([]byte("the secret of a test only")), Now: time.Now,
	})
	require.NoError(t, err)
	b := notify.NewSwitchboard()
	require.NoError(t, b.Connect(notify.Mail, "", smtp))
	require.NoError(t, b.Connect(notify.Webhook, "", webhook))
	return b
}

func stormStore(t *testing.T, b *notify.Switchboard) (*store.Store, *pgx.Conn) {
	t.Helper()
	dsn := storetest.DSN(t)
	cfg := storetest.StoreConfig(dsn)
	cfg.Media = b.Of
	s, err := store.Open(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	require.NoError(t, s.SeedOrganisation(t.Context(), storetest.Organisation()))
	_, err = s.PutDefinition(t.Context(), storetest.Process, []byte(storetest.Process))
	require.NoError(t, err)
	id := storetest.Start(t, s).Evaluation.ID
	require.NoError(t, storetest.Turn(t.Context(), s, id))
	db, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close(context.WithoutCancel(t.Context())) })
	execute(t, db, "UPDATE evaluations SET notified_seq = seq")
	execute(t, db, fmt.Sprintf(fillStorm, stormEvaluations, stormPeople, *storm/stormEvaluations))
	execute(t, db, "ANALYZE")
	return s, db
}

// execute runs statements.
func execute(t *testing.T, db *pgx.Conn, statements string) {
	t.Helper()
	_, err := db.PgConn().Exec(t.Context(), statements).ReadAll()
	require.NoError(t, err)
}

func count(t *testing.T, db *pgx.Conn, query string, args ...any) int {
	t.Helper()
	var n int
	require.NoError(t, db.QueryRow(t.Context(), query, args...).Scan(&n))
	return n
}
